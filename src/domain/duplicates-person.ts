import { distance } from './duplicates-address';
import { fold } from './fold';

/** What people say before a name, as age and respect demand. */
const honorifics: ReadonlySet<string> = new Set(
  'ong ba anh chi co chu bac em chau be cu me vo chong con'.split(' '),
);

const nameWords = (name: string): string[] => {
  const words = fold(name)
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  while (words.length > 1 && honorifics.has(words[0] ?? '')) words.shift();
  return words;
};

/** One letter may be wrong in a word of some length: names are heard over a telephone. */
const soundsAlike = (a: string, b: string): boolean =>
  a === b || (Math.min(a.length, b.length) >= 4 && distance(a, b) <= 1);

/**
 * How likely two names mean one person: 1 the same words, 0.6 when only the given name was said (`chị Lan` for
 * `Nguyễn Thị Lan`), 0 for different given names. Symmetric.
 */
export function compareNames(a: string, b: string): number {
  const [long, short] = [nameWords(a), nameWords(b)].sort((x, y) => y.length - x.length);
  const given = long?.at(-1);
  const shortGiven = short?.at(-1);
  if (!long || !short || given === undefined || shortGiven === undefined) return 0;
  if (!soundsAlike(given, shortGiven)) return 0;
  if (short.length === 1) return long.length === 1 ? 0.7 : 0.6;
  const found = short.filter((word) => long.some((other) => soundsAlike(word, other))).length;
  const share = found / short.length;
  if (share === 1) return long.length === short.length ? 1 : 0.85;
  return share >= 0.6 ? 0.6 : 0.2;
}
