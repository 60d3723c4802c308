import { randomBytes } from 'node:crypto';

/** The shared test Valkey, and a key prefix that no other test uses. */
export function openTestRedis(): { url: string; prefix: string } {
  const url = process.env.TEST_REDIS_URL;
  if (url === undefined)
    throw new Error('TEST_REDIS_URL is unset: run through jest, whose global setup starts Valkey');
  return { url, prefix: `test-${randomBytes(8).toString('hex')}` };
}
