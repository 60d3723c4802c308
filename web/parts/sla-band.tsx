import { useWords } from '../app/language';
import { sharedWords } from '../locales/shared-words';
import type { TicketSummary } from '../api/operations.gen';
import styles from './sla-band.module.css';

type Sla = TicketSummary['sla'];
/** Drawn, not only coloured: a disc, a triangle, a square with a bar. */
const shapes: Readonly<Record<Sla, string>> = {
  ok: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z',
  warning: 'M8 1.5 15 14H1z',
  breached: 'M2 2h12v12H2zM7 4v5h2V4zm0 6v2h2v-2z',
};

/** How a ticket stands against its clocks, by colour, shape and word. */
export function SlaBand({ sla, compact = false }: { readonly sla: Sla; readonly compact?: boolean }) {
  const { sla: words } = useWords(sharedWords);
  return (
    <span className={styles.band} data-sla={sla}>
      <svg
        viewBox="0 0 16 16"
        width="16"
        height="16"
        fillRule="evenodd"
        {...(compact ? { role: 'img', 'aria-label': words[sla] } : { 'aria-hidden': true })}
      >
        <path d={shapes[sla]} fill="currentColor" />
      </svg>
      {!compact && words[sla]}
    </span>
  );
}
