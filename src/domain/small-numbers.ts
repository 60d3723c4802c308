/** Counts below this may point at a person: they are never published. */
export const smallestShown = 5;

/** A count, `few` for one below five, or `hidden` for a larger one that would give a small one away. */
export type ShownCount = number | 'few' | 'hidden';

const isFew = (count: number): boolean => count > 0 && count < smallestShown;

export const showCount = (count: number): ShownCount => (isFew(count) ? 'few' : count);

/**
 * The parts of a total that everybody knows, so that nobody can compute a small one: with each `few` every value from
 * 1 to 4 stays possible. Where the small ones alone do not hide each other, the next larger ones are hidden with
 * them. Zeros name nobody and are shown. Null when the total is too small to be told in parts at all.
 */
export function hideSmall(counts: readonly number[]): readonly ShownCount[] | null {
  const few = counts.filter(isFew);
  if (few.length === 0) return counts;
  const larger = counts
    .map((count, index) => ({ count, index }))
    .filter(({ count }) => count >= smallestShown)
    .sort((a, b) => a.count - b.count);
  for (let more = 0; more <= larger.length; more += 1) {
    const hidden = larger.slice(0, more);
    if (
      !keepsSecret(
        few,
        hidden.map(({ count }) => count),
      )
    )
      continue;
    const indexes = new Set(hidden.map(({ index }) => index));
    return counts.map((count, index) => (indexes.has(index) ? 'hidden' : showCount(count)));
  }
  return null;
}

/** Whoever subtracts what is shown from the total learns the sum of the rest, and nothing more. */
function keepsSecret(few: readonly number[], hidden: readonly number[]): boolean {
  const most = smallestShown - 1;
  const sum = [...few, ...hidden].reduce((all, count) => all + count, 0);
  const others = few.length - 1;
  const mayBeMost = sum - most >= others + smallestShown * hidden.length;
  const mayBeOne = hidden.length > 0 || sum - 1 <= others * most;
  return mayBeMost && mayBeOne;
}
