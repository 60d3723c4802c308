import { IconAlertTriangle, IconBell, IconChecklist, IconCircleCheck, IconPencil } from '@tabler/icons-react';
import type { CommandOrderSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { needOrder } from './order-queue';
import styles from './orders.module.css';
import { orderWords } from './words';

export const needIcons = {
  acknowledge: IconBell,
  late: IconAlertTriangle,
  accept: IconChecklist,
  report: IconPencil,
} as const;

/** In one line, what waits for me. */
export function Summary({ orders }: { readonly orders: readonly CommandOrderSummary[] }) {
  const { summary } = useWords(orderWords);
  const counted = needOrder
    .map((need) => ({ need, count: orders.filter(({ needs }) => needs === need).length }))
    .filter(({ count }) => count > 0);
  return (
    <p className={styles.summary} role="status">
      {counted.length === 0 && (
        <span className={styles.quietMark}>
          <IconCircleCheck size={20} aria-hidden /> {summary.nothing}
        </span>
      )}
      {counted.map(({ need, count }) => {
        const Icon = needIcons[need];
        return (
          <span key={need} className={styles.mark} data-need={need}>
            <Icon size={20} aria-hidden /> {summary[need](count)}
          </span>
        );
      })}
    </p>
  );
}
