import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { SendingPolicy } from './sending-policy';
import type { Redis } from 'ioredis';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { MessageLane } from '../domain/message';

/** How much may be sent, counted over every worker process. */
export interface SenderLimits {
  /** Takes one message's place with this provider; 0, or how many milliseconds to wait for one. */
  take(provider: string, lane: MessageLane): Promise<number>;
  /** Counts one message to this recipient; false when the hour's cap is used up. `who` is not a number. */
  withinCap(kind: 'citizen' | 'user', who: string): Promise<boolean>;
}

const hourSeconds = 60 * 60;

/** Until an urgent message that found no place has come again; it comes at the next refill, within a second. */
const yieldForMs = 2_000;

/**
 * Each provider has two buckets, refilled every second: `urgent` messages take from their reserve first and then
 * from what is shared, `bulk` only from what is shared, and nothing while an urgent message waits for a place.
 * While Redis is away each process counts alone.
 *
 * @param redis a connected ioredis client, or null to count in this process only
 */
export function createSenderLimits(
  redis: Pick<Redis, 'set' | 'pttl'> | null,
  policy: Pick<SendingPolicy, 'providers' | 'capsPerHour'>,
  keyPrefix = 'sending',
): SenderLimits {
  const limiter = (name: string, points: number, duration: number): RateLimiterAbstract => {
    const options = { points, duration, keyPrefix: `${keyPrefix}:${name}` };
    const memory = new RateLimiterMemory(options);
    return redis === null
      ? memory
      : new RateLimiterRedis({
          ...options,
          storeClient: redis,
          insuranceLimiter: memory,
          rejectIfRedisNotReady: true,
        });
  };
  const buckets = new Map(
    Object.entries(policy.providers).map(([name, { messagesPerSecond, urgentReserve }]) => {
      const reserved = Math.max(1, Math.round(messagesPerSecond * urgentReserve));
      return [
        name,
        {
          reserve: limiter(`${name}:reserve`, reserved, 1),
          shared: limiter(`${name}:shared`, Math.max(1, messagesPerSecond - reserved), 1),
        },
      ] as const;
    }),
  );
  const caps = {
    citizen: limiter('cap:citizen', policy.capsPerHour.citizen, hourSeconds),
    user: limiter('cap:user', policy.capsPerHour.user, hourSeconds),
  };

  const takeFrom = async (bucket: RateLimiterAbstract, key: string): Promise<number> => {
    try {
      await bucket.consume(key);
      return 0;
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.max(1, error.msBeforeNext);
      throw error;
    }
  };

  const urgentUntil = new Map<string, number>();
  const yieldKey = (provider: string): string => `${keyPrefix}:${provider}:urgent-waits`;
  /** Every process hears of it through Redis, this one even while Redis is away. */
  const letBulkYield = async (provider: string): Promise<void> => {
    urgentUntil.set(provider, Date.now() + yieldForMs);
    await redis?.set(yieldKey(provider), '1', 'PX', yieldForMs).catch(() => null);
  };
  const urgentWaitsForMs = async (provider: string): Promise<number> => {
    const hereMs = (urgentUntil.get(provider) ?? 0) - Date.now();
    const anywhereMs = (await redis?.pttl(yieldKey(provider)).catch(() => 0)) ?? 0;
    return Math.max(0, hereMs, anywhereMs);
  };

  return {
    async take(provider, lane) {
      const bucket = buckets.get(provider);
      if (!bucket) return 0;
      if (lane === 'bulk') {
        const yieldMs = await urgentWaitsForMs(provider);
        return yieldMs > 0 ? yieldMs : takeFrom(bucket.shared, 'all');
      }
      if ((await takeFrom(bucket.reserve, 'all')) === 0) return 0;
      const waitMs = await takeFrom(bucket.shared, 'all');
      if (waitMs > 0) await letBulkYield(provider);
      return waitMs;
    },
    withinCap: async (kind, who) => (await takeFrom(caps[kind], who)) === 0,
  };
}
