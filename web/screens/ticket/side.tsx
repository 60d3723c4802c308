import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import type { Clock, Message } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { lostTimeByTier } from '../../../src/domain/lost-time';
import { Countdown, useNow } from '../../parts/countdown';
import { ErrorLine } from '../../parts/error-line';
import { clockTime } from '../../parts/local-time';
import { LostTime } from '../../parts/lost-time';
import type { Directory, Whole } from './ticket-data';
import styles from './ticket.module.css';
import type { useStoryNames } from './use-names';
import { ticketWords } from './words';

type StoryNames = ReturnType<typeof useStoryNames>;

/** Every promise of this ticket; the steps of the search are in the timeline. */
export function Clocks({ ticket }: { readonly ticket: Whole }) {
  const { clocks: words, tier: tiers } = useWords(ticketWords);
  const { clocks: names } = useWords(sharedWords);
  const now = useNow(10_000);
  const promises = ticket.clocks.filter(({ tier, state }) => tier === undefined || state === 'running');
  return (
    <section className={styles.card} aria-labelledby="clocks">
      <h2 id="clocks">{words.title}</h2>
      {promises.length === 0 && <p className={styles.quiet}>{words.none}</p>}
      <ul className={styles.plain}>
        {promises.map((clock) => (
          <li key={`${clock.name}${clock.tier ?? ''}${String(clock.round)}`} className={styles.clock}>
            <span>
              {names[clock.name]}
              {clock.tier && `, ${tiers[clock.tier]}`}
              {clock.round > 1 && <small> ({words.round(clock.round)})</small>}
            </span>
            <ClockFace clock={clock} />
          </li>
        ))}
      </ul>
      <p>
        <LostTime lost={lostTimeByTier(ticket, now)} />
      </p>
    </section>
  );
}

function ClockFace({ clock }: { readonly clock: Clock }) {
  const { clocks: words } = useWords(ticketWords);
  const { language } = useLanguage();
  const at = clock.metAt === undefined ? '' : clockTime(clock.metAt, language);
  if (clock.state === 'met') return <span className={styles.ok}>✓ {words.met(at)}</span>;
  if (clock.state === 'cancelled') return <span className={styles.quiet}>{words.cancelled}</span>;
  if (clock.metAt !== undefined) return <span className={styles.late}>✕ {words.metLate(at)}</span>;
  if (clock.state === 'paused') return <span>❚❚ {words.paused}</span>;
  return (
    <span className={styles.face}>
      <Countdown dueAt={clock.dueAt} /> <small>{words.until(clockTime(clock.dueAt, language))}</small>
    </span>
  );
}

