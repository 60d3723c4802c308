import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { CalendarSpec, Client } from '@temporalio/client';
import type { DeliveryKind } from '../domain/report-delivery';
import type { RollCallPolicy } from '../domain/roll-call';
import type { ReportDeliveryInput } from '../workflows/report-delivery/messages';
import { reportScheduleIdOf, reportWorkflowIdOf } from '../workflows/report-delivery/messages';
import { NIGHTLY_SCHEDULE_ID, NIGHTLY_WORKFLOW_ID } from '../workflows/roll-call/messages';
import type { RollCallInput } from '../workflows/roll-call/messages';
import { TICKET_TASK_QUEUE } from '../workflows/ticket-lifecycle/messages';

interface Scheduled {
  readonly scheduleId: string;
  readonly workflowId: string;
  readonly workflowType: 'rollCall' | 'reportDelivery';
  readonly input: RollCallInput | ReportDeliveryInput;
  readonly at: Omit<CalendarSpec, 'comment'>;
  readonly timeZone: string;
  /** One missed by more than this is left out. */
  readonly catchupWindow: '1 hour' | '12 hours';
}

const timeOf = (time: string): { readonly hour: number; readonly minute: number } => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { hour, minute };
};

/**
 * Sees to it that there is one such schedule, and that it is as the settings have it. Every worker does this at its
 * start: the first one creates it, the others find it and bring its time up to date. Whether an operator has paused it
 * is left as it is.
 */
async function ensureSchedule(client: Client, wanted: Scheduled, taskQueue: string): Promise<void> {
  const { scheduleId, workflowId, workflowType, input, at, timeZone, catchupWindow } = wanted;
  const spec = { calendars: [at], timezone: timeZone };
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow } as const;
  const action = { type: 'startWorkflow', workflowType, workflowId, args: [input], taskQueue } as const;
  try {
    await client.schedule.create({ scheduleId, spec, policies, action });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule
      .getHandle(scheduleId)
      .update((known) => ({ ...known, spec, policies, action: { ...action, args: [input] } }));
  }
}

/** The nightly roll-call. Nobody wants the hotlines rung at noon, so a night that was missed is left out. */
export const ensureNightlyRollCall = (
  client: Client,
  { nightlyAt, timeZone }: Pick<RollCallPolicy, 'nightlyAt' | 'timeZone'>,
  taskQueue: string = TICKET_TASK_QUEUE,
): Promise<void> =>
  ensureSchedule(
    client,
    {
      ...{ scheduleId: NIGHTLY_SCHEDULE_ID, workflowId: NIGHTLY_WORKFLOW_ID, workflowType: 'rollCall' },
      input: { kind: 'nightly', unitCode: null, startedBy: null },
      ...{ at: timeOf(nightlyAt), timeZone, catchupWindow: '1 hour' },
    },
    taskQueue,
  );

/** The reports of every morning and of every Monday; late on the day is better than not at all. */
export async function ensureReportDeliveries(
  client: Client,
  settings: { readonly dailyAt: string; readonly weeklyAt: string; readonly timeZone: string },
  taskQueue: string = TICKET_TASK_QUEUE,
): Promise<void> {
  const { dailyAt, weeklyAt, timeZone } = settings;
  const times: Readonly<Record<DeliveryKind, Scheduled['at']>> = {
    daily: timeOf(dailyAt),
    weekly: { ...timeOf(weeklyAt), dayOfWeek: 'MONDAY' },
  };
  for (const kind of ['daily', 'weekly'] as const) {
    await ensureSchedule(
      client,
      {
        ...{ scheduleId: reportScheduleIdOf(kind), workflowId: reportWorkflowIdOf(kind) },
        ...{ workflowType: 'reportDelivery', input: { kind }, at: times[kind], timeZone },
        catchupWindow: '12 hours',
      },
      taskQueue,
    );
  }
}
