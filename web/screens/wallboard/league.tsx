import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Unit, Wallboard } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { SlaMark, standingOf } from './sla-mark';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

type Column = 'breached' | 'open' | 'claim';
type Row = Wallboard['units'][number];
const columns: readonly Column[] = ['open', 'breached', 'claim'];
const shownAtFirst = 10;

const valueOf: Readonly<Record<Column, (row: Row) => number>> = {
  open: ({ open }) => open,
  breached: ({ breached }) => breached,
  claim: ({ medianClaimMs }) => medianClaimMs ?? -1,
};

/** Units against each other, worst first by the column that was chosen. */
export function League(props: { readonly board: Wallboard; readonly below: readonly Unit[] }) {
  const { board, below } = props;
  const { league: words, minutes } = useWords(wallboardWords);
  const hasDistricts = below.some(({ tier }) => tier === 'district');
  const [tier, setTier] = useState<'district' | 'commune'>('district');
  const [column, setColumn] = useState<Column>('breached');
  const [isWhole, setWhole] = useState(false);
  const shownTier = hasDistricts ? tier : 'commune';
  const names = useMemo(() => new Map(below.map((unit) => [unit.code, unit.name])), [below]);
  const rows = board.units
    .filter((row) => row.tier === shownTier)
    .sort((a, b) => valueOf[column](b) - valueOf[column](a) || b.breached - a.breached || b.open - a.open);
  return (
    <section className={styles.card} aria-labelledby="league">
      <div className={styles.headingRow}>
        <h2 id="league" className={styles.heading}>
          {words.title}
        </h2>
        {hasDistricts && (
          <div className={styles.choice} role="group" aria-labelledby="league">
            {(['district', 'commune'] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === shownTier}
                onClick={() => {
                  setTier(one);
                }}
              >
                {words[one]}
              </button>
            ))}
          </div>
        )}
      </div>
      {rows.length === 0 ? (
        <p className={styles.quiet}>{words.none}</p>
      ) : (
        <table className={styles.league}>
          <thead>
            <tr>
              <th scope="col">{words.unit}</th>
              {columns.map((one) => (
                <th
                  key={one}
                  scope="col"
                  aria-sort={one === column ? 'descending' : 'none'}
                  title={one === 'claim' ? words.claimHint : undefined}
                >
                  <button
                    type="button"
                    onClick={() => {
                      setColumn(one);
                    }}
                  >
                    {words[one]}
                    <span aria-hidden>{one === column ? ' ▼' : ''}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, isWhole ? undefined : shownAtFirst).map((row) => (
              <tr key={row.code}>
                <th scope="row">
                  <Link to={`/board/unit/${row.code}`}>
                    <SlaMark standing={standingOf(row)} /> {names.get(row.code) ?? row.code}
                  </Link>
                </th>
                <td>{row.open}</td>
                <td data-late={row.breached > 0}>{row.breached}</td>
                <td>{row.medianClaimMs === null ? '–' : minutes(row.medianClaimMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > shownAtFirst && (
        <button
          type="button"
          className={styles.more}
          onClick={() => {
            setWhole(!isWhole);
          }}
        >
          {isWhole ? words.fewer : words.all(rows.length)}
        </button>
      )}
    </section>
  );
}
