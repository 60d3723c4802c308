import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CommandOrder } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { Countdown } from '../../parts/countdown';
import { useNames } from '../../parts/names';
import styles from './orders.module.css';
import { Progress } from './progress';
import { dayTime } from '../../parts/day-time';
import { orderWords } from './words';

/** What was ordered, by whom, how, until when, and how far it is. */
export function Head({ order }: { readonly order: CommandOrder }) {
  const words = useWords(orderWords);
  const { language } = useLanguage();
  const names = useNames();
  const { given, issuer, status, urgent } = order;
  const isOpen = status === 'open';
  const { acknowledged, addressees } = order.counts;
  // A unit that has acknowledged is not hurried by the others' time.
  const owesAcknowledgement = order.mine ? order.mine.acknowledged === null : acknowledged < addressees;
  return (
    <header className={styles.card}>
      <div className={styles.line}>
        <h1 className={styles.code}>{order.code}</h1>
        <b className={styles.status} data-status={status}>
          {words.status[status]}
        </b>
        {urgent && <b className={styles.urgent}>{words.urgent}</b>}
        <Progress order={order} />
      </div>
      <p className={styles.order}>{order.text}</p>
      <dl className={styles.pairs}>
        <Pair name={words.from}>
          {[names.unit(issuer.unitCode), issuer.name].filter(Boolean).join(', ')} ({words.means[given.by]}
          {given.documentNumber !== null && `, ${words.documentNumber(given.documentNumber)}`}
          {given.documentDate !== null && ` ${words.documentDate(dateText(given.documentDate))}`})
        </Pair>
        <Pair name={words.givenAt}>{dayTime(order.issuedAt, language)}</Pair>
        <Pair name={words.acknowledgeBy}>
          {dayTime(order.acknowledgeBy, language)}
          {isOpen && owesAcknowledgement && (
            <span className={styles.left}>
              <Countdown dueAt={order.acknowledgeBy} />
            </span>
          )}
        </Pair>
        <Pair name={words.resultBy}>
          {dayTime(order.resultBy, language)}
          {isOpen && (
            <span className={styles.left}>
              <Countdown dueAt={order.resultBy} />
            </span>
          )}
        </Pair>
        {order.endedAt !== null && <Pair name={words.endedAt}>{dayTime(order.endedAt, language)}</Pair>}
        {order.tickets.length > 0 && (
          <Pair name={words.tickets}>
            {order.tickets.map(({ ticketId, code }) => (
              <Link key={ticketId} to={`/tickets/${ticketId}`} className={styles.ticket}>
                {code}
              </Link>
            ))}
          </Pair>
        )}
      </dl>
    </header>
  );
}

const dateText = (date: string): string => date.split('-').reverse().join('/');

function Pair(props: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.pair}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
