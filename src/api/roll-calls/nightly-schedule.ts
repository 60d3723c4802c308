import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client, ScheduleOptions } from '@temporalio/client';
import type { RollCallPolicy } from '../../domain/roll-call';
import { NIGHTLY_SCHEDULE_ID, NIGHTLY_WORKFLOW_ID } from '../../workflows/roll-call/messages';
import type { RollCallInput } from '../../workflows/roll-call/messages';
import { TICKET_TASK_QUEUE } from '../../workflows/ticket-lifecycle/messages';

/** A night missed by more than this is left out: nobody wants the hotlines rung at noon. */
const catchupWindow = '1 hour';

/**
 * Sees to it that there is one nightly roll-call, as the policy has it. Every worker does this at its start: the
 * first one creates the schedule, the others find it and bring its time up to date. Whether an operator has paused
 * it is left as it is.
 */
export async function ensureNightlyRollCall(
  client: Client,
  { nightlyAt, timeZone }: Pick<RollCallPolicy, 'nightlyAt' | 'timeZone'>,
  taskQueue: string = TICKET_TASK_QUEUE,
): Promise<void> {
  const [hour = 0, minute = 0] = nightlyAt.split(':').map(Number);
  const input: RollCallInput = { kind: 'nightly', unitCode: null, startedBy: null };
  const spec = { calendars: [{ hour, minute }], timezone: timeZone };
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow } as const;
  const action = {
    type: 'startWorkflow' as const,
    workflowType: 'rollCall',
    workflowId: NIGHTLY_WORKFLOW_ID,
    args: [input],
    taskQueue,
  };
  const wanted: ScheduleOptions = { scheduleId: NIGHTLY_SCHEDULE_ID, spec, policies, action };
  try {
    await client.schedule.create(wanted);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule
      .getHandle(NIGHTLY_SCHEDULE_ID)
      .update((known) => ({ ...known, spec, policies, action }));
  }
}
