import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = __dirname;
const cache = join(here, '..', '..', '..', '.cache');
const lists = ['wheels.txt', 'client.txt'] as const;

/** A client that somebody else wrote, called with the format it should speak. */
export type OutsideClient = (
  format: 'json' | 'xml',
  method: string,
  positional: readonly unknown[],
  named?: Readonly<Record<string, unknown>>,
) => Promise<ReturnType<typeof JSON.parse>>;

/**
 * Installs `three` 0.8.0 (PyPI), pinned and checked by hash, once into `.cache/`, and answers how to call it
 * against `endpoint`. Throws with what to do when Python, pip or the package index is missing: a check that skips
 * itself would say nothing.
 */
export async function outsideClient(endpoint: string): Promise<OutsideClient> {
  const python = await findPython();
  const folder = await installed(python);
  return async (format, method, positional, named = {}) => {
    const { stdout } = await run(
      python,
      [join(here, 'drive.py'), endpoint, format, method, JSON.stringify({ positional, named })],
      {
        env: { ...process.env, PYTHONPATH: folder, PYTHONIOENCODING: 'utf8', NO_PROXY: '*' },
        timeout: 30_000,
      },
    );
    return JSON.parse(stdout);
  };
}

async function findPython(): Promise<string> {
  for (const python of ['python3', '/usr/bin/python3']) {
    const works = await run(python, ['-m', 'pip', '--version']).then(
      () => true,
      () => false,
    );
    if (works) return python;
  }
  throw new Error('The outside Open311 client needs Python 3 with pip: apt-get install python3-pip');
}

async function installed(python: string): Promise<string> {
  const pins = lists.map((name) => readFileSync(join(here, name), 'utf8')).join('');
  const version = createHash('sha256').update(pins).digest('hex').slice(0, 12);
  const folder = join(cache, `open311-client-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const incoming = await mkdtemp(join(cache, '.incoming-'));
  try {
    await pip(python, incoming, ['--only-binary=:all:', '--platform', 'any', '-r', join(here, 'wheels.txt')]);
    await pip(python, incoming, [
      ...['--no-build-isolation', '--no-binary=three,relaxml', '-r', join(here, 'client.txt')],
    ]);
    // Whoever was faster has put the same thing there.
    await rename(incoming, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
  return folder;
}

async function pip(python: string, target: string, flags: readonly string[]): Promise<void> {
  const always = ['--disable-pip-version-check', '--no-input', '--quiet', '--no-deps', '--require-hashes'];
  try {
    await run(python, ['-m', 'pip', 'install', ...always, '--target', target, ...flags], {
      env: { ...process.env, PYTHONPATH: target },
      timeout: 100_000,
    });
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? String(cause);
    throw new Error(`The outside Open311 client could not be installed from the package index: ${said}`, {
      cause,
    });
  }
}
