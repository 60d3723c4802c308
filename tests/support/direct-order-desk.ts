import { createCommandOrderActivities } from '../../src/activities/command-orders';
import type { CommandOrderDesk } from '../../src/api/command-orders/order-desk';
import { TemporalUnavailable } from '../../src/api/ticket-desk';
import type { CommandOrderState } from '../../src/domain/command-order';
import { decideOrder } from '../../src/domain/command-order-commands';
import type { OrderOutcome } from '../../src/domain/command-order-draft';
import { beginOrder } from '../../src/domain/command-order-life';
import { tellOrder } from '../../src/domain/command-order-notices';
import { DomainError } from '../../src/domain/refusal';
import type { CommandOrderRepository } from '../../src/models/command-orders/command-order-repository';
import type { OrganisationRepository } from '../../src/models/organisation/organisation-repository';
import type { Outbox } from '../../src/notifications/outbox';

/** An order desk that runs the real rules in this process, one order at a time, instead of in Temporal. */
export interface DirectOrderDesk extends CommandOrderDesk {
  away: boolean;
  /** By the rules, as if time or the provider had spoken. */
  apply(orderId: string, rule: (state: CommandOrderState, nowMs: number) => OrderOutcome): Promise<void>;
}

export function createDirectOrderDesk(
  commandOrders: Pick<CommandOrderRepository, 'find' | 'project'>,
  organisation: Pick<OrganisationRepository, 'leadersOf'>,
  outbox: Pick<Outbox, 'enqueue' | 'withdraw'> = {
    enqueue: () => Promise.resolve(),
    withdraw: () => Promise.resolve(),
  },
): DirectOrderDesk {
  const activities = createCommandOrderActivities({
    ...{ commandOrders, organisation, outbox },
    notificationRules: { rulesOf: () => Promise.resolve({}) },
  });
  let queue: Promise<unknown> = Promise.resolve();
  const oneByOne = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };
  const current = async (id: string) => {
    const order = await commandOrders.find(id);
    if (!order) throw new DomainError('order-not-found', 'no such order');
    return order;
  };
  const write = async (outcome: OrderOutcome): Promise<number> => {
    const { state, entries, intents, tells } = outcome;
    await activities.commitOrder({ state, entries, intents });
    let { revision } = state;
    for (const tell of tells) {
      const now = await current(state.orderId);
      const codes = tell.kind === 'units' ? tell.unitCodes : [tell.watchCode];
      const people = await organisation.leadersOf(codes, new Date().toISOString());
      revision = Math.max(revision, await write(tellOrder(now.state, tell, people, Date.now())));
    }
    return revision;
  };
  const desk: DirectOrderDesk = {
    away: false,
    start: async ({ id }) => {
      if (desk.away) throw new TemporalUnavailable(new Error('away'));
      await oneByOne(async () => {
        const { state } = await current(id);
        if (state.revision === 0) await write(beginOrder(state, Date.now()));
      });
    },
    command: async ({ id }, action, command) => {
      if (desk.away) throw new TemporalUnavailable(new Error('away'));
      return oneByOne(async () => {
        const { state } = await current(id);
        return { revision: await write(decideOrder(state, action, command, Date.now())) };
      });
    },
    apply: (id, rule) =>
      oneByOne(async () => {
        const { state } = await current(id);
        await write(rule(state, Date.now()));
      }),
  };
  return desk;
}