export function Assignments({ ticket, names }: { readonly ticket: Whole; readonly names: StoryNames }) {
  const words = useWords(ticketWords);
  const { language } = useLanguage();
  return (
    <section className={styles.card} aria-labelledby="assignments">
      <h2 id="assignments">{words.assignments.title}</h2>
      {ticket.assignments.length === 0 && <p className={styles.quiet}>{words.assignments.none}</p>}
      <ul className={styles.plain}>
        {[...ticket.assignments]
          .reverse()
          .map(({ teamId, userId, unitCode, claimedAt, endedAt, endReason }) => (
            <li key={claimedAt}>
              <b>{teamId !== null ? names.team(teamId) : words.inHand(names.unit(unitCode))}</b>
              <span className={styles.quiet}>
                {userId !== null && names.person(userId)} {clockTime(claimedAt, language)}
                {endedAt !== undefined &&
                  ` – ${clockTime(endedAt, language)}, ${words.assignments.ended[endReason ?? ''] ?? ''}`}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** Who could go, from the nearest unit up; one press leads to the form that sends them. */
export function OnDuty(props: {
  readonly ticket: Whole;
  readonly duty: readonly Directory[];
  readonly onSend: ((teamId: string) => void) | null;
}) {
  const { duty: words } = useWords(ticketWords);
  const { ticket, onSend } = props;
  const owner = ticket.ownerTeamId;
  return (
    <section className={styles.card} aria-labelledby="duty">
      <h2 id="duty">{words.title}</h2>
      {props.duty.map(({ unit, hotlineNumbers, teams }) => (
        <div key={unit.code}>
          <h3>{unit.name}</h3>
          {hotlineNumbers
            .filter(({ published }) => published)
            .map(({ id, number }) => (
              <p key={id} className={styles.quiet}>
                <a href={`tel:${number}`}>{words.hotline(number)}</a>
              </p>
            ))}
          {teams.length === 0 && <p className={styles.quiet}>{words.none}</p>}
          <ul className={styles.plain}>
            {teams
              .filter(({ fields }) => fields.length > 0)
              .map(({ id, name, fields, onDuty }) => (
                <li key={id} className={styles.team}>
                  <div>
                    <b>{name}</b>
                    <span className={styles.quiet}>
                      {onDuty.length === 0
                        ? words.nobody
                        : onDuty
                            .map((one) => `${one.name}${one.reachable ? '' : ` (${words.unreachable})`}`)
                            .join(', ')}
                      {!fields.includes(ticket.field) && ` · ${words.noField}`}
                    </span>
                  </div>
                  {onSend && onDuty.length > 0 && id !== owner && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={words.sendNamed(name)}
                      onClick={() => {
                        onSend(id);
                      }}
                    >
                      {words.send}
                    </Button>
                  )}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** The ledger of SMS and calls, newest first, with what became of each. */
export function Messages({ ticket, names }: { readonly ticket: Whole; readonly names: StoryNames }) {
  const { messages: words } = useWords(ticketWords);
  const { data, error } = useQuery({
    queryKey: ['ticket', ticket.id, 'messages'],
    queryFn: () => ask('GET /tickets/{id}/messages', { params: { id: ticket.id } }),
    // Delivery is no change of the ticket, so the stream does not tell it.
    refetchInterval: 5_000,
  });
  const messages = [...(data?.items ?? [])].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return (
    <section className={styles.card} aria-labelledby="messages">
      <h2 id="messages">{words.title}</h2>
      <ErrorLine error={error} />
      {data && messages.length === 0 && <p className={styles.quiet}>{words.none}</p>}
      <ul className={styles.plain}>
        {messages.map((message) => (
          <SentMessage key={message.id} message={message} names={names} />
        ))}
      </ul>
    </section>
  );
}

const signOf: Readonly<Record<string, string>> = {
  delivered: '✓',
  answered: '✓',
  undelivered: '✕',
  failed: '✕',
};

function SentMessage({ message, names }: { readonly message: Message; readonly names: StoryNames }) {
  const { messages: words } = useWords(ticketWords);
  const { language } = useLanguage();
  const { recipient, status, attempts, errorCode, acknowledgedAt } = message;
  const person = recipient.kind === 'user' ? names.person(recipient.userId) : words.citizen;
  const team =
    recipient.kind === 'user' && recipient.teamId !== undefined ? names.team(recipient.teamId) : null;
  const notes = [
    attempts > 1 && words.again(attempts),
    message.possibleDuplicate && words.twice,
    acknowledgedAt !== null && words.acknowledged(clockTime(acknowledgedAt, language)),
    errorCode !== null && words.reason(errorCode),
  ].filter(Boolean);
  return (
    <li className={styles.message} data-status={status}>
      <span>
        <b>{words.template[message.template] ?? message.template}</b> · {words[message.channel]}
      </span>
      <span>{[team, person, message.to].filter(Boolean).join(', ')}</span>
      <span className={styles.delivery}>
        {signOf[status] ?? '…'} {words.status[status] ?? status}{' '}
        <small>
          {clockTime(message.updatedAt, language)} {notes.join(' · ')}
        </small>
      </span>
    </li>
  );
}
