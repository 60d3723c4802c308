import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../src/activities';
import type { ReportDeliveryInput } from '../../src/workflows/report-delivery/messages';
import { workflowBundle } from './workflow-lab';

type Asked = Pick<Activities, 'listReportUnits' | 'sendReport'>;

/** One morning's reports; `fails` says whether this try, counted from 1, of this unit fails. */
export async function sendReports(
  env: TestWorkflowEnvironment,
  units: readonly string[],
  fails: (unitCode: string, attempt: number) => boolean = () => false,
): Promise<{ readonly handle: WorkflowHandle; readonly tries: readonly string[] }> {
  const taskQueue = `reports-${randomUUID()}`;
  const tries: string[] = [];
  const activities: Asked = {
    listReportUnits: () => Promise.resolve(units),
    sendReport: ({ unitCode }) => {
      tries.push(unitCode);
      const attempt = tries.filter((one) => one === unitCode).length;
      return fails(unitCode, attempt)
        ? Promise.reject(new Error('the database is busy'))
        : Promise.resolve({ told: 1 });
    },
  };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    ...{ taskQueue, activities, workflowBundle },
  });
  return worker.runUntil(async () => {
    const input: ReportDeliveryInput = { kind: 'daily' };
    const handle = await env.client.workflow.start('reportDelivery', {
      ...{ workflowId: `report/${randomUUID()}`, taskQueue, args: [input] },
    });
    await handle.result().catch(() => undefined);
    return { handle, tries };
  });
}

/** The deliveries whose histories are recorded. */
export const reportDeliveryStories: Readonly<
  Record<string, (env: TestWorkflowEnvironment) => Promise<{ readonly handle: WorkflowHandle }>>
> = {
  'reports-one-sent-later': (env) =>
    sendReports(env, ['74', '718', '25747'], (unitCode, attempt) => unitCode === '718' && attempt <= 3),
};
