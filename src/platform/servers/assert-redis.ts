import Redis from 'ioredis';
import { ServerProblem } from './server-problem';
import { until, type Waiting } from './until';

/** See `assertServers`. */
export async function assertRedis(url: string, { withinMs = 15_000, signal }: Waiting = {}): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => 100 });
  client.on('error', () => undefined);
  try {
    // INFO, because hosted servers answer it and refuse CONFIG GET.
    const info = await until(
      'Redis (REDIS_URL)',
      async () => {
        await client.ping();
        return `${await client.info('memory')}\n${await client.info('persistence')}`;
      },
      { withinMs, ...(signal && { signal }) },
    );
    const setting = (name: string): string => new RegExp(`^${name}:(\\S*)`, 'm').exec(info)?.[1] ?? 'unknown';
    const policy = setting('maxmemory_policy');
    if (policy !== 'noeviction') {
      throw new ServerProblem(
        `REDIS_URL leads to a server with maxmemory-policy ${policy}: it must be noeviction, or messages are lost under memory pressure`,
      );
    }
    if (setting('aof_enabled') !== '1') {
      throw new ServerProblem(
        'REDIS_URL leads to a server without append-only file: it must have appendonly yes, or queued messages are lost with it',
      );
    }
  } finally {
    client.disconnect();
  }
}
