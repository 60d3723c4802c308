import { Link } from '@tanstack/react-router';
import type { CommandOrderSummary } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { Countdown } from '../../parts/countdown';
import { useNames } from '../../parts/names';
import { nextDueOf } from './order-queue';
import styles from './orders.module.css';
import { Progress } from './progress';
import { needIcons } from './summary';
import { dayTime } from '../../parts/day-time';
import { orderWords } from './words';

/** One order, told so that most need no second look. The whole row is the way to it. */
export function OrderRow({ order }: { readonly order: CommandOrderSummary }) {
  const words = useWords(orderWords);
  const { language } = useLanguage();
  const names = useNames();
  const { needs, status, urgent } = order;
  const due = nextDueOf(order);
  const Icon = needs === null ? null : needIcons[needs];
  return (
    <li>
      <Link to={`/orders/${order.id}`} className={styles.row} data-need={needs} data-order={order.code}>
        <span className={styles.state}>
          {Icon && needs !== null ? (
            <span className={styles.mark} data-need={needs}>
              <Icon size={18} aria-hidden /> {words.needs[needs]}
            </span>
          ) : (
            <b>{words.status[status]}</b>
          )}
          {due ? (
            <span>
              <Countdown dueAt={due.at} />{' '}
              <small>{due.clock === 'acknowledge' ? words.acknowledgeBy : words.resultBy}</small>
            </span>
          ) : (
            order.endedAt !== null && <small>{dayTime(order.endedAt, language)}</small>
          )}
        </span>
        <span className={styles.what}>
          <span className={styles.text}>
            {urgent && <b className={styles.urgent}>{words.urgent}</b>} {order.text}
          </span>
          <small>
            {order.code} · {names.unit(order.issuer.unitCode)} · {words.means[order.given.by]} ·{' '}
            {dayTime(order.issuedAt, language)}
          </small>
        </span>
        <Progress order={order} />
      </Link>
    </li>
  );
}
