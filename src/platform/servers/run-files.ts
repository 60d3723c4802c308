import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ServerProblem } from './server-problem';

const run = promisify(execFile);

/** One process of ours, identified so that a reused process number is never mistaken for it. */
interface RunFile {
  readonly pid: number;
  readonly startedAt: string;
}

const fileOf = (dataDir: string, name: string): string => join(dataDir, 'run', `${name}.json`);

/** Remembers a running process under `$DATA_DIR/run`, for the next start should this one be killed. */
export async function rememberProcess(dataDir: string, name: string, pid: number): Promise<void> {
  const startedAt = await startTimeOf(pid);
  if (startedAt === null) return;
  await mkdir(join(dataDir, 'run'), { recursive: true });
  await writeFile(fileOf(dataDir, name), JSON.stringify({ pid, startedAt } satisfies RunFile));
}

export async function forgetProcess(dataDir: string, name: string): Promise<void> {
  await rm(fileOf(dataDir, name), { force: true });
}

/** The process number remembered under this name if that very process still runs; null otherwise. */
async function findRemembered(dataDir: string, name: string): Promise<number | null> {
  let remembered: Partial<RunFile>;
  try {
    remembered = JSON.parse(await readFile(fileOf(dataDir, name), 'utf8')) as Partial<RunFile>;
  } catch {
    return null;
  }
  const { pid, startedAt } = remembered;
  if (pid === undefined || startedAt === undefined) return null;
  return (await startTimeOf(pid)) === startedAt ? pid : null;
}

/**
 * Makes this process the only starter of its data folder; throws `ServerProblem` naming the living one. Call
 * `release` at the end. A killed starter's claim counts for nothing.
 */
export async function claimDataDir(dataDir: string): Promise<{ release: () => Promise<void> }> {
  const other = await findRemembered(dataDir, 'start');
  if (other !== null && other !== process.pid) {
    throw new ServerProblem(
      `DATA_DIR ${dataDir} is in use by another npm start or npm run servers (pid ${String(other)}): ` +
        'stop that one first, or set DATA_DIR to another folder',
    );
  }
  await rememberProcess(dataDir, 'start', process.pid);
  return { release: () => forgetProcess(dataDir, 'start') };
}

/** Stops what a killed `npm start` left running on this data folder, and says so. */
export async function stopLeftover(
  dataDir: string,
  name: string,
  title: string,
  say: (line: string) => void,
): Promise<void> {
  const pid = await findRemembered(dataDir, name);
  if (pid !== null) {
    say(`${title}: stopping the one left running by an earlier start (pid ${String(pid)})`);
    for (const [signal, withinMs] of [
      ['SIGTERM', 10_000],
      ['SIGKILL', 5_000],
    ] as const) {
      trySignal(pid, signal);
      const deadline = Date.now() + withinMs;
      while (Date.now() < deadline && (await findRemembered(dataDir, name)) !== null) await delay(50);
      if ((await findRemembered(dataDir, name)) === null) break;
    }
  }
  await forgetProcess(dataDir, name);
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** When a living process started, in its system's own words; null when there is none. A zombie is none. */
async function startTimeOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    // The command, in parentheses, may hold spaces: count from behind it. Field 3 is the state, 22 the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    if (process.platform === 'linux') return null;
  }
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
