import { isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { RollCall } from '../../models/roll-calls/roll-call-repository';
import { ringSettled } from '../../workflows/roll-call/messages';
import type { RollCallInput } from '../../workflows/roll-call/messages';
import { TICKET_TASK_QUEUE } from '../../workflows/ticket-lifecycle/messages';
import { TemporalUnavailable } from '../ticket-desk';

/** The way to roll-calls under way. */
export interface RollCallDesk {
  /** @throws TemporalUnavailable when it was not started */
  start(rollCall: RollCall): Promise<void>;
  /** A ring has its result. Resolves too when nobody waits for it any more. */
  settled(ring: { readonly workflowId: string; readonly id: string }): Promise<void>;
}

export function createRollCallDesk(dependencies: {
  readonly client: Client;
  readonly taskQueue?: string;
  readonly answerWithinMs?: number;
}): RollCallDesk {
  const { client, taskQueue = TICKET_TASK_QUEUE, answerWithinMs = 5_000 } = dependencies;
  const bounded = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + answerWithinMs, call);
  return {
    async start({ workflowId, kind, unitCode, startedBy }) {
      const input: RollCallInput = { kind, unitCode, startedBy };
      try {
        await bounded(() => client.workflow.start('rollCall', { workflowId, taskQueue, args: [input] }));
      } catch (error) {
        if (isGrpcServiceError(error) || (error instanceof Error && error.name === 'ServiceError'))
          throw new TemporalUnavailable(error);
        throw error;
      }
    },
    async settled({ workflowId, id }) {
      try {
        await bounded(() => client.workflow.getHandle(workflowId).signal(ringSettled, { ringId: id }));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}
