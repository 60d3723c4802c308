/** What one concurrency level measured. Times in milliseconds. */
export interface Level {
  readonly concurrency: number;
  readonly lives: number;
  readonly seconds: number;
  readonly perSecond: number;
}

/** Runs `life` in this many loops at once for so long; a life begun is finished and counted. */
export async function runLevel(
  concurrency: number,
  forMs: number,
  life: (nth: number) => Promise<void>,
): Promise<Level> {
  const begunAt = performance.now();
  let begun = 0;
  let lives = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() - begunAt < forMs) {
      begun += 1;
      await life(begun);
      lives += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const seconds = (performance.now() - begunAt) / 1_000;
  return { concurrency, lives, seconds, perSecond: lives / seconds };
}
