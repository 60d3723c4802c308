import { IconPhoneIncoming } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TicketSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { Countdown } from '../../parts/countdown';
import { useNames } from '../../parts/names';
import { PriorityBadge } from '../../parts/priority-badge';
import { SlaBand } from '../../parts/sla-band';
import { useTeams } from '../../parts/teams';
import styles from './queue.module.css';
import { queueWords } from './words';

/** One ticket, told so that most decisions need no second look. The whole row is the way to it. */
export function QueueRow({ ticket }: { readonly ticket: TicketSummary }) {
  const words = useWords(queueWords);
  const { clocks, status } = useWords(sharedWords);
  const names = useNames();
  const teams = useTeams();
  const { nextBreach, location, citizenContacts, ownerTeamId, ownerUserId } = ticket;
  const holder =
    ownerTeamId !== null ? teams.name(ownerTeamId) : ownerUserId !== null ? words.inHand : words.searching;
  return (
    <li>
      <Link to={`/tickets/${ticket.id}`} className={styles.row} data-priority={ticket.priority}>
        <span className={styles.due}>
          <SlaBand sla={ticket.sla} />
          {nextBreach ? (
            <>
              <Countdown dueAt={nextBreach.at} />
              <small>{clocks[nextBreach.clock]}</small>
            </>
          ) : (
            <small>{words.noClock}</small>
          )}
        </span>
        <span className={styles.what}>
          <span className={styles.kind}>
            <PriorityBadge priority={ticket.priority} />
            <b>{names.category(ticket.category)}</b>
          </span>
          <span className={styles.snippet}>{ticket.description}</span>
          {citizenContacts && (
            <span className={styles.again} data-pressing={citizenContacts.pressing}>
              <IconPhoneIncoming size={16} aria-hidden /> {words.calledAgain(citizenContacts.count)}
            </span>
          )}
        </span>
        <span className={styles.where}>
          {names.unit(location.unitCode)}
          {location.address !== null && <small>{location.address}</small>}
        </span>
        <span className={styles.who}>
          <b>{status[ticket.status]}</b>
          <small>{holder}</small>
          <small className={styles.code}>{ticket.code}</small>
        </span>
      </Link>
    </li>
  );
}
