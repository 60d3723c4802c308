import { assertMongodb } from './assert-mongodb';
import { assertRedis } from './assert-redis';
import { assertTemporal } from './assert-temporal';
import type { TemporalAddress } from './assert-temporal';
import type { Waiting } from './until';

export interface ServerAddresses {
  readonly mongodbUrl: string;
  readonly redisUrl: string;
  readonly temporal: TemporalAddress;
}

/**
 * Proves that the servers keep what they acknowledge, embedded or not: MongoDB as a replica set whose
 * majority writes reach the journal, Redis with its append-only file and without eviction, Temporal with the
 * namespace and its search attributes. Throws `ServerProblem` with one line; `ServerUnreachable` when one did
 * not answer in time.
 *
 * @param options.only the servers this process cannot work without; default all three.
 */
export async function assertServers(
  addresses: ServerAddresses,
  options: Waiting & { readonly only?: readonly ('mongodb' | 'redis' | 'temporal')[] } = {},
): Promise<void> {
  const { only = ['mongodb', 'redis', 'temporal'] } = options;
  await Promise.all([
    only.includes('mongodb') ? assertMongodb(addresses.mongodbUrl, options) : undefined,
    only.includes('redis') ? assertRedis(addresses.redisUrl, options) : undefined,
    only.includes('temporal') ? assertTemporal(addresses.temporal, options) : undefined,
  ]);
}
