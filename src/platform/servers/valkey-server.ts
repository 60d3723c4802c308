import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assertRedis } from './assert-redis';
import type { ProcessSpec } from './supervise';

export const embeddedRedisUrl = (port: number): string => `redis://127.0.0.1:${String(port)}`;

/** A Valkey that writes every change to its append-only file and evicts nothing, on loopback only. */
export async function valkeyServer(command: string, dataDir: string, port: number): Promise<ProcessSpec> {
  const folder = join(dataDir, 'valkey');
  await mkdir(folder, { recursive: true });
  return {
    name: 'valkey',
    title: 'Valkey',
    command,
    args: [
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--daemonize', 'no'],
      ...[
        '--appendonly',
        'yes',
        '--appendfsync',
        'everysec',
        '--save',
        '',
        '--maxmemory-policy',
        'noeviction',
      ],
    ],
    logFile: join(dataDir, 'logs', 'valkey.log'),
    stopWithinMs: 5_000,
    ready: (_child, signal) => assertRedis(embeddedRedisUrl(port), { withinMs: 30_000, signal }),
  };
}
