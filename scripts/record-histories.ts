import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { version } from '@temporalio/worker/package.json';
import { resolveBinary } from '../src/platform/servers/resolve-binary';
import { openCallBackLab } from '../tests/support/call-back-lab';
import { callBackStories } from '../tests/support/call-back-stories';
import { openCommandOrderLab } from '../tests/support/command-order-lab';
import { commandOrderStories } from '../tests/support/command-order-stories';
import { historyStories } from '../tests/support/history-stories';
import { reportDeliveryStories } from '../tests/support/report-delivery-stories';
import { rollCallHistories } from '../tests/support/roll-call-history';
import { openWorkflowLab } from '../tests/support/workflow-lab';

/**
 * `npm run record:histories`: plays each story on today's code and keeps its history, so that every later
 * version is held to it. Existing files are never overwritten: they are what older runs really did.
 */
async function main(): Promise<void> {
  const root = join(__dirname, '..');
  const say = (line: string): void => {
    console.log(line);
  };
  const server = await resolveBinary('temporalTestServer', { env: process.env, root, say });
  process.env.TEMPORAL_TEST_SERVER_PATH = server.path;
  const folder = join(root, 'tests', 'histories');
  mkdirSync(folder, { recursive: true });
  const keep = async (name: string, { handle }: { readonly handle: WorkflowHandle }): Promise<void> => {
    const history = await handle.fetchHistory();
    const file = `${name}.${version}.json`;
    try {
      writeFileSync(join(folder, file), `${historyToJSON(history)}\n`, { flag: 'wx' });
      say(`${file}: ${String(history.events?.length ?? 0)} events`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      say(`${file}: kept`);
    }
  };
  const lab = await openWorkflowLab();
  try {
    for (const [name, play] of Object.entries(historyStories)) {
      await keep(name, await play(lab));
      await lab.endStory();
    }
    for (const [name, play] of Object.entries(rollCallHistories)) {
      await keep(name, { handle: await play(lab.env) });
    }
    for (const [name, play] of Object.entries(reportDeliveryStories)) await keep(name, await play(lab.env));
  } finally {
    await lab.close();
  }
  const callBackLab = await openCallBackLab();
  try {
    for (const [name, play] of Object.entries(callBackStories)) await keep(name, await play(callBackLab));
  } finally {
    await callBackLab.close();
  }
  const orderLab = await openCommandOrderLab();
  try {
    for (const [name, play] of Object.entries(commandOrderStories)) await keep(name, await play(orderLab));
  } finally {
    await orderLab.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
