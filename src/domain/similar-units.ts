import { unaccented } from './sms-text';

const keyOf = (text: string): string =>
  unaccented(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Letters in pairs, with the beginnings and ends of words: `tan` is `^t ta an n$`. */
function pairsOf(words: string): ReadonlySet<string> {
  const marked = words.replace(/\S+/g, '^$&$');
  return new Set(Array.from({ length: Math.max(0, marked.length - 1) }, (_, at) => marked.slice(at, at + 2)));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}

/** As alike as a name with one or two wrong letters. */
const ENOUGH = 0.6;

/**
 * The units whose names are most like some words of a text, best first: what "did you mean" offers for an
 * address that names none exactly. Accents, case and the place in the text do not matter.
 */
export function similarUnits<U extends { readonly name: string }>(
  text: string,
  units: readonly U[],
  most: number,
): readonly U[] {
  const words = keyOf(text).split(' ').slice(0, 40);
  const scored = units.map((unit) => {
    const name = keyOf(unit.name);
    const length = name.split(' ').length;
    const pairs = pairsOf(name);
    // A name may have been written in one word more or one less.
    const windows = [length - 1, length, length + 1]
      .filter((size) => size > 0)
      .flatMap((size) =>
        Array.from({ length: Math.max(1, words.length - size + 1) }, (_, at) =>
          words.slice(at, at + size).join(' '),
        ),
      );
    return { unit, score: Math.max(...windows.map((window) => likeness(pairs, pairsOf(window)))) };
  });
  return scored
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ unit }) => unit);
}
