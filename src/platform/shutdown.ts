import type { Logger } from './logger';

export interface ShutdownStep {
  readonly name: string;
  readonly stop: () => Promise<unknown>;
}

export interface ShutdownOptions {
  /** The whole way down may take this long; then the process ends with code 1 wherever it is. */
  readonly withinMs?: number;
  readonly signals?: readonly NodeJS.Signals[];
  /** Ends the process; replaceable so that a test outlives it. */
  readonly exit?: (code: number) => void;
}

/**
 * Stops a process in order when it is told to (SIGTERM, SIGINT): each step is logged, a step that fails does
 * not keep the later ones from running, a second signal ends at once. Ends with code 0 when every step
 * succeeded, else 1.
 *
 * @returns the same shutdown, to be called by hand; repeated calls answer the first one's promise.
 */
export function onShutdown(
  logger: Pick<Logger, 'info' | 'error'>,
  steps: readonly ShutdownStep[],
  options: ShutdownOptions = {},
): (reason: string) => Promise<void> {
  const { withinMs = 12_000, signals = ['SIGTERM', 'SIGINT'], exit = (code) => process.exit(code) } = options;
  let running: Promise<void> | undefined;

  const run = async (reason: string): Promise<void> => {
    logger.info({ reason }, 'stopping');
    const timer = setTimeout(() => {
      logger.error({ withinMs }, 'did not stop in time');
      exit(1);
    }, withinMs);
    let failed = false;
    for (const step of steps) {
      try {
        await step.stop();
        logger.info({ step: step.name }, 'stopped');
      } catch (err) {
        failed = true;
        logger.error({ err, step: step.name }, 'could not stop cleanly');
      }
    }
    clearTimeout(timer);
    exit(failed ? 1 : 0);
  };

  const shutdown = (reason: string): Promise<void> => (running ??= run(reason));
  for (const signal of signals) {
    process.on(signal, () => {
      if (running) exit(1);
      else void shutdown(signal);
    });
  }
  return shutdown;
}
