import type { CommandOrderSummary } from '../../api/operations.gen';

/** What an order needs of me, most pressing first. */
export const needOrder = ['acknowledge', 'late', 'accept', 'report'] as const;

const rankOf = ({ needs }: CommandOrderSummary): number =>
  needs === null ? needOrder.length : needOrder.indexOf(needs);

/** The next time that matters to whoever looks: of their own unit where it is addressed, else of the whole order. */
export function nextDueOf(
  order: CommandOrderSummary,
): { readonly clock: 'acknowledge' | 'result'; readonly at: string } | null {
  const { mine, counts } = order;
  if (order.status !== 'open') return null;
  if (mine) {
    if (mine.acknowledged === null) return { clock: 'acknowledge', at: mine.acknowledgeBy };
    const isOwed = mine.result === null || mine.result.state === 'returned';
    return isOwed ? { clock: 'result', at: mine.resultBy } : null;
  }
  if (counts.acknowledged < counts.addressees) return { clock: 'acknowledge', at: order.acknowledgeBy };
  return counts.reported < counts.addressees ? { clock: 'result', at: order.resultBy } : null;
}

/** Orders by what they need of me, then by what is due first. */
export const inOrder = (orders: readonly CommandOrderSummary[]): readonly CommandOrderSummary[] =>
  [...orders].sort(
    (a, b) => rankOf(a) - rankOf(b) || (nextDueOf(a)?.at ?? '~').localeCompare(nextDueOf(b)?.at ?? '~'),
  );
