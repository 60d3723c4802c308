/**
 * Runs `round` again and again, `everyMs` after the last one ended, until stopped. A round that fails is told
 * and tried again; a round that reports work done is followed at once by the next.
 */
export function repeat(
  round: () => Promise<number>,
  options: { everyMs: number; onError: (error: unknown) => void },
): { stop: () => Promise<void> } {
  let stopped = false;
  let wake = (): void => undefined;
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, options.everyMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const running = (async () => {
    while (!stopped) {
      let done = 0;
      try {
        done = await round();
      } catch (error) {
        options.onError(error);
      }
      if (done === 0 && !stopped) await pause();
    }
  })();
  return {
    stop: () => {
      stopped = true;
      wake();
      return running;
    },
  };
}
