import { useWords } from '../app/language';
import { sharedWords } from '../locales/shared-words';
import type { TicketSummary } from '../api/operations.gen';
import styles from './priority-badge.module.css';

/** `P1 Cấp cứu`: number, word and weight say the same, so it reads without colour. */
export function PriorityBadge({ priority }: { readonly priority: TicketSummary['priority'] }) {
  const { priority: words } = useWords(sharedWords);
  return (
    <span className={styles.badge} data-priority={priority}>
      <b>{priority}</b> {words[priority]}
    </span>
  );
}
