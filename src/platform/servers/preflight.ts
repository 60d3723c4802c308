import { mkdir, statfs, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { firstLineOf, ServerProblem } from './server-problem';

/** The servers stop or lose writes when a disk is full; below this they are not started at all. */
const NEEDED_BYTES = 500 * 1024 * 1024;

const inMegabytes = (bytes: number): string => `${String(Math.floor(bytes / 1024 / 1024))} MB`;

/** Makes the data folder and proves that it can be written and has room. Throws `ServerProblem` naming the path. */
export async function assertDataDirUsable(
  dataDir: string,
  { neededBytes = NEEDED_BYTES }: { neededBytes?: number } = {},
): Promise<void> {
  const probe = join(dataDir, `.writable-${String(process.pid)}`);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(probe, '');
    await unlink(probe);
  } catch (problem) {
    throw new ServerProblem(
      `DATA_DIR must be a folder that can be written; ${dataDir} cannot: ${firstLineOf(problem)}`,
    );
  }
  const { bavail, bsize } = await statfs(dataDir);
  const freeBytes = bavail * bsize;
  if (freeBytes < neededBytes) {
    throw new ServerProblem(
      `DATA_DIR ${dataDir} has ${inMegabytes(freeBytes)} free and needs ${inMegabytes(neededBytes)}: ` +
        'free some space, or set DATA_DIR to a folder on another disk',
    );
  }
}

/**
 * Throws `ServerProblem` when somebody else listens on the port. Gone again by the time the server asks for
 * it, but it turns a stack trace of the server's into a line that names the variable to change.
 *
 * @param host the address to listen on; undefined means every interface.
 */
export async function assertPortFree(
  wanted: { title: string; port: number; variable: string },
  host: string | undefined = '127.0.0.1',
): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ port: wanted.port, host, exclusive: true }, resolve);
    });
  } catch (problem) {
    const why =
      (problem as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'taken by another program' : 'refused';
    throw new ServerProblem(
      `port ${String(wanted.port)} for ${wanted.title} is ${why}: ` +
        `stop that program, or set ${wanted.variable} to a free port`,
    );
  } finally {
    probe.close();
  }
}
