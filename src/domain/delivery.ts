import { deliveryStatuses } from './message';
import type { DeliveryStatus } from './message';

const rank = (status: DeliveryStatus): number => deliveryStatuses.indexOf(status);

/** A person has it: no later news can take that back. */
const reached: ReadonlySet<DeliveryStatus> = new Set(['delivered', 'answered']);

/**
 * True when news of `next` changes a message that is at `current`. Callbacks come late, twice and in any
 * order: a lower rank is old news, the same rank a repeat, and a failure after delivery a carrier's noise.
 */
export function mayFollow(current: DeliveryStatus, next: DeliveryStatus): boolean {
  if (reached.has(current) && !reached.has(next)) return false;
  return rank(next) > rank(current);
}

/** The statuses that `next` may replace: the guard of an atomic update. */
export function statusesBefore(next: DeliveryStatus): readonly DeliveryStatus[] {
  return deliveryStatuses.filter((current) => mayFollow(current, next));
}

/**
 * Failures that we concluded without the provider's word: it may yet turn out that it had the message, and
 * what it then says is the truth.
 */
export const ownGuesses: readonly string[] = ['outcome-unknown'];

/** True while the provider may not have the message yet. */
export function isUnsent(status: DeliveryStatus): boolean {
  return status === 'queued' || status === 'sending';
}
