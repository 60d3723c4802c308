import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db, MongoServerError } from 'mongodb';
import { assertMongodb } from './assert-mongodb';
import { withMongoClient } from './mongo-client';
import type { ProcessSpec } from './supervise';
import { until } from './until';

const REPLICA_SET = 'rs0';

export const embeddedMongodbUrl = (port: number): string =>
  `mongodb://127.0.0.1:${String(port)}/truc?replicaSet=${REPLICA_SET}&w=majority&journal=true`;

/** A MongoDB of one member, on the loopback interface only, ready once a majority write reached its journal. */
export async function mongodbServer(command: string, dataDir: string, port: number): Promise<ProcessSpec> {
  const folder = join(dataDir, 'mongodb');
  await mkdir(folder, { recursive: true });
  return {
    name: 'mongodb',
    title: 'MongoDB',
    command,
    args: [
      ...['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', REPLICA_SET],
      // A socket file in /tmp outlives kill -9 and then belongs to whoever came first.
      ...['--nounixsocket', '--quiet', '--wiredTigerCacheSizeGB', '1'],
    ],
    logFile: join(dataDir, 'logs', 'mongodb.log'),
    stopWithinMs: 5_000,
    ready: async (_child, signal) => {
      await formReplicaSet(port, signal);
      await assertMongodb(embeddedMongodbUrl(port), { withinMs: 20_000, signal });
    },
  };
}

/** Makes the server a replica set of itself: on its first start, and again when its port has changed. */
async function formReplicaSet(port: number, signal: AbortSignal): Promise<void> {
  const host = `127.0.0.1:${String(port)}`;
  const onAdmin = <T>(work: (admin: Db) => Promise<T>): Promise<T> =>
    withMongoClient(`mongodb://${host}/?directConnection=true`, (client) => work(client.db('admin')));

  await until('MongoDB', () => onAdmin((admin) => admin.command({ ping: 1 })), { withinMs: 60_000, signal });
  await onAdmin(async (admin) => {
    const current = await replicaSetConfig(admin);
    if (current === null) {
      await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
    } else if (current.members[0]?.host !== host) {
      const moved = { ...current, version: current.version + 1, members: [{ ...current.members[0], host }] };
      await admin.command({ replSetReconfig: moved, force: true });
    }
  });
  await until(
    'MongoDB as a primary',
    () =>
      onAdmin(async (admin) => {
        const hello = (await admin.command({ hello: 1 })) as { isWritablePrimary?: boolean };
        if (hello.isWritablePrimary !== true) throw new Error('the replica set has no primary yet');
      }),
    { withinMs: 30_000, signal },
  );
}

interface ReplicaSetConfig {
  readonly version: number;
  readonly members: readonly { readonly host: string }[];
}

const NOT_YET_INITIALIZED = 94;

async function replicaSetConfig(admin: Db): Promise<ReplicaSetConfig | null> {
  try {
    return ((await admin.command({ replSetGetConfig: 1 })) as { config: ReplicaSetConfig }).config;
  } catch (problem) {
    if ((problem as MongoServerError).code === NOT_YET_INITIALIZED) return null;
    throw problem;
  }
}
