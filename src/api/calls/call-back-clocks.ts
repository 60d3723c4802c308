import type { Client } from '@temporalio/client';
import { TICKET_TASK_QUEUE } from '../../workflows/ticket-lifecycle/messages';
import { callBackChanged, callBackWorkflowIdOf } from '../../workflows/call-back/messages';
import type { CallBackInput } from '../../workflows/call-back/messages';

/** The way to the clocks of the call-backs. */
export interface CallBackClocks {
  /** Starts the clock, or lets the running one look again. Safe to repeat; rejects when Temporal is away. */
  tell(callBackId: string): Promise<void>;
}

export function createCallBackClocks(dependencies: {
  readonly client: Client;
  readonly taskQueue?: string;
  readonly answerWithinMs?: number;
}): CallBackClocks {
  const { client, taskQueue = TICKET_TASK_QUEUE, answerWithinMs = 5_000 } = dependencies;
  return {
    async tell(callBackId) {
      const input: CallBackInput = { callBackId };
      await client.connection.withDeadline(Date.now() + answerWithinMs, () =>
        client.workflow.signalWithStart('callBack', {
          workflowId: callBackWorkflowIdOf(callBackId),
          taskQueue,
          args: [input],
          signal: callBackChanged,
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
      );
    },
  };
}
