import { IconChecks } from '@tabler/icons-react';
import type { TicketSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { TicketRow } from './ticket-row';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

/** Tickets that lead to their story, by the time of their next deadline. */
export function TicketList({ tickets }: { readonly tickets: readonly TicketSummary[] }) {
  const { list: words } = useWords(wallboardWords);
  const { status } = useWords(sharedWords);
  if (tickets.length === 0) {
    return (
      <div className={styles.facts}>
        <IconChecks size={32} stroke={1.5} aria-hidden />
        <div>
          <b>{words.none}</b>
          <p className={styles.quiet}>{words.noneBody}</p>
        </div>
      </div>
    );
  }
  const byDue = [...tickets].sort((a, b) => (a.nextDueAt ?? '~').localeCompare(b.nextDueAt ?? '~'));
  return (
    <ol className={styles.next}>
      {byDue.map((ticket) => (
        <TicketRow
          key={ticket.id}
          ticket={ticket}
          dueAt={ticket.nextDueAt}
          details={[`${ticket.code} · ${status[ticket.status]}`]}
        />
      ))}
    </ol>
  );
}
