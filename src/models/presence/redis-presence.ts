import type { Redis } from 'ioredis';
import type { Presence } from './presence';

/** Three signs of life of a console missed. */
const silentAfterMs = 16_000;

/**
 * Shared by every process: one sorted set a ticket, the ids of people by the time of their last sign of life. Ids
 * only; the names are in MongoDB.
 */
export function createPresence(
  redis: Pick<Redis, 'multi' | 'zrem'>,
  keyPrefix = 'presence',
  withinMs = silentAfterMs,
): Presence {
  const keyOf = (ticketId: string): string => `${keyPrefix}:${ticketId}`;
  return {
    withinMs,
    async stay(ticketId, userId) {
      const now = Date.now();
      const key = keyOf(ticketId);
      const answers = await redis
        .multi()
        .zadd(key, now, userId)
        .zremrangebyscore(key, 0, now - withinMs)
        .pexpire(key, withinMs)
        .zrevrange(key, 0, -1, 'WITHSCORES')
        .exec();
      const [error, list] = answers?.at(-1) ?? [new Error('Redis gave up the transaction'), null];
      if (error) throw error;
      return pairsOf(list as readonly string[]).map(([id, at]) => ({
        userId: id,
        seenAt: new Date(Number(at)),
      }));
    },
    async leave(ticketId, userId) {
      await redis.zrem(keyOf(ticketId), userId);
    },
  };
}

function pairsOf(flat: readonly string[]): readonly (readonly [string, string])[] {
  return Array.from({ length: flat.length / 2 }, (_, index) => [
    flat[index * 2] ?? '',
    flat[index * 2 + 1] ?? '',
  ]);
}
