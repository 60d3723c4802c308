import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { version } from '@temporalio/worker/package.json';
import { resolveBinary } from '../src/platform/servers/resolve-binary';
import { historyStories } from '../tests/support/history-stories';
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
  const lab = await openWorkflowLab();
  try {
    for (const [name, play] of Object.entries(historyStories)) {
      const ticket = await play(lab);
      const history = await ticket.handle.fetchHistory();
      const file = `${name}.${version}.json`;
      try {
        writeFileSync(join(folder, file), `${historyToJSON(history)}\n`, { flag: 'wx' });
        say(`${file}: ${String(history.events?.length ?? 0)} events`);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        say(`${file}: kept`);
      }
      await lab.endStory();
    }
  } finally {
    await lab.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
