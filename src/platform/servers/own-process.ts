import { on } from 'node:events';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { isReadyMessage } from '../ready';
import type { ProcessSpec } from './supervise';
import { until } from './until';

export interface OwnProcess {
  readonly name: 'server' | 'worker';
  /** A TypeScript file in the project's folder. */
  readonly file: string;
  readonly root: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stopWithinMs: number;
}

const READY_WITHIN_MS = 60_000;

/** `server.ts`: ready when `readyUrl` answers 200. */
export const serverProcess = (process: OwnProcess, readyUrl: string): ProcessSpec => ({
  ...nodeProcess(process),
  ready: (_child, signal) =>
    until(
      'server.ts',
      async () => {
        const answer = await fetch(readyUrl, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]),
        });
        await answer.body?.cancel();
        if (!answer.ok) throw new Error(`${readyUrl} answers ${String(answer.status)}`);
      },
      { withinMs: READY_WITHIN_MS, signal },
    ),
});

/** `worker.ts`: ready when it says so (`announceReady`). */
export const workerProcess = (process: OwnProcess): ProcessSpec => ({
  ...nodeProcess(process),
  ready: (child, signal) => announced(child, AbortSignal.any([signal, AbortSignal.timeout(READY_WITHIN_MS)])),
});

const nodeProcess = ({
  name,
  file,
  root,
  dataDir,
  env,
  stopWithinMs,
}: OwnProcess): Omit<ProcessSpec, 'ready'> => ({
  name,
  title: file,
  command: process.execPath,
  args: ['--import', 'tsx', join(root, file)],
  env,
  logFile: join(dataDir, 'logs', `${name}.log`),
  stopWithinMs,
  ipc: true,
});

async function announced(child: ChildProcess, signal: AbortSignal): Promise<void> {
  for await (const [message] of on(child, 'message', { signal }) as AsyncIterable<[unknown]>) {
    if (isReadyMessage(message)) return;
  }
}
