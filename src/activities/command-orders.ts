import { orderSubject } from '../domain/command-order-notices';
import type { OrderEntryType } from '../domain/command-order';
import type { OrderPeople } from '../domain/command-order-people';
import type {
  CommandOrderRepository,
  OrderTransition,
} from '../models/command-orders/command-order-repository';
import type { NotificationRuleStore } from '../models/notification-rules/notification-rule-store';
import type { OrganisationRepository } from '../models/organisation/organisation-repository';
import type { Outbox } from '../notifications/outbox';

/** After these, somebody may be rung up in vain. */
const overtakesCalls: ReadonlySet<OrderEntryType> = new Set([
  'acknowledged',
  'completed',
  'closed',
  'withdrawn',
]);

export function createCommandOrderActivities(dependencies: {
  readonly commandOrders: Pick<CommandOrderRepository, 'project'>;
  readonly organisation: Pick<OrganisationRepository, 'leadersOf'>;
  readonly notificationRules: Pick<NotificationRuleStore, 'rulesOf'>;
  readonly outbox: Pick<Outbox, 'enqueue' | 'withdraw'>;
}) {
  const { commandOrders, organisation, notificationRules, outbox } = dependencies;
  return {
    /** Who can be told of an order in these units; `at` is workflow time. */
    async findOrderPeople(query: {
      unitCodes: readonly string[];
      at: string;
      /** How each of them is rung: only an urgent order rings, and a history need not carry more than it uses. */
      withRules: boolean;
    }): Promise<readonly OrderPeople[]> {
      const found = await organisation.leadersOf(query.unitCodes, query.at);
      if (!query.withRules) return found;
      const idsOf = ({ commanders, supervisors, dispatchers }: OrderPeople): string[] => [
        ...commanders,
        ...supervisors,
        ...dispatchers,
      ];
      const rules = await notificationRules.rulesOf(found.flatMap(idsOf));
      return found.map((unit) => ({
        ...unit,
        rules: Object.fromEntries(idsOf(unit).flatMap((id) => (rules[id] ? [[id, rules[id]] as const] : []))),
      }));
    },

    /** Makes one transition visible, then queues its messages; both idempotent, as `commitTransition`. */
    async commitOrder(transition: OrderTransition): Promise<void> {
      await commandOrders.project(transition);
      const { orderId, revision } = transition.state;
      const subject = orderSubject(orderId);
      if (transition.intents.length > 0) await outbox.enqueue(subject, transition.intents);
      if (transition.entries.some(({ type }) => overtakesCalls.has(type)))
        await outbox.withdraw(subject, revision);
    },
  };
}
