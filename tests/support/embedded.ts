import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedServers, type EmbeddedServers } from '../../src/platform/servers/embedded-servers';
import { loadStartSettings } from '../../src/platform/start-settings';
import { freePort } from './test-servers';

/** A data folder and ports of the test's own, and the lines that the servers' keeper says. */
export async function anEmptyMachine() {
  const dataDir = await mkdtemp(join(tmpdir(), 'truc-data-'));
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    MONGODB_PORT: String(await freePort()),
    TEMPORAL_PORT: String(await freePort()),
    TEMPORAL_UI_PORT: String(await freePort()),
    REDIS_PORT: String(await freePort()),
    MONGODB_URL: '',
    TEMPORAL_ADDRESS: '',
    REDIS_URL: '',
    SECRET_KEY: '',
  };
  const said: string[] = [];
  return {
    dataDir,
    env,
    said,
    settings: loadStartSettings(env),
    start: (change: Readonly<Record<string, string>> = {}): Promise<EmbeddedServers> =>
      startEmbeddedServers(loadStartSettings({ ...env, ...change }), {
        env: { ...env, ...change },
        root: process.cwd(),
        say: (line) => said.push(line),
        onGivenUp: (problem) => said.push(`given up: ${problem.message}`),
      }),
    clear: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** Repeats `look` until it answers something truthy; fails after `withinMs`, naming what was awaited. */
export async function eventually<T>(what: string, look: () => T | Promise<T>, withinMs = 30_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${String(withinMs)} ms in vain: ${what}`);
    await delay(50);
  }
}
