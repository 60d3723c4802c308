import type { Redis } from 'ioredis';

/** Which providers are left alone just now, over all worker processes, for whoever watches. */
export interface BreakerBoard {
  /** A process leaves this provider alone for so long. */
  opened(provider: string, forMs: number): Promise<void>;
  closed(provider: string): Promise<void>;
  /** Of these providers, those that some process leaves alone. */
  open(providers: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Kept in Redis and forgotten by itself: a worker that dies leaves no provider marked for ever. */
export function createBreakerBoard(
  redis: Pick<Redis, 'set' | 'del' | 'mget'>,
  keyPrefix = 'sending',
): BreakerBoard {
  const keyOf = (provider: string): string => `${keyPrefix}:${provider}:breaker-open`;
  return {
    async opened(provider, forMs) {
      await redis.set(keyOf(provider), '1', 'PX', forMs);
    },
    async closed(provider) {
      await redis.del(keyOf(provider));
    },
    async open(providers) {
      if (providers.length === 0) return new Set();
      const marks = await redis.mget(providers.map(keyOf));
      return new Set(providers.filter((_, index) => marks[index] !== null));
    },
  };
}
