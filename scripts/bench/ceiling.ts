import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import type { BenchSystem } from './system';
import { ceiling, step } from './ceiling-workflow';
import { runLevel, type Level } from './level';

const taskQueue = 'bench-ceiling';
const steps = ['claim', 'onScene', 'resolve', 'close'];

/**
 * How many trivial workflows the same Temporal server carries a second: one start, four updates each waited
 * for, one completion; no database, no HTTP, no messages, no encryption, one worker process. Nothing built on
 * Temporal with these interactions can be faster here.
 */
export async function measureCeiling(
  { temporalAddress }: Pick<BenchSystem, 'temporalAddress'>,
  levels: readonly number[],
  forMs: number,
): Promise<readonly Level[]> {
  const worker = spawn(
    process.execPath,
    ['--import', 'tsx', require.resolve('./ceiling-worker'), temporalAddress, taskQueue],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection });
  try {
    const [first] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [unknown];
    if (first !== 'ready') throw new Error('the worker of the ceiling ended before it was ready');
    const measured: Level[] = [];
    for (const concurrency of levels) {
      measured.push(
        await runLevel(concurrency, forMs, async (nth) => {
          const workflowId = `ceiling/${String(concurrency)}/${String(nth)}`;
          const handle = await client.workflow.start(ceiling, { taskQueue, workflowId });
          for (const name of steps) await handle.executeUpdate(step, { args: [{ name }] });
          await handle.result();
        }),
      );
    }
    return measured;
  } finally {
    await connection.close();
    const ended = worker.exitCode === null ? once(worker, 'exit') : null;
    worker.kill('SIGTERM');
    await ended;
  }
}
