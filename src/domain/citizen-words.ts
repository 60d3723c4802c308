import { fold } from './fold';

/**
 * What a citizen's own words say: which category they are about, and whether a life may be in danger. Words and
 * phrases are data (`config/intake/citizen-words.json`); a doctor looks at them before use, as at every limit.
 */
export interface CitizenWords {
  readonly version: number;
  /** Short forms and what they stand for, e.g. `ko` for `không`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Said at the beginning of a clause, right before a phrase, these take a red flag back. */
  readonly negations: readonly string[];
  readonly redFlags: readonly { readonly id: string; readonly phrases: readonly string[] }[];
  /**
   * Most urgent category first: it wins a draw. In every phrase `8*` stands for an 8 and one more sign, and a
   * leading `=` asks for the accents, because without them the words mean something ordinary (`nhậu`, `nhau`).
   */
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

export interface WordsRead {
  /** Null when the words name no category. */
  readonly category: string | null;
  /** Ids of what sounds like a danger to life; such words make the category `emergency`. */
  readonly redFlags: readonly string[];
}

const emergencyCategory = 'emergency';

/** A word as it is compared: with its accents, and without. */
interface Word {
  readonly exact: string;
  readonly folded: string;
}

const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** `hoà` and `hòa` are one word: the tone moves to the end. */
function wordOf(text: string): Word {
  const apart = text.normalize('NFD');
  const tones = apart.match(toneMarks) ?? [];
  return { exact: apart.replace(toneMarks, '') + tones.join(''), folded: fold(text) };
}

/** Somebody who writes accents means them; without accents every spelling that folds to it may be meant. */
const matches = (said: Word, wanted: Word): boolean =>
  said.exact === said.folded ? said.folded === wanted.folded : said.exact === wanted.exact;

const wordsOf = (text: string): Word[] =>
  text
    .split(/[^\p{L}\p{N}\p{M}'*]+/u)
    .filter((word) => word !== '')
    .map(wordOf);

/** Words between two full stops, commas or line ends: nothing is read across them. */
function clausesOf(text: string, aliases: CitizenWords['aliases']): Word[][] {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/[.,;:!?()\n\r…]+/)
    .map((clause) =>
      wordsOf(
        clause
          .split(/\s+/)
          .map((word) => (Object.hasOwn(aliases, word) ? (aliases[word] ?? word) : word))
          .join(' '),
      ),
    );
}

function standsAt(clause: readonly Word[], at: number, phrase: readonly Word[]): boolean {
  return phrase.every((wanted, offset) => {
    const said = clause[at + offset];
    if (!said) return false;
    if (!wanted.folded.endsWith('*')) return matches(said, wanted);
    const beginning = wanted.folded.slice(0, -1);
    return said.folded.length === beginning.length + 1 && said.folded.startsWith(beginning);
  });
}

interface Phrase {
  readonly words: readonly Word[];
  /** Counts only where its accents are written. */
  readonly accented: boolean;
}

const phraseOf = (text: string): Phrase => ({
  words: wordsOf(text.replace(/^=/, '')),
  accented: text.startsWith('='),
});

const placesOf = (clause: readonly Word[], { words, accented }: Phrase): number[] =>
  clause.flatMap((_word, at) =>
    standsAt(clause, at, words) &&
    (!accented || words.every(({ exact }, offset) => clause[at + offset]?.exact === exact))
      ? [at]
      : [],
  );

/**
 * Only a negation that opens the clause counts ("không khó thở"): anywhere else `không` may be a question or the
 * end of another thought, and a false alarm costs less than a silent one.
 */
const isTakenBack = (clause: readonly Word[], at: number, negations: readonly (readonly Word[])[]): boolean =>
  negations.some((negation) => negation.length === at && standsAt(clause, 0, negation));

/**
 * A reader of reports. A category's weight is the number of words of its phrases that were found; a red flag
 * outweighs them all. It suggests and warns only: what somebody chose themselves is theirs to say, and nothing
 * here makes a report less urgent.
 */
export function createWordsReader(words: CitizenWords): (text: string) => WordsRead {
  const negations = words.negations.map(wordsOf);
  const flags = words.redFlags.map(({ id, phrases }) => ({ id, phrases: phrases.map(phraseOf) }));
  const categories = Object.entries(words.categories).map(
    ([code, phrases]) => [code, phrases.map(phraseOf)] as const,
  );
  return (text) => {
    const clauses = clausesOf(text, words.aliases);
    const isSaid = (phrase: Phrase): boolean =>
      clauses.some((clause) => placesOf(clause, phrase).some((at) => !isTakenBack(clause, at, negations)));
    const redFlags = flags.filter(({ phrases }) => phrases.some(isSaid)).map(({ id }) => id);
    if (redFlags.length > 0) return { category: emergencyCategory, redFlags };
    let category: string | null = null;
    let heaviest = 0;
    for (const [code, phrases] of categories) {
      const weight = phrases.filter(isSaid).reduce((sum, phrase) => sum + phrase.words.length, 0);
      if (weight > heaviest) [category, heaviest] = [code, weight];
    }
    return { category, redFlags };
  };
}
