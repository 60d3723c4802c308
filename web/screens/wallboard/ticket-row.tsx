import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TicketSummary } from '../../api/operations.gen';
import { Countdown } from '../../parts/countdown';
import { useNames } from '../../parts/names';
import { SlaBand } from '../../parts/sla-band';
import styles from './wallboard.module.css';

/** One ticket of the wall, which leads to its page; what else there is to say of it stands below. */
export function TicketRow(props: {
  readonly ticket: TicketSummary;
  /** ISO 8601; null when no time counts. */
  readonly dueAt: string | null;
  readonly details: readonly ReactNode[];
}) {
  const { ticket, dueAt, details } = props;
  const names = useNames();
  return (
    <li>
      <Link
        to={`/tickets/${ticket.id}`}
        className={styles.due}
        data-sla={ticket.sla}
        data-ticket={ticket.code}
      >
        <SlaBand sla={ticket.sla} compact />
        <span>
          <b>{ticket.priority}</b> {names.category(ticket.category)}
          {', '}
          {names.unit(ticket.location.unitCode)}
        </span>
        <b className={styles.countdown}>{dueAt !== null && <Countdown dueAt={dueAt} />}</b>
        {details.map((detail, index) => (
          <span key={index} className={styles.dueDetail}>
            {detail}
          </span>
        ))}
      </Link>
    </li>
  );
}
