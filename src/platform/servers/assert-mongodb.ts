import { MongoClient } from 'mongodb';
import { ServerProblem } from './server-problem';
import { until, type Waiting } from './until';

/** See `assertServers`. Leaves one small document behind, in the collection `startChecks`. */
export async function assertMongodb(url: string, { withinMs = 15_000, signal }: Waiting = {}): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 2_000, connectTimeoutMS: 2_000 });
  try {
    await assertReplicaSet(url, { withinMs, ...(signal && { signal }) });
    await until(
      'MongoDB (MONGODB_URL)',
      () =>
        client
          .db()
          .collection<{ _id: string; at: Date }>('startChecks')
          .replaceOne(
            { _id: 'start' },
            { at: new Date() },
            { upsert: true, writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5_000 } },
          ),
      { withinMs, ...(signal && { signal }) },
    );
  } finally {
    await client.close();
  }
}

/** Asks one host directly: a client that looks for a replica set never finds a lone server, and only times out. */
async function assertReplicaSet(url: string, waiting: Waiting & { withinMs: number }): Promise<void> {
  const first = /^(mongodb:\/\/(?:[^@/]*@)?)([^,/?]+)/.exec(url);
  // An SRV address stands for a cluster.
  if (!first) return;
  const direct = new URLSearchParams(url.split('?')[1] ?? '');
  for (const name of ['replicaSet', 'loadBalanced', 'w', 'journal', 'readPreference']) direct.delete(name);
  direct.set('directConnection', 'true');
  const client = new MongoClient(`${first[1] ?? ''}${first[2] ?? ''}/?${direct.toString()}`, {
    serverSelectionTimeoutMS: 2_000,
    connectTimeoutMS: 2_000,
  });
  try {
    const hello = await until(
      'MongoDB (MONGODB_URL)',
      () => client.db('admin').command({ hello: 1 }),
      waiting,
    );
    if (hello.setName === undefined && hello.msg !== 'isdbgrid') {
      throw new ServerProblem(
        'MONGODB_URL must lead to a replica set (one member is enough): transactions and live updates need one. ' +
          'Start mongod with --replSet and run rs.initiate() once',
      );
    }
  } finally {
    await client.close();
  }
}
