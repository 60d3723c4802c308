import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { SendingPolicy } from './sending-policy';
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

/**
 * Each provider has two buckets, refilled every second: `urgent` messages take from their reserve first and then
 * from what is shared, `bulk` only from what is shared. While Redis is away each process counts alone.
 *
 * @param redis a connected ioredis client, or null to count in this process only
 */
export function createSenderLimits(
  redis: object | null,
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

  return {
    async take(provider, lane) {
      const bucket = buckets.get(provider);
      if (!bucket) return 0;
      if (lane === 'urgent' && (await takeFrom(bucket.reserve, 'all')) === 0) return 0;
      return takeFrom(bucket.shared, 'all');
    },
    withinCap: async (kind, who) => (await takeFrom(caps[kind], who)) === 0,
  };
}
