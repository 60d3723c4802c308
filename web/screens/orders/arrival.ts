import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import type { OrderMessage } from '../../api/operations.gen';
import { orderKey } from './use-order-action';

/** From what says least to what says most; a failure says more than silence, an arrival more than a failure. */
const ranks = ['queued', 'sending', 'sent', 'failed', 'undelivered', 'delivered', 'answered'] as const;
export type Arrival = 'waiting' | 'sent' | 'lost' | 'arrived' | 'heard';
const meanings: Readonly<Record<(typeof ranks)[number], Arrival>> = {
  ...{ queued: 'waiting', sending: 'waiting', sent: 'sent', failed: 'lost', undelivered: 'lost' },
  ...{ delivered: 'arrived', answered: 'heard' },
};

/** Whether what a person was sent has arrived: the best of all SMS and calls. Null when nothing was sent. */
export function arrivalOf(
  messages: readonly OrderMessage[],
  unitCode: string,
  userId: string,
): Arrival | null {
  const own = messages.filter((one) => one.unitCode === unitCode && one.userId === userId);
  // What was taken back because they had answered already is no failure.
  const counted = own.filter(({ errorCode }) => !errorCode?.startsWith('already-'));
  const best = Math.max(-1, ...counted.map(({ status }) => ranks.indexOf(status)));
  const status = ranks[best];
  return status ? meanings[status] : null;
}

/** What went out for this order; asked again, because arriving changes nothing in the order itself. */
export function useOrderMessages(id: string): readonly OrderMessage[] {
  const { data } = useQuery({
    queryKey: [...orderKey(id), 'messages'],
    queryFn: () => ask('GET /command-orders/{id}/messages', { params: { id } }),
    refetchInterval: 15_000,
  });
  return data?.items ?? [];
}
