import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { useNames } from '../../parts/names';
import { DrillDown } from './drill-down';
import { TicketList } from './ticket-list';
import { useWallboard } from './use-board';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

const working = ['received', 'triaged', 'dispatched', 'claimed', 'enRoute', 'onScene', 'onHold'] as const;

/** One unit: how it stands, whom to ring there, and its open tickets. */
export function Screen() {
  const { code = '' }: { readonly code?: string } = useParams({ strict: false });
  const { list: words, league, minutes } = useWords(wallboardWords);
  const names = useNames();
  const figures = useWallboard().data?.units.find((unit) => unit.code === code);
  const { data, error, isPending } = useQuery({
    queryKey: ['tickets', 'wall', 'unit', code],
    queryFn: () => ask('GET /tickets', { query: { unit: code, status: working, limit: 100 } }),
  });
  const directory = useQuery({
    queryKey: ['unit', code, 'directory'],
    queryFn: () => ask('GET /units/{code}/directory', { params: { code } }),
  });
  const numbers = directory.data?.hotlineNumbers.filter(({ published }) => published) ?? [];
  return (
    <DrillDown title={names.unit(code)} error={error} isLoading={isPending && !error}>
      {figures && (
        <p className={styles.facts}>
          <span>
            {league.open}: <b>{figures.open}</b>
          </span>
          <span>
            {league.breached}: <b>{figures.breached}</b>
          </span>
          {figures.medianClaimMs !== null && (
            <span title={league.claimHint}>
              {league.claim}: <b>{minutes(figures.medianClaimMs)}</b>
            </span>
          )}
        </p>
      )}
      <section className={styles.card} aria-labelledby="hotlines">
        <h2 id="hotlines" className={styles.heading}>
          {words.hotlines}
        </h2>
        {directory.data && numbers.length === 0 && <p className={styles.quiet}>{words.noHotline}</p>}
        <div className={styles.phones}>
          {numbers.map(({ id, number, label }) => (
            <a key={id} href={`tel:${number}`}>
              {label} · {number}
            </a>
          ))}
        </div>
      </section>
      <TicketList tickets={data?.items ?? []} />
      {data?.nextCursor != null && <p className={styles.quiet}>{words.more}</p>}
    </DrillDown>
  );
}
