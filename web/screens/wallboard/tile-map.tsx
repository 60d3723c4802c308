import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Unit, Wallboard } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { districtsOf } from './places';
import { SlaMark, standingOf } from './sla-mark';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

/** A map without a map server: communes as tiles, by district. */
export function TileMap(props: {
  readonly board: Wallboard;
  readonly area: Unit;
  readonly below: readonly Unit[];
}) {
  const { board, area, below } = props;
  const figures = useMemo(() => new Map(board.units.map((unit) => [unit.code, unit])), [board]);
  const districts = useMemo(() => districtsOf(below, area), [below, area]);
  return (
    <div className={styles.districts}>
      {districts.map(({ unit, communes }) => (
        <div key={unit.code} className={styles.district}>
          <Link to={`/board/unit/${unit.code}`} className={styles.districtName}>
            <SlaMark standing={standingOf(figures.get(unit.code))} />
            {unit.name}
          </Link>
          <div className={styles.tiles}>
            {communes.map((commune) => (
              <Tile key={commune.code} unit={commune} figures={figures.get(commune.code)} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function Tile(props: { readonly unit: Unit; readonly figures: Wallboard['units'][number] | undefined }) {
  const { unit, figures } = props;
  const { map: words } = useWords(wallboardWords);
  const standing = standingOf(figures);
  const open = figures?.open ?? 0;
  return (
    <Link
      to={`/board/unit/${unit.code}`}
      className={styles.tile}
      data-standing={standing}
      title={`${unit.name}: ${words.tile(open, figures?.breached ?? 0)}`}
    >
      <span className={styles.tileName}>{shortName(unit)}</span>
      {open > 0 && (
        <span className={styles.tileCount}>
          <SlaMark standing={standing} /> {open}
        </span>
      )}
      <span className={styles.hidden}>{words.tile(open, figures?.breached ?? 0)}</span>
    </Link>
  );
}

/** `Phường Phú Cường` is a ward by its place; the tile has room for the name alone. */
const shortName = ({ name, type }: Unit): string =>
  name.toLowerCase().startsWith(`${type.toLowerCase()} `) ? name.slice(type.length + 1) : name;
