import type { TextPart } from '../../../src/domain/sms-text';
import { unaccentedParts } from '../../../src/domain/sms-text';
import { smsProblems, spokenProblems, type TemplateProblem } from '../../../src/domain/template-rules';
import type { MessageTexts, MessageTextsChange } from '../../api/operations.gen';

export type Variant = 'vi' | 'plain' | 'en';
/** The words of one template; a call's have no `plain`. */
export type TemplateWords = Readonly<Partial<Record<Variant, readonly TextPart[]>>>;

/** A part while it is written. */
export interface DraftPart {
  /** Its own for as long as it is there, wherever it is moved to. */
  readonly key: number;
  readonly text: string;
  /** Empty: always stays. */
  readonly drop: string;
}
export interface WordsDraft {
  readonly name: string;
  readonly isSpoken: boolean;
  /** What it was made from, and what an undo brings back. */
  readonly basedOn: number;
  readonly before: TemplateWords;
  readonly variants: Readonly<Record<Variant, readonly DraftPart[]>>;
}

export const maxParts = 10;
export const maxPartLength = 300;

export const wordsNamed = (
  { sms, voice }: Pick<MessageTexts, 'sms' | 'voice'>,
  name: string,
): TemplateWords => sms[name] ?? voice[name] ?? {};

/** In the order in which they are written: the unaccented words follow from the accented ones. */
export const variantsOf = (isSpoken: boolean): readonly Variant[] =>
  isSpoken ? ['vi', 'en'] : ['vi', 'plain', 'en'];

const draftParts = (parts: readonly TextPart[] = []): readonly DraftPart[] =>
  parts.map(({ text, drop }, key) => ({ key, text, drop: drop === undefined ? '' : String(drop) }));
const plainParts = (parts: readonly DraftPart[]): readonly TextPart[] =>
  parts.map(({ text, drop }) => ({ text: text.trim(), ...(drop !== '' && { drop: Number(drop) }) }));

export function draftOf(texts: MessageTexts, name: string): WordsDraft {
  const before = wordsNamed(texts, name);
  const variants = {
    ...{ vi: draftParts(before.vi), plain: draftParts(before.plain), en: draftParts(before.en) },
  };
  return { name, isSpoken: name in texts.voice, basedOn: texts.version, before, variants };
}

export const draftedWords = ({ variants: { vi, plain, en } }: WordsDraft) => ({
  ...{ vi: plainParts(vi), plain: plainParts(plain), en: plainParts(en) },
});

/** What is sent to change one template to these words. */
export function changeTo(name: string, isSpoken: boolean, words: TemplateWords): MessageTextsChange {
  const { vi = [], plain = [], en = [] } = words;
  return isSpoken ? { voice: { [name]: { vi, en } } } : { sms: { [name]: { plain, vi, en } } };
}

/** What the server would refuse, as it would say it. */
export function problemsOf(draft: WordsDraft, brand: string): readonly TemplateProblem[] {
  const words = draftedWords(draft);
  return draft.isSpoken ? spokenProblems(draft.name, words) : smsProblems(draft.name, words, brand);
}

const written = (parts: readonly DraftPart[]): string =>
  JSON.stringify(parts.map(({ text, drop }) => [text, drop]));

/** As typed: a space at the end counts, or it would vanish while somebody writes. */
export const isUnchanged = ({ isSpoken, before, variants }: WordsDraft): boolean =>
  variantsOf(isSpoken).every(
    (variant) => written(variants[variant]) === written(draftParts(before[variant])),
  );

export const withParts = (draft: WordsDraft, variant: Variant, parts: readonly DraftPart[]): WordsDraft => ({
  ...draft,
  variants: { ...draft.variants, [variant]: parts },
});

export const withPlainFromVi = (draft: WordsDraft): WordsDraft =>
  withParts(draft, 'plain', draftParts(unaccentedParts(draftedWords(draft).vi)));

export const withNewPart = (parts: readonly DraftPart[]): readonly DraftPart[] => [
  ...parts,
  { key: Math.max(-1, ...parts.map(({ key }) => key)) + 1, text: '', drop: '' },
];

/** One place up (-1) or down (1); where there is no such place, as it was. */
export function moved(parts: readonly DraftPart[], from: number, by: -1 | 1): readonly DraftPart[] {
  const part = parts[from];
  const other = parts[from + by];
  if (!part || !other) return parts;
  return parts.map((one, at) => (at === from ? other : at === from + by ? part : one));
}
