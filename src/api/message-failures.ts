import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { orderIdOf } from '../domain/command-order-notices';
import { commandOrderWorkflowIdOf, orderMessageFailed } from '../workflows/command-order/messages';
import { messageFailed, workflowIdOf } from '../workflows/ticket-lifecycle/messages';

/**
 * Lets the ticket or the order hear that a message will never arrive. Repeated it is one fact, and a workflow that
 * has ended has nobody who waits for it any more.
 */
export const createMessageFailures =
  (client: Pick<Client, 'workflow'>) =>
  async (subject: string, key: string, reason: string): Promise<void> => {
    const orderId = orderIdOf(subject);
    try {
      if (orderId === null)
        await client.workflow.getHandle(workflowIdOf(subject)).signal(messageFailed, { key, reason });
      else
        await client.workflow
          .getHandle(commandOrderWorkflowIdOf(orderId))
          .signal(orderMessageFailed, { key, reason });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  };
