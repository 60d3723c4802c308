import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { OrderStatus } from '../../domain/command-order';
import { decideOrder, orderActions } from '../../domain/command-order-commands';
import type { OrderAction, OrderCommands } from '../../domain/command-order-commands';
import {
  beginOrder,
  nextOrderMoment,
  noteFailedOrderMessage,
  tickOrder,
} from '../../domain/command-order-life';
import { tellOrder } from '../../domain/command-order-notices';
import type { Receipt } from '../../domain/commands';
import { Alarm } from '../ticket-lifecycle/alarm';
import { refusing } from '../ticket-lifecycle/failures';
import { getCommandOrder, orderMessageFailed, orderUpdates } from './messages';
import type { CommandOrderInput } from './messages';
import { OpenOrder } from './open-order';

const { commitOrder, findOrderPeople } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** An order to a whole province has hundreds of answers; no run carries more of its past than this. */
const eventsARun = 1_000;

/**
 * One command order from the moment it is given until every result is accepted, or the issuer has ended it. As with
 * tickets, handlers only decide and this loop is the only one that acts.
 */
export async function commandOrder(input: CommandOrderInput): Promise<{ status: OrderStatus }> {
  const order = new OpenOrder(input.state);
  if (order.state.revision === 0) order.apply(beginOrder(order.state, Date.now()));
  for (const action of orderActions) setCommandHandler(order, action);
  setHandler(orderMessageFailed, (failure) => {
    order.apply(noteFailedOrderMessage(order.state, failure, Date.now()));
  });
  setHandler(getCommandOrder, () => order.state);

  const alarm = new Alarm();
  let leastMs = 1;
  for (;;) {
    await act(order);
    if (order.state.status !== 'open') break;
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    if (continueAsNewSuggested || historyLength > eventsARun) {
      await condition(allHandlersFinished);
      if (!order.hasWork) await continueAsNew<typeof commandOrder>({ state: order.state });
      continue;
    }
    const moment = nextOrderMoment(order.state);
    if (moment !== null) alarm.setFor(moment, leastMs);
    await condition(() => order.hasWork || alarm.rang);
    if (alarm.takeRing()) leastMs = order.apply(tickOrder(order.state, Date.now())) ? 1 : 1_000;
  }
  await condition(allHandlersFinished);
  return { status: order.state.status };
}

function setCommandHandler<A extends OrderAction>(order: OpenOrder, action: A): void {
  const outcomeOf = refusing((command: OrderCommands[A]) =>
    decideOrder(order.state, action, command, Date.now()),
  );
  const handler = (command: OrderCommands[A]): Receipt => {
    order.apply(outcomeOf(command));
    return { revision: order.state.revision };
  };
  // The union of all updates cannot be indexed by a type parameter without naming the one it is.
  setHandler(orderUpdates[action] as (typeof orderUpdates)['close'], handler as never, {
    validator: (command) => {
      outcomeOf(command as OrderCommands[A]);
    },
  });
}

/** Tells whoever has to be told and writes, until there is nothing left to do. */
async function act(order: OpenOrder): Promise<void> {
  for (;;) {
    const tells = order.takeTells();
    if (tells.length > 0) {
      const unitCodes = [
        ...new Set(tells.flatMap((tell) => (tell.kind === 'units' ? tell.unitCodes : [tell.watchCode]))),
      ];
      const withRules = order.state.urgent;
      const people = await findOrderPeople({ unitCodes, at: new Date().toISOString(), withRules });
      for (const tell of tells) order.apply(tellOrder(order.state, tell, people, Date.now()));
      continue;
    }
    if (!order.hasUnwritten) return;
    await commitOrder(order.takeUnwritten());
  }
}
