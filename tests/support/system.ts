import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import Redis from 'ioredis';
import { createDataConverter } from '../../src/platform/crypto/payload-codec';
import { assertTemporal } from '../../src/platform/servers/assert-temporal';
import { eventually } from './eventually';
import { openTestDatabase } from './mongo';
import { createPhones } from './phones';
import { freePort } from './test-servers';
import { openTimeSkippingServer } from './time-skipping-server';

const root = join(__dirname, '..', '..');

export interface Account {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly unitCode: string;
  readonly teamId?: string;
  readonly phone?: string;
}

export interface Answer {
  readonly status: number;
  /** As a client would read it: whatever JSON came. */
  readonly body: ReturnType<typeof JSON.parse>;
  readonly headers: Headers;
}

export type Person = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<Answer>;

export type System = Awaited<ReturnType<typeof openSystem>>;

let redisDatabase = Number(process.env.JEST_WORKER_ID ?? 1) * 7;

/**
 * The whole product as it runs in production: `server.ts` and `worker.ts` as processes of their own against
 * real MongoDB, Valkey and Temporal, with the simulator for telephones and the demo's people. With
 * `time: 'skipped'` Temporal's clock moves only by `forward`; a story that skips has a system of its own,
 * because the people outside go by the real clock.
 */
export async function openSystem(options: { readonly time?: 'skipped' | 'real' } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'truc-system-'));
  const database = await openTestDatabase();
  const skipping = options.time === 'skipped' ? await openTimeSkippingServer() : null;
  const temporalPort = await freePort();
  const temporalAddress = skipping ? skipping.address : `127.0.0.1:${String(temporalPort)}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  redisDatabase = (redisDatabase % 15) + 1;
  const secretKey = randomBytes(32).toString('hex');
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    MONGODB_URL: database.url,
    REDIS_URL: `${process.env.TEST_REDIS_URL ?? ''}/${String(redisDatabase)}`,
    TEMPORAL_ADDRESS: temporalAddress,
    SECRET_KEY: secretKey,
    LOG_LEVEL: 'warn',
  };
  const complaints: string[] = [];
  const processes = new Map<string, ChildProcess>();

  function run(name: string, command: string, args: readonly string[], ipc: boolean): ChildProcess {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => complaints.push(`${name}: ${chunk.toString()}`));
    }
    processes.set(name, child);
    return child;
  }

  async function startOwn(name: 'server' | 'worker'): Promise<void> {
    const child = run(name, process.execPath, ['--import', 'tsx', join(root, `${name}.ts`)], true);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${String(code)} before it was ready: ${complaints.join('')}`);
    });
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
  }

  async function startTemporal(): Promise<void> {
    if (skipping) return;
    const program = process.env.TEMPORAL_PATH ?? 'temporal';
    const file = join(dataDir, 'temporal.db');
    const flags = [
      '--headless',
      '--db-filename',
      file,
      '--port',
      String(temporalPort),
      '--log-level',
      'never',
    ];
    // It finds ports for its inner parts by itself, and ends when somebody was quicker to take one.
    for (let attempt = 1; ; attempt += 1) {
      const child = run('temporal', program, ['server', 'start-dev', '--ip', '127.0.0.1', ...flags], false);
      const ended = once(child, 'exit').then(() => 'ended' as const);
      const ready = assertTemporal(
        { address: temporalAddress, namespace: 'default' },
        { addMissing: true, withinMs: 30_000 },
      ).then(() => 'ready' as const);
      ready.catch(() => undefined);
      if ((await Promise.race([ready, ended])) === 'ready') return;
      if (attempt === 3) throw new Error(`Temporal ended before it was ready: ${complaints.join('')}`);
    }
  }

  /** Ends a process as a power cut would. */
  async function kill(name: 'server' | 'worker' | 'temporal'): Promise<void> {
    const child = processes.get(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Ends a process as an operator would; one that does not end by itself fails the story. */
  async function stop(name: 'server' | 'worker'): Promise<void> {
    const child = processes.get(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit').then(() => true);
    child.kill('SIGTERM');
    const isOver = await Promise.race([ended, delay(15_000, false, { ref: false })]);
    if (isOver) return;
    await kill(name);
    throw new Error(`the ${name} did not end by itself: ${complaints.slice(-5).join('')}`);
  }

  /** Runs one of `scripts/` to its end, with the system's environment. */
  async function runScript(name: string): Promise<void> {
    const child = run(
      name,
      process.execPath,
      ['--import', 'tsx', join(root, 'scripts', `${name}.ts`)],
      false,
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${name} ended with ${String(code)}: ${complaints.join('')}`);
  }

  const redis = new Redis(env.REDIS_URL);
  await redis.flushdb();
  redis.disconnect();

  try {
    await Promise.all([startTemporal(), runScript('seed')]);
    await Promise.all([startOwn('server'), startOwn('worker')]);
  } catch (error) {
    // Strays would keep the test run alive long after it has failed.
    for (const child of processes.values()) child.kill('SIGKILL');
    await skipping?.teardown();
    throw error;
  }

  const connection = Connection.lazy({ address: temporalAddress });
  const client = new Client({ connection, dataConverter: createDataConverter(secretKey) });
  const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as Account[];

  /** Paths of the API are relative to `/api/v1`; pages outside it are given with their full path. */
  async function ask(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isPage =
      /^\/(simulator|webhooks|public|c|h|o|t|report|docs|livez|readyz|metrics|openapi\.json)(\/|$|\?)/.test(
        path,
      );
    const response = await fetch(`${url}${isPage ? '' : '/api/v1'}${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : text,
      headers: response.headers,
    };
  }

  function accountOf(wanted: Partial<Account>): Account {
    const found = accounts.find((account) =>
      Object.entries(wanted).every(([key, value]) => account[key as keyof Account] === value),
    );
    if (!found) throw new Error(`the demo has no account like ${JSON.stringify(wanted)}`);
    return found;
  }

  /** Signs in and answers requests as that person. */
  async function person(wanted: Partial<Account>): Promise<Person> {
    const { username, password } = accountOf(wanted);
    const answer = await ask('POST', '/auth/token', { username, password });
    if (answer.status !== 200) throw new Error(`sign-in answered ${String(answer.status)}`);
    const authorization = `Bearer ${String(answer.body.accessToken)}`;
    return (method, path, body, headers) => ask(method, path, body, { authorization, ...headers });
  }

  return {
    url,
    env,
    dataDir,
    database,
    client,
    accounts,
    accountOf,
    ask,
    person,
    phones: createPhones(`${url}/simulator`),
    complaints,
    forward: async (duration: Duration) => {
      if (!skipping) throw new Error('this system goes by the real clock');
      await skipping.sleep(duration);
    },
    kill,
    runScript,
    start: (name: 'server' | 'worker' | 'temporal') =>
      name === 'temporal' ? startTemporal() : startOwn(name),
    /** The ticket as this person sees it, once it is as expected. */
    ticketWhen: (who: Person, id: string, what: string, holds: (ticket: Answer['body']) => boolean) =>
      eventually(what, async () => {
        const { body } = await who('GET', `/tickets/${id}`);
        return holds(body) ? body : null;
      }),
    close: async () => {
      await connection.close();
      await Promise.all([stop('worker'), stop('server')]);
      await kill('temporal');
      await skipping?.teardown();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
