import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Unit, Wallboard } from '../../api/operations.gen';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { SlaMark, type Standing } from './sla-mark';
import { TileMap } from './tile-map';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

/** Only where somebody has brought outlines: it is larger than the rest of the wall. */
const OutlineMap = lazy(async () => ({ default: (await import('./outline-map')).OutlineMap }));

const standings: readonly Standing[] = ['none', 'ok', 'warning', 'breached'];
const storageKey = 'truc.wall.map';

/** Communes by their worst open ticket: on the operator's outlines, or as tiles where there are none or somebody prefers them. */
export function AreaMap(props: {
  readonly board: Wallboard;
  readonly area: Unit;
  readonly below: readonly Unit[];
}) {
  const { board, area, below } = props;
  const { map: words } = useWords(wallboardWords);
  const [prefersTiles, setPrefersTiles] = useState(() => localStorage.getItem(storageKey) === 'tiles');
  const { data } = useQuery({
    queryKey: ['unitMap', area.code],
    queryFn: () => ask('GET /units/map', { query: { unit: area.code } }),
    staleTime: Infinity,
  });
  const hasOutlines = data !== undefined && data.features.length > 0;
  const isDrawn = hasOutlines && !prefersTiles;
  const choose = (tiles: boolean): void => {
    localStorage.setItem(storageKey, tiles ? 'tiles' : 'map');
    setPrefersTiles(tiles);
  };
  return (
    <section className={styles.card} aria-labelledby="map">
      <div className={styles.mapHead}>
        <h2 id="map" className={styles.heading}>
          {isDrawn ? words.mapTitle : words.title}
        </h2>
        {hasOutlines && (
          <div className={styles.choice} role="group" aria-label={words.kind}>
            <button
              type="button"
              aria-pressed={isDrawn}
              onClick={() => {
                choose(false);
              }}
            >
              {words.asMap}
            </button>
            <button
              type="button"
              aria-pressed={!isDrawn}
              onClick={() => {
                choose(true);
              }}
            >
              {words.asTiles}
            </button>
          </div>
        )}
      </div>
      <p className={styles.legend} title={words.lead}>
        {standings.map((standing) => (
          <span key={standing} className={styles.legendItem}>
            <SlaMark standing={standing} /> {words.legend[standing]}
          </span>
        ))}
      </p>
      {isDrawn ? (
        <Suspense fallback={<div className={styles.outlines} />}>
          <OutlineMap outlines={data.features} sources={data.sources} board={board} />
        </Suspense>
      ) : (
        <TileMap board={board} area={area} below={below} />
      )}
    </section>
  );
}
