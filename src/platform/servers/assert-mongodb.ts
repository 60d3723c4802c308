import { withMongoClient } from './mongo-client';
import { ServerProblem } from './server-problem';
import { until, type Waiting } from './until';

/** See `assertServers`. Leaves one small document behind, in the collection `startChecks`. */
export async function assertMongodb(url: string, { withinMs = 15_000, signal }: Waiting = {}): Promise<void> {
  const waiting = { withinMs, ...(signal && { signal }) };
  await assertReplicaSet(url, waiting);
  const mark = { at: new Date() };
  const writeConcern = { w: 'majority', journal: true, wtimeoutMS: 5_000 } as const;
  await until(
    'MongoDB (MONGODB_URL)',
    () =>
      withMongoClient(url, (client) =>
        client
          .db()
          .collection<{ _id: string; at: Date }>('startChecks')
          .replaceOne({ _id: 'start' }, mark, { upsert: true, writeConcern }),
      ),
    waiting,
  );
}

/** Asks one host directly: a client that looks for a replica set never finds a lone server, and only times out. */
async function assertReplicaSet(url: string, waiting: Waiting & { withinMs: number }): Promise<void> {
  const direct = directUrl(url);
  if (direct === null) return;
  const hello = await until(
    'MongoDB (MONGODB_URL)',
    () => withMongoClient(direct, (client) => client.db('admin').command({ hello: 1 })),
    waiting,
  );
  if (hello.setName === undefined && hello.msg !== 'isdbgrid') {
    throw new ServerProblem(
      'MONGODB_URL must lead to a replica set (one member is enough): transactions and live updates need one. ' +
        'Start mongod with --replSet and run rs.initiate() once',
    );
  }
}

/** The first host of an address by itself; null for an SRV address, which always stands for a cluster. */
function directUrl(url: string): string | null {
  const [, credentials = '', host] = /^mongodb:\/\/([^@/]*@)?([^,/?]+)/.exec(url) ?? [];
  if (host === undefined) return null;
  const options = new URLSearchParams(url.split('?')[1] ?? '');
  for (const name of ['replicaSet', 'loadBalanced', 'w', 'journal', 'readPreference']) options.delete(name);
  options.set('directConnection', 'true');
  return `mongodb://${credentials}${host}/?${options.toString()}`;
}
