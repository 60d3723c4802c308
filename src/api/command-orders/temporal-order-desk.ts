import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { isOpenOrder } from '../../domain/command-order';
import { decideOrder } from '../../domain/command-order-commands';
import { DomainError } from '../../domain/refusal';
import type {
  CommandOrderRepository,
  StoredCommandOrder,
} from '../../models/command-orders/command-order-repository';
import { commandOrderWorkflowIdOf, orderUpdates } from '../../workflows/command-order/messages';
import type { CommandOrderInput } from '../../workflows/command-order/messages';
import { TICKET_TASK_QUEUE } from '../../workflows/ticket-lifecycle/messages';
import { createTurns } from '../in-turn';
import { translated } from '../temporal-answers';
import type { CommandOrderDesk } from './order-desk';

type AnyUpdate = (typeof orderUpdates)['close'];

/** Temporal lets ten updates of one workflow be under way; ninety communes may answer in the same minute. */
const updatesAtOnce = 3;

const ended = (): DomainError =>
  new DomainError('order-not-open', 'The order has just ended; look at it again.');

/** Asks orders over Temporal, each call bounded by `answerWithinMs`. An order that has ended refuses by the rules. */
export function createOrderDesk(dependencies: {
  readonly client: Client;
  readonly commandOrders: Pick<CommandOrderRepository, 'find'>;
  readonly taskQueue?: string;
  readonly answerWithinMs?: number;
}): CommandOrderDesk {
  const { client, commandOrders, taskQueue = TICKET_TASK_QUEUE, answerWithinMs = 10_000 } = dependencies;
  const inTurn = createTurns(updatesAtOnce);
  const bounded = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + answerWithinMs, call);

  async function start(order: StoredCommandOrder): Promise<void> {
    const input: CommandOrderInput = { state: order.state };
    await bounded(() =>
      client.workflow.start('commandOrder', {
        ...{ workflowId: commandOrderWorkflowIdOf(order.id), taskQueue, args: [input] },
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      }),
    ).catch((error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    });
  }

  return {
    start: (order) => translated(() => start(order), ended),
    command: (asked, action, command, requestKey) =>
      inTurn(asked.id, (hasWaited) =>
        translated(async () => {
          const order = hasWaited ? ((await commandOrders.find(asked.id)) ?? asked) : asked;
          if (!isOpenOrder(order.state)) decideOrder(order.state, action, command, Date.now());
          const handle = client.workflow.getHandle(commandOrderWorkflowIdOf(order.id));
          // All updates share one shape; their argument is checked by `OrderCommands`.
          const ask = () =>
            bounded(() =>
              handle.executeUpdate(orderUpdates[action] as AnyUpdate, {
                args: [command as never],
                ...(requestKey !== undefined && { updateId: `${action}/${requestKey}` }),
              }),
            );
          try {
            return await ask();
          } catch (error) {
            if (!(error instanceof WorkflowNotFoundError) || order.state.revision > 0) throw error;
            await start(order);
            return ask();
          }
        }, ended),
      ),
  };
}
