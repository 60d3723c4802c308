import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertMongodb } from '../../src/platform/servers/assert-mongodb';
import { assertRedis } from '../../src/platform/servers/assert-redis';
import { assertServers } from '../../src/platform/servers/assert-servers';
import { assertDataDirUsable, assertPortFree } from '../../src/platform/servers/preflight';
import { ServerUnreachable } from '../../src/platform/servers/until';
import { anEmptyMachine, eventually } from '../support/embedded';
import { openTestRedis } from '../support/redis';
import { freePort } from '../support/test-servers';

const children: ChildProcess[] = [];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truc-refusals-'));
});
afterAll(async () => {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }),
  );
  await rm(folder, { recursive: true, force: true });
});

const fileOf = (variable: 'MONGOD_PATH' | 'REDIS_PATH' | 'TEMPORAL_PATH'): string => {
  const path = process.env[variable];
  if (path === undefined) throw new Error(`${variable} is unset: run through jest`);
  return path;
};

async function aRedisWith(...settings: readonly string[]): Promise<string> {
  const port = String(await freePort());
  const always = ['--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  children.push(spawn(fileOf('REDIS_PATH'), ['--port', port, ...always, ...settings], { stdio: 'ignore' }));
  return `redis://127.0.0.1:${port}`;
}

test('a Redis that evicts is refused, whoever runs it', async () => {
  const url = await aRedisWith('--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru');
  await expect(assertRedis(url)).rejects.toThrow(
    'REDIS_URL leads to a server with maxmemory-policy allkeys-lru: it must be noeviction',
  );
});

test('a Redis without an append-only file is refused', async () => {
  const url = await aRedisWith('--appendonly', 'no', '--maxmemory-policy', 'noeviction');
  await expect(assertRedis(url)).rejects.toThrow('it must have appendonly yes');
});

test('a Redis with both is taken', async () => {
  await expect(assertRedis(openTestRedis().url)).resolves.toBeUndefined();
});

test('a MongoDB that is no replica set is refused, also when the address claims one', async () => {
  const port = String(await freePort());
  const child = spawn(
    fileOf('MONGOD_PATH'),
    [
      '--dbpath',
      folder,
      '--port',
      port,
      '--bind_ip',
      '127.0.0.1',
      '--nounixsocket',
      '--wiredTigerCacheSizeGB',
      '0.25',
    ],
    { stdio: 'ignore' },
  );
  children.push(child);
  for (const options of ['', '?replicaSet=rs0']) {
    await expect(assertMongodb(`mongodb://127.0.0.1:${port}/truc${options}`)).rejects.toThrow(
      'MONGODB_URL must lead to a replica set',
    );
  }
});

test('servers that do not answer are told apart from unfit ones, and name their variable', async () => {
  const port = String(await freePort());
  const addresses = {
    mongodbUrl: `mongodb://127.0.0.1:${port}/truc?replicaSet=rs0`,
    redisUrl: `redis://127.0.0.1:${port}`,
    temporal: { address: `127.0.0.1:${port}`, namespace: 'default' },
  };
  for (const [server, variable] of [
    ['mongodb', 'MONGODB_URL'],
    ['redis', 'REDIS_URL'],
    ['temporal', 'TEMPORAL_ADDRESS'],
  ] as const) {
    const problem = await assertServers(addresses, { only: [server], withinMs: 300 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(problem).toBeInstanceOf(ServerUnreachable);
    expect((problem as Error).message).toContain(`(${variable}) did not answer within`);
    expect((problem as Error).message).not.toContain('\n');
  }
});

test('a port that is taken is named with the variable to change, and nothing is started', async () => {
  const machine = await anEmptyMachine();
  const stranger = createServer().listen(machine.settings.ports.redis, '127.0.0.1');
  await once(stranger, 'listening');
  try {
    await expect(machine.start()).rejects.toThrow(
      `port ${machine.env.REDIS_PORT} for Valkey is taken by another program: ` +
        'stop that program, or set REDIS_PORT to a free port',
    );
    await expect(
      assertPortFree({ title: 'MongoDB', port: machine.settings.ports.mongodb, variable: 'X' }),
    ).resolves.toBe(undefined);
  } finally {
    stranger.close();
    await machine.clear();
  }
});

test('a data folder that cannot be written is named', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  await expect(assertDataDirUsable(join(file, 'data'))).rejects.toThrow(
    `DATA_DIR must be a folder that can be written; ${file}/data cannot: ENOTDIR`,
  );
});

test('a disk without room is named before anything is written to it', async () => {
  await expect(assertDataDirUsable(folder, { neededBytes: Number.MAX_SAFE_INTEGER })).rejects.toThrow(
    new RegExp(`^DATA_DIR ${folder} has \\d+ MB free and needs \\d+ MB: free some space, or set DATA_DIR`),
  );
});

test('a server that ends while starting is told in one line, with its last words and its log file', async () => {
  const machine = await anEmptyMachine();
  const path = join(folder, 'mongod-without-luck');
  await writeFile(path, '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "no luck today" >&2\nexit 14\n', {
    mode: 0o755,
  });
  await expect(machine.start({ MONGOD_PATH: path })).rejects.toThrow(
    `MongoDB ended while starting (code 14): no luck today; see ${join(machine.dataDir, 'logs', 'mongodb.log')}`,
  );
  await machine.clear();
});

test('a Temporal that ends while it starts is started again; one that always does is told, as any other', async () => {
  const machine = await anEmptyMachine();
  const path = join(folder, 'temporal-slow-to-wake');
  const hasTried = join(folder, 'has-tried');
  const script = (end: string): string =>
    `#!/bin/sh\n[ "$1" = --version ] && exit 0\n${end}\necho "too slow" >&2\nexit 2\n`;
  await writeFile(
    path,
    script(`[ -e ${hasTried} ] && exec ${fileOf('TEMPORAL_PATH')} "$@"\ntouch ${hasTried}`),
    {
      mode: 0o755,
    },
  );
  const servers = await machine.start({ TEMPORAL_PATH: path });
  await servers.stop();
  const log = join(machine.dataDir, 'logs', 'temporal.log');
  const told = `Temporal ended while starting (code 2): too slow; see ${log}`;
  expect(machine.said.filter((line) => line.includes('starting it again'))).toEqual([
    `${told}; starting it again`,
  ]);
  await writeFile(path, script(''), { mode: 0o755 });
  await expect(machine.start({ TEMPORAL_PATH: path })).rejects.toThrow(told);
  expect(machine.said.filter((line) => line.includes('starting it again'))).toHaveLength(3);
  await machine.clear();
});

test('a server that dies again and again is given up, in one line', async () => {
  const machine = await anEmptyMachine();
  const path = join(folder, 'valkey-short-of-breath');
  // Lives until the test has seen it ready, then never comes back.
  const hasLived = join(folder, 'has-lived');
  await writeFile(
    path,
    `#!/bin/sh\n[ "$1" = --version ] && exit 0\n[ -e ${hasLived} ] && exit 3\ntouch ${hasLived}\nexec ${fileOf('REDIS_PATH')} "$@"\n`,
    { mode: 0o755 },
  );
  const servers = await machine.start({ REDIS_PATH: path });
  try {
    const valkey = servers.running.find(({ title }) => title === 'Valkey');
    process.kill(valkey?.pid() ?? 0, 'SIGKILL');
    await eventually(
      'it is given up',
      () => machine.said.some((line) => line.startsWith('given up')),
      50_000,
    );
    expect(machine.said.filter((line) => line.includes('starting it again'))).toHaveLength(5);
    expect(machine.said.at(-1)).toMatch(
      /^given up: Valkey ended while starting \(code 3\).*, and so did 5 restarts; see /,
    );
  } finally {
    await servers.stop();
    await machine.clear();
  }
});
