/** Chance that can be repeated: the same seed gives the same draws on every machine. */
export interface Chance {
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
}

/** A 32-bit counter through an integer mixer (Marsaglia-style shifts and multiplications). */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  return {
    happens: (probability) => next() < probability,
    pick: (list) => {
      const one = list[Math.floor(next() * list.length)];
      if (one === undefined) throw new Error('there is nothing to pick from');
      return one;
    },
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
  };
}
