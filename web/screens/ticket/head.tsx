import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconEye } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { Countdown } from '../../parts/countdown';
import { clockTime } from '../../parts/local-time';
import { PriorityBadge } from '../../parts/priority-badge';
import { SlaBand } from '../../parts/sla-band';
import type { Names } from './story-text';
import type { Whole } from './ticket-data';
import styles from './ticket.module.css';
import { usePresence } from './use-presence';
import { ticketWords } from './words';

/** Which ticket, how urgent, how long still, who has it, who else looks at it. */
export function Head({ ticket, names }: { readonly ticket: Whole; readonly names: Names }) {
  const words = useWords(ticketWords);
  const { clocks, roles, status } = useWords(sharedWords);
  const { language } = useLanguage();
  const back = words.back[useMe().role];
  const others = usePresence(ticket.id);
  const { nextBreach, citizenContacts, verification } = ticket;
  const owner = ticket.assignments.at(-1);
  const hasOwner = owner !== undefined && owner.endedAt === undefined;
  return (
    <header className={styles.head}>
      {back && <Link to={back.to}>{back.name}</Link>}
      <div className={styles.line}>
        <h1 className={styles.code}>{ticket.code}</h1>
        <PriorityBadge priority={ticket.priority} />
        <b>{names.category(ticket.category)}</b>
        <span className={styles.status}>{status[ticket.status]}</span>
        <SlaBand sla={ticket.sla} />
        {nextBreach && (
          <span>
            {clocks[nextBreach.clock]}: <Countdown dueAt={nextBreach.at} />
          </span>
        )}
      </div>
      <p className={styles.holder}>
        {hasOwner ? (
          <>
            {words.heldBy}:{' '}
            <b>
              {owner.teamId !== null ? names.team(owner.teamId) : words.inHand(names.unit(owner.unitCode))}
            </b>{' '}
            {words.since(clockTime(owner.claimedAt, language))}
          </>
        ) : (
          <>
            <b>{words.nobody}</b>
            {ticket.offeredTeamIds.length > 0 && ticket.ladder && (
              <> · {words.asked(askedTeams(ticket).map(names.team).join(', '))}</>
            )}
          </>
        )}
      </p>
      {others.length > 0 && (
        <p className={styles.presence} role="status">
          <IconEye size={18} aria-hidden />{' '}
          {words.presence.also(
            others
              .map(({ name, role, unitCode }) =>
                name === null
                  ? words.presence.someone(roles[role], names.unit(unitCode))
                  : `${name} (${words.presence.someone(roles[role], names.unit(unitCode))})`,
              )
              .join('; '),
          )}
        </p>
      )}
      {citizenContacts?.pressing === true && (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} p="xs">
          {words.calledAgain(citizenContacts.count)}
        </Alert>
      )}
      {verification?.state === 'pending' && (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} p="xs">
          {words.unverified}
        </Alert>
      )}
    </header>
  );
}

/** Of the steps that are open now, without those who said no. */
const askedTeams = ({ ladder, declinedTeamIds }: Whole): readonly string[] =>
  (ladder?.steps ?? [])
    .filter(({ status }) => status === 'open')
    .flatMap(({ teamIds }) => teamIds)
    .filter((id) => !declinedTeamIds.includes(id));
