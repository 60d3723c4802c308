import type { CommandOrderDesk } from '../api/command-orders/order-desk';
import type { CommandOrderRepository } from '../models/command-orders/command-order-repository';

/** Younger orders are being started by the process that took them. */
const settleMs = 2_000;
const batch = 100;

/** As `startUnstarted`, for command orders: starts what was written and never began. */
export async function startOrders(dependencies: {
  readonly commandOrders: Pick<CommandOrderRepository, 'listUnstarted'>;
  readonly orderDesk: Pick<CommandOrderDesk, 'start'>;
}): Promise<number> {
  const { commandOrders, orderDesk } = dependencies;
  const unstarted = await commandOrders.listUnstarted(new Date(Date.now() - settleMs), batch);
  for (const order of unstarted) await orderDesk.start(order);
  return unstarted.length;
}
