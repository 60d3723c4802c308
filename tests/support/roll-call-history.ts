import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities';
import { loadRollCallSettings } from '../../src/platform/reference-data/roll-call-settings';
import { ringSettled, type RollCallInput } from '../../src/workflows/roll-call/messages';
import { until, workflowBundle } from './workflow-lab';

/** The roll-calls whose histories are recorded; `npm run record:histories` plays them without a database. */

type Asked = Pick<
  Activities,
  'openRollCall' | 'planAttempt' | 'ringBatch' | 'closeRings' | 'enterResults' | 'tellOfSilence'
>;

/** Two numbers in two batches: one answers at once, the other at no try. Told by day. */
async function oneSilentNumber(env: TestWorkflowEnvironment): Promise<WorkflowHandle> {
  const { policy } = loadRollCallSettings(join(__dirname, '../../config/roll-call/roll-call.json'));
  const taskQueue = `record-${randomUUID()}`;
  const batches = [
    { ringIds: ['answers'], taken: 1, left: 1 },
    { ringIds: ['silent-1'], taken: 1, left: 0 },
    { ringIds: ['silent-2'], taken: 1, left: 0 },
    { ringIds: ['silent-3'], taken: 1, left: 0 },
  ];
  let rung = 0;
  const activities: Asked = {
    openRollCall: () => Promise.resolve(policy),
    planAttempt: ({ attempt }) => Promise.resolve({ planned: attempt === 1 ? 2 : 1 }),
    ringBatch: () => Promise.resolve(batches[rung++] ?? { ringIds: [], taken: 0, left: 0 }),
    closeRings: () => Promise.resolve(),
    enterResults: () => Promise.resolve({ toTell: 2 }),
    tellOfSilence: () => Promise.resolve(),
  };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    ...{ taskQueue, activities, workflowBundle },
  });
  return worker.runUntil(async () => {
    const input: RollCallInput = { kind: 'nightly', unitCode: null, startedBy: null };
    const handle = await env.client.workflow.start('rollCall', {
      ...{ workflowId: `roll-call/${randomUUID()}`, taskQueue, args: [input] },
    });
    await until(() => rung === 1, 'the first number rings');
    await handle.signal(ringSettled, { ringId: 'answers' });
    await handle.result();
    return handle;
  });
}

export const rollCallHistories: Readonly<
  Record<string, (env: TestWorkflowEnvironment) => Promise<WorkflowHandle>>
> = { 'roll-call-with-a-silent-number': oneSilentNumber };
