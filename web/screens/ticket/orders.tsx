import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { useMe, type Role } from '../../app/session';
import { orderStateWords } from '../../parts/order-state-words';
import type { Whole } from './ticket-data';
import styles from './ticket.module.css';
import { ticketWords } from './words';

const readers: readonly Role[] = ['dispatcher', 'supervisor', 'commander'];

/** What was ordered about this ticket; nothing where there is no order, or nobody who may read one. */
export function Orders({ ticket: { id } }: { readonly ticket: Whole }) {
  const { orders: title } = useWords(ticketWords);
  const { status, progress } = useWords(orderStateWords);
  const mayRead = readers.includes(useMe().role);
  const { data } = useQuery({
    queryKey: ['commandOrders', 'ticket', id],
    queryFn: () => ask('GET /command-orders', { query: { ticket: id } }),
    enabled: mayRead,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="orders">
      <h2 id="orders">{title}</h2>
      <ul className={styles.plain}>
        {data.items.map((order) => (
          <li key={order.id} className={styles.order} data-order={order.code}>
            <span>
              <Link to={`/orders/${order.id}`}>{order.code}</Link> · {status[order.status]}
            </span>
            <span>{order.text}</span>
            <span>
              {progress.acknowledged(order.counts.acknowledged, order.counts.addressees)}
              {order.counts.late > 0 && <b className={styles.late}> · {progress.late(order.counts.late)}</b>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
