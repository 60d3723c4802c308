import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import Redis from 'ioredis';

declare global {
  var __testServers: { stop: () => Promise<void>; folder: string } | undefined;
}

const given = new Set<number>();
/** Below the ports that Linux gives to outgoing connections, and of each Jest worker's own. */
const firstPort = 11_000;
const portsAWorker = 5_000;

/**
 * A TCP port that nobody listens on, and that nobody else is given before its server is up: what the system would choose
 * may be chosen again a moment later, by us or by any connection.
 */
export async function freePort(): Promise<number> {
  const worker = (Number(process.env.JEST_WORKER_ID ?? 1) - 1) % 4;
  for (;;) {
    const port = firstPort + worker * portsAWorker + Math.floor(Math.random() * portsAWorker);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

/** A Valkey of the tests' own, with the product's settings: append-only file, nothing evicted. */
export async function startTestValkey(
  path: string,
  folder: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const settings = {
    bind: '127.0.0.1',
    port,
    dir: folder,
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  const child = spawn(
    path,
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: 'ignore' },
  );
  const url = `redis://127.0.0.1:${String(port)}`;
  const client = new Redis(url, { maxRetriesPerRequest: 100, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
