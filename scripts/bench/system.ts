import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SystemProblem } from '../client/api-client';

export interface BenchSystem {
  readonly url: string;
  readonly dataDir: string;
  readonly temporalAddress: string;
  /** Ends every process and removes the data. */
  close(): Promise<void>;
}

const readyWithinMs = 120_000;
const stopWithinMs = 20_000;

/** Variables that would point the system at somebody's servers instead of its own. */
const notOurs =
  /^(MONGODB_URL|TEMPORAL_ADDRESS|TEMPORAL_NAMESPACE|REDIS_URL|PUBLIC_URL|SECRET_KEY|TWILIO_.*)$/;

/**
 * The whole product as `npm start` runs it, on free ports with an empty data folder of its own.
 *
 * @throws SystemProblem with the last lines of the start when it does not get ready
 */
export async function openBenchSystem(say: (line: string) => void): Promise<BenchSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'truc-bench-'));
  const [http, mongodb, temporal, temporalUi, redis] = await freePorts(5);
  const printed: string[] = [];
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '..', 'start.ts')], {
    // A group of its own: Ctrl-C reaches the bench, which stops the system in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !notOurs.test(name))),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      PORT: String(http),
      MONGODB_PORT: String(mongodb),
      TEMPORAL_PORT: String(temporal),
      TEMPORAL_UI_PORT: String(temporalUi),
      REDIS_PORT: String(redis),
    },
  });
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await ended;
      clearTimeout(force);
    }
    rmSync(dataDir, { recursive: true, force: true });
  };
  const ended = once(child, 'exit').then(() => 'ended' as const);
  const ready = new Promise<'ready'>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed.push(chunk.toString());
        if (printed.join('').includes('s  ready')) resolve('ready');
      });
    }
  });
  say('starting the system with a data folder of its own …');
  const late = delay(readyWithinMs, 'late' as const, { ref: false });
  if ((await Promise.race([ready, ended, late])) !== 'ready') {
    await close();
    throw new SystemProblem(`the system did not get ready:\n${printed.join('').slice(-2_000)}`);
  }
  const addresses = {
    url: `http://127.0.0.1:${String(http)}`,
    temporalAddress: `127.0.0.1:${String(temporal)}`,
  };
  return { ...addresses, dataDir, close };
}

async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}
