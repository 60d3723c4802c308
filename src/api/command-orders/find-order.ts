import { setTimeout as delay } from 'node:timers/promises';
import type { User } from '../../domain/organisation';
import type {
  CommandOrderRepository,
  StoredCommandOrder,
} from '../../models/command-orders/command-order-repository';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import type { Rights } from '../rights';
import { peopleOf } from './order-view';
import type { Names } from './order-view';

const looksLikeCode = /^[A-Za-z]{2}-[0-9A-Za-z]{3}-[0-9A-Za-z]{3}$/;
const pollMs = 25;

/**
 * The order by id or code, if the reader may know of it.
 *
 * @throws Refused `order-not-found`
 */
export async function findReadableOrder(
  commandOrders: Pick<CommandOrderRepository, 'find' | 'findByCode'>,
  reference: string,
  rights: Rights,
): Promise<StoredCommandOrder> {
  const order = looksLikeCode.test(reference)
    ? await commandOrders.findByCode(reference.toUpperCase())
    : await commandOrders.find(reference);
  if (order && rights.mayOrder('read', order)) return order;
  throw new Refused('order-not-found', 'There is no command order with this id or code that you may see.');
}

/** The row once it shows this revision, or as it is after `withinMs`: the answer was yes either way. */
export async function orderSeenAt(
  commandOrders: Pick<CommandOrderRepository, 'find'>,
  before: StoredCommandOrder,
  revision: number,
  withinMs = 2_000,
): Promise<StoredCommandOrder> {
  const until = Date.now() + withinMs;
  for (;;) {
    const now = (await commandOrders.find(before.id)) ?? before;
    if (now.state.revision >= revision || Date.now() > until) return now;
    await delay(pollMs);
  }
}

export async function namesIn(
  users: Pick<UserRepository, 'findMany'>,
  orders: readonly StoredCommandOrder[],
): Promise<Names> {
  const found: readonly User[] = await users.findMany(peopleOf(orders));
  return new Map(found.map(({ id, name }) => [id, name]));
}
