import { setTimeout as delay } from 'node:timers/promises';
import { firstLineOf, ServerProblem } from './server-problem';

export interface Waiting {
  /** How long a server may take to answer; what answers and is unfit is refused at once. */
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Repeats `attempt` until it succeeds. A `ServerProblem` ends it at once: waiting does not put that right.
 * After `withinMs` throws one that says what was waited for and why the last attempt failed.
 */
export async function until<T>(
  what: string,
  attempt: () => Promise<T>,
  options: { withinMs: number; everyMs?: number; signal?: AbortSignal },
): Promise<T> {
  const deadline = Date.now() + options.withinMs;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (problem) {
      if (problem instanceof ServerProblem) throw problem;
      if (Date.now() >= deadline) {
        const seconds = String(Math.round(options.withinMs / 1000));
        throw new ServerUnreachable(`${what} did not answer within ${seconds} s: ${firstLineOf(problem)}`, {
          cause: problem,
        });
      }
    }
    await delay(options.everyMs ?? 100);
  }
}

/** Nobody answers, as against somebody who answers and is not fit for use: worth another try later. */
export class ServerUnreachable extends ServerProblem {}
