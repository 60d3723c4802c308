import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { clockTime } from '../../parts/local-time';
import type { Names } from './story-text';
import type { Whole } from './ticket-data';
import styles from './ticket.module.css';
import { ticketWords } from './words';

/** What was reported, by whom, about whom, and where. */
export function Facts({ ticket, names }: { readonly ticket: Whole; readonly names: Names }) {
  const words = useWords(ticketWords);
  const { language } = useLanguage();
  const { caller, subject, location } = ticket;
  const channel = words.story.channels[ticket.channel] ?? ticket.channel;
  return (
    <section className={styles.card} aria-labelledby="facts">
      <h2 id="facts">{words.facts}</h2>
      {ticket.description !== null && <p className={styles.words}>{ticket.description}</p>}
      <dl className={styles.pairs}>
        <dt>{words.place}</dt>
        <dd>
          {[location.address, ...[...ticket.unitPath].reverse().map(({ code }) => names.unit(code))]
            .filter(Boolean)
            .join(', ')}
        </dd>
        <dt>{words.caller}</dt>
        <dd>
          {caller.anonymous ? words.anonymous : caller.name}{' '}
          {caller.phone !== null && <a href={`tel:${caller.phone}`}>{caller.phone}</a>}
          {caller.language === 'en' && <> ({words.speaksEnglish})</>}
        </dd>
        {subject?.name !== undefined && (
          <>
            <dt>{words.subject}</dt>
            <dd>
              {subject.name} {subject.birthYear} {subject.phone}
            </dd>
          </>
        )}
        <dt>{words.received}</dt>
        <dd>
          {clockTime(ticket.receivedAt, language)}, {channel}
        </dd>
      </dl>
      <Answers ticket={ticket} />
      {ticket.attachments.length > 0 && (
        <p>
          {words.pictures}:{' '}
          {ticket.attachments.map(({ id }, index) => (
            <a
              key={id}
              href={`/api/v1/tickets/${ticket.id}/attachments/${id}`}
              target="_blank"
              rel="noreferrer"
            >
              {words.picture(index + 1)}{' '}
            </a>
          ))}
        </p>
      )}
      {ticket.redacted && <p className={styles.quiet}>{words.redacted}</p>}
    </section>
  );
}

function Answers({ ticket }: { readonly ticket: Whole }) {
  const words = useWords(ticketWords);
  const { language } = useLanguage();
  const { data } = useQuery({
    queryKey: ['protocols'],
    queryFn: () => ask('GET /protocols'),
    staleTime: Infinity,
  });
  const answers = Object.entries((ticket.details?.answers ?? {}) as Readonly<Record<string, unknown>>);
  if (answers.length === 0) return null;
  const questions = data?.items.find(({ category }) => category === ticket.category)?.questions ?? [];
  return (
    <>
      <h3>{words.answers}</h3>
      <dl className={styles.pairs}>
        {answers.map(([id, value]) => {
          const question = questions.find((one) => one.id === id);
          const choice = question?.choices?.find((one) => one.value === value);
          const said = value === true ? words.yes : value === false ? words.no : String(value);
          return (
            <div key={id} className={styles.pair}>
              <dt>{question?.text[language] ?? id}</dt>
              <dd>
                {choice?.text[language] ?? said} {question?.unit}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
