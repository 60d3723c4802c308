/**
 * Lets at most `width` pieces of work go on at once for each key; the rest wait in the order they came. Work
 * that had to wait is told so, because what it knew may be old by then.
 */
export function createTurns(width: number) {
  const lanes = new Map<string, { running: number; waiting: (() => void)[] }>();

  return async function inTurn<T>(key: string, work: (waited: boolean) => Promise<T>): Promise<T> {
    const lane = lanes.get(key) ?? { running: 0, waiting: [] };
    lanes.set(key, lane);
    const waited = lane.running >= width;
    // A place is handed over, not freed: nobody who came later can slip in between.
    if (waited) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.running += 1;
    try {
      return await work(waited);
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else {
        lane.running -= 1;
        if (lane.running === 0) lanes.delete(key);
      }
    }
  };
}
