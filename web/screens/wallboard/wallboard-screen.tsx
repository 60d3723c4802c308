import { useLiveness } from '../../api/live';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { clockTime } from '../../parts/local-time';
import { LoadingList } from '../../parts/list-parts';
import { SurgeBanner } from '../../parts/surge-banner';
import { AreaMap } from './area-map';
import { BreachAlarm } from './breach-alarm';
import { Figures } from './figures';
import { League } from './league';
import { LostByTier } from './lost-by-tier';
import { NextBreaches } from './next-breaches';
import { usePlaces, useWallboard } from './use-board';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

/** The wall of an operations centre. Grey when nothing is heard any more: old figures must not look like new ones. */
export function Screen() {
  const words = useWords(wallboardWords);
  const { language } = useLanguage();
  const { state } = useLiveness();
  const { data: board, error } = useWallboard();
  const { area, below } = usePlaces(board);
  if (!board) {
    return error ? <ErrorLine error={error} /> : <LoadingList />;
  }
  const isStale = state === 'silent' || error !== null;
  return (
    <div className={styles.page} data-stale={isStale} data-at={board.at}>
      <div className={styles.top}>
        <h1 className={styles.title}>
          {words.title}
          {area && <span className={styles.areaName}>{area.name}</span>}
        </h1>
        <BreachAlarm board={board} />
      </div>
      <SurgeBanner />
      {isStale && (
        <p className={styles.staleLine} role="alert">
          {words.stale(clockTime(board.at, language))}
        </p>
      )}
      <div className={styles.live}>
        <Figures board={board} />
        <div className={styles.columns}>
          <NextBreaches board={board} />
          {area && <AreaMap board={board} area={area} below={below} />}
          <div className={styles.side}>
            <League board={board} below={below} />
            <LostByTier board={board} />
          </div>
        </div>
      </div>
    </div>
  );
}
