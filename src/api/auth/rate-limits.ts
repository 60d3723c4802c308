import { createHash } from 'node:crypto';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { Refused } from '../http/problem';

/** Counters shared by every process through Redis; each process counts alone while Redis is away. */
export interface RateLimits {
  /** Failed sign-ins of one user name from one address. */
  readonly signIn: RateLimiterAbstract;
  /** Sign-ins from one address, whatever the names. */
  readonly signInAddress: RateLimiterAbstract;
  readonly publicTracking: RateLimiterAbstract;
  readonly publicIntake: RateLimiterAbstract;
  /** Searches in the public directory of hotlines, one for each key while somebody types. */
  readonly publicDirectory: RateLimiterAbstract;
  /** Everything an Open311 client with a key asks. */
  readonly open311Keyed: RateLimiterAbstract;
  /** Answers by SMS to one number. */
  readonly smsReplies: RateLimiterAbstract;
  /** The same words by SMS from the same number. */
  readonly smsRepeats: RateLimiterAbstract;
}

interface Rule {
  readonly points: number;
  readonly duration: number;
}
const rules: Readonly<Record<keyof RateLimits, Rule>> = {
  signIn: { points: 10, duration: 15 * 60 },
  signInAddress: { points: 100, duration: 15 * 60 },
  publicTracking: { points: 30, duration: 60 },
  publicIntake: { points: 10, duration: 10 * 60 },
  publicDirectory: { points: 120, duration: 60 },
  open311Keyed: { points: 600, duration: 10 * 60 },
  smsReplies: { points: 5, duration: 60 * 60 },
  smsRepeats: { points: 1, duration: 10 * 60 },
};

/**
 * @param redis a connected ioredis client, or null to count in this process only (tests)
 * @param overrides other limits than the defaults; `duration` in seconds
 */
export function createRateLimits(
  redis: object | null,
  overrides: Partial<Record<keyof RateLimits, Rule>> = {},
  keyPrefix = 'limit',
): RateLimits {
  const limiter = (name: keyof RateLimits): RateLimiterAbstract => {
    const options = { ...(overrides[name] ?? rules[name]), keyPrefix: `${keyPrefix}:${name}` };
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
  return {
    signIn: limiter('signIn'),
    signInAddress: limiter('signInAddress'),
    publicTracking: limiter('publicTracking'),
    publicIntake: limiter('publicIntake'),
    publicDirectory: limiter('publicDirectory'),
    open311Keyed: limiter('open311Keyed'),
    smsReplies: limiter('smsReplies'),
    smsRepeats: limiter('smsRepeats'),
  };
}

/** Names and addresses never lie in Redis in clear. */
export const limitKey = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22);

/** @throws Refused 429 with `Retry-After` when the key has used up its points */
export async function spend(limiter: RateLimiterAbstract, key: string, points = 1): Promise<void> {
  try {
    await limiter.consume(key, points);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw tooMany(error);
  }
}

/** @throws Refused 429 when the key has no points left; spends none */
export async function refuseIfSpent(limiter: RateLimiterAbstract, key: string): Promise<void> {
  const used = await limiter.get(key);
  if (used && used.consumedPoints >= limiter.points) throw tooMany(used);
}

function tooMany(used: RateLimiterRes): Refused {
  const seconds = Math.max(1, Math.ceil(used.msBeforeNext / 1_000));
  return new Refused('too-many-requests', `Wait ${String(seconds)} s before you try again.`, {
    headers: { 'Retry-After': String(seconds) },
  });
}
