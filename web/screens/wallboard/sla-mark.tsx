import { SlaBand } from '../../parts/sla-band';
import styles from './wallboard.module.css';

/** How a place stands, by its worst open ticket. */
export type Standing = 'none' | 'ok' | 'warning' | 'breached';

export const standingOf = (unit?: {
  readonly open: number;
  readonly warning: number;
  readonly breached: number;
}): Standing => {
  if (!unit || unit.open === 0) return 'none';
  if (unit.breached > 0) return 'breached';
  return unit.warning > 0 ? 'warning' : 'ok';
};

/** A disc, a triangle, a square with a bar; an empty ring where nothing is open. */
export function SlaMark({ standing }: { readonly standing: Standing }) {
  if (standing !== 'none') return <SlaBand sla={standing} compact />;
  return <span className={styles.ring} aria-hidden />;
}
