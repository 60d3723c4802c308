import type { CommandOrderSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import styles from './orders.module.css';
import { orderWords } from './words';

/** `7/12 đã nhận, 3 trễ`: said in words, and drawn as a bar for whoever looks from afar. */
export function Progress({ order }: { readonly order: Pick<CommandOrderSummary, 'counts' | 'status'> }) {
  const { progress } = useWords(orderWords);
  const { addressees, acknowledged, reported, accepted, late, nobody } = order.counts;
  const share = (count: number): string => `${String((100 * count) / Math.max(1, addressees))}%`;
  const facts = [
    progress.acknowledged(acknowledged, addressees),
    ...(reported > 0 ? [progress.reported(reported, addressees)] : []),
    ...(accepted > 0 ? [progress.accepted(accepted, addressees)] : []),
  ];
  return (
    <span className={styles.progress}>
      <span className={styles.bar} aria-hidden>
        <span data-part="acknowledged" style={{ width: share(acknowledged) }} />
        <span data-part="reported" style={{ width: share(reported) }} />
        <span data-part="accepted" style={{ width: share(accepted) }} />
      </span>
      <span className={styles.facts}>
        <span>{facts.join(' · ')}</span>
        {order.status === 'open' && late > 0 && <b className={styles.late}>{progress.late(late)}</b>}
        {order.status === 'open' && nobody > 0 && <b className={styles.warning}>{progress.nobody(nobody)}</b>}
      </span>
    </span>
  );
}
