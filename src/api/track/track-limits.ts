import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Redis } from 'ioredis';

const windowSeconds = 15 * 60;

/** Counts a try; answers how many seconds to wait, or null when the try may go on. */
export type CountTry = (address: string, subject: string) => Promise<number | null>;

/**
 * At most `ofSubject` tries a quarter of an hour for one report, and `ofAddress` from one address. Shared between
 * processes by Redis; while it is away each process counts for itself.
 */
export function createTrackLimit(
  name: string,
  points: { readonly ofSubject: number; readonly ofAddress: number },
  redis?: Redis,
): CountTry {
  const limiter = (keyPrefix: string, most: number): RateLimiterMemory | RateLimiterRedis => {
    const memory = new RateLimiterMemory({ keyPrefix, points: most, duration: windowSeconds });
    if (redis === undefined) return memory;
    return new RateLimiterRedis({
      ...{ storeClient: redis, keyPrefix, points: most, duration: windowSeconds, insuranceLimiter: memory },
    });
  };
  const bySubject = limiter(`${name}-subject`, points.ofSubject);
  const byAddress = limiter(`${name}-address`, points.ofAddress);
  const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return async (address, subject) => {
    try {
      await byAddress.consume(hashed(address));
      await bySubject.consume(hashed(subject));
      return null;
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return Math.ceil((refusal as { msBeforeNext: number }).msBeforeNext / 1_000);
    }
  };
}
