import { createHash } from 'node:crypto';

/**
 * Reproducible chance. Every stream has a name (`of`), and its numbers depend on the seed and that name only:
 * a new question somewhere in the plan never changes what is drawn elsewhere.
 */
export interface Chance {
  /** An independent stream. */
  of(...name: readonly (string | number)[]): Chance;
  /** From 0 up to, never reaching, 1. */
  next(): number;
  between(from: number, to: number): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  happens(probability: number): boolean;
  one<T>(list: readonly T[]): T;
  /** A key, as often as its share of all the weights. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

export function createChance(seed: string): Chance {
  let drawn = 0;
  const next = (): number => {
    drawn += 1;
    const digest = createHash('sha256')
      .update(`${seed}#${String(drawn)}`)
      .digest();
    return digest.readUIntBE(0, 6) / 2 ** 48;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    of: (...name) => createChance(`${seed}/${name.join('/')}`),
    next,
    between: (from, to) => from + next() * (to - from),
    whole,
    happens: (probability) => next() < probability,
    one(list) {
      const chosen = list[whole(0, list.length - 1)];
      if (chosen === undefined) throw new Error('there is nothing to choose from');
      return chosen;
    },
    weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
      const entries = Object.entries<number>(weights) as [K, number][];
      const last = entries.at(-1);
      if (!last) throw new Error('there is nothing to choose from');
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      return last[0];
    },
  };
}
