import { Gauge, type Registry } from 'prom-client';
import type { CommandOrderRepository } from '../models/command-orders/command-order-repository';

const unstartedAfterMs = 15_000;

/** The gauges of command orders; resolves to what reads them anew. */
export function openOrderMetrics(
  registry: Registry,
  commandOrders: Pick<CommandOrderRepository, 'standing'>,
): () => Promise<void> {
  const orders = new Gauge({
    name: 'truc_command_orders',
    help: 'Command orders: open, and stored ones whose workflow has not begun after 15 s',
    labelNames: ['state'] as const,
    registers: [registry],
  });
  const units = new Gauge({
    name: 'truc_command_order_units',
    help: 'Units of open command orders: still to acknowledge, late with it or with the result, with nobody to tell',
    labelNames: ['state'] as const,
    registers: [registry],
  });
  return async () => {
    const { open, unstarted, ...byState } = await commandOrders.standing(unstartedAfterMs);
    orders.set({ state: 'open' }, open);
    orders.set({ state: 'unstarted' }, unstarted);
    for (const [state, count] of Object.entries<number>({ ...byState })) units.set({ state }, count);
  };
}
