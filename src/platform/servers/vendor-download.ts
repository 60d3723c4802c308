import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerName } from './binaries';
import { ServerProblem } from './server-problem';

/**
 * The last resort: the vendors' own downloads, kept under `.servers/downloads`. MongoDB's comes through
 * mongodb-memory-server, Temporal's two through the cached download of its testing package (which starts and
 * stops the server once). Valkey has no download of its own. Returns the program's path.
 */
export async function downloadFromVendor(
  name: ServerName,
  options: { root: string; say: (line: string) => void },
): Promise<string> {
  const folder = join(options.root, '.servers', 'downloads', name);
  await mkdir(folder, { recursive: true });
  switch (name) {
    case 'mongod': {
      options.say('downloading MongoDB from its maker …');
      const { MongoBinary } = await import('mongodb-memory-server');
      return MongoBinary.getPath({ downloadDir: folder });
    }
    case 'temporal': {
      options.say('downloading Temporal from its maker …');
      const { TestWorkflowEnvironment } = await import('@temporalio/testing');
      const executable = { type: 'cached-download', downloadDir: folder, ttl: '365 days' } as const;
      const started = await TestWorkflowEnvironment.createLocal({ server: { executable } });
      await started.teardown();
      return onlyFileOf(folder);
    }
    case 'temporalTestServer': {
      options.say('downloading the Temporal test server from its maker …');
      const { TestWorkflowEnvironment } = await import('@temporalio/testing');
      const executable = { type: 'cached-download', downloadDir: folder, ttl: '365 days' } as const;
      const started = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
      await started.teardown();
      return onlyFileOf(folder);
    }
    case 'valkey':
      throw new ServerProblem('Valkey offers no download of its own');
  }
}

async function onlyFileOf(folder: string): Promise<string> {
  const files = await readdir(folder);
  const file = files.find((entry) => !entry.endsWith('.downloading'));
  if (file === undefined) throw new ServerProblem(`the download left nothing in ${folder}`);
  return join(folder, file);
}
