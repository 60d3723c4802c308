import type { MessageTexts } from '../../api/operations.gen';
import { variantsOf, wordsNamed, type TemplateWords, type Variant } from './words-draft';

export interface VariantDifference {
  readonly variant: Variant;
  /** Parts line by line. */
  readonly before: string;
  readonly after: string;
}
export interface TextsDifference {
  /** Before and after. */
  readonly brand: readonly [string, string] | null;
  readonly accented: readonly [boolean, boolean] | null;
  readonly templates: readonly {
    readonly name: string;
    readonly variants: readonly VariantDifference[];
  }[];
}

/** How the words say when a part is left out: `[bỏ thứ 1]`. */
export type SayDrop = (drop: number) => string;

export function variantDifferences(
  before: TemplateWords,
  after: TemplateWords,
  sayDrop: SayDrop,
): readonly VariantDifference[] {
  const textOf = (words: TemplateWords, variant: Variant): string =>
    (words[variant] ?? [])
      .map(({ text, drop }) => (drop === undefined ? text : `${text} ${sayDrop(drop)}`))
      .join('\n');
  return variantsOf(false)
    .map((variant) => ({ variant, before: textOf(before, variant), after: textOf(after, variant) }))
    .filter((one) => one.before !== one.after);
}

/** What somebody changed between two versions. */
export function textsDifference(older: MessageTexts, newer: MessageTexts, sayDrop: SayDrop): TextsDifference {
  const names = [older, newer].flatMap(({ sms, voice }) => [...Object.keys(sms), ...Object.keys(voice)]);
  return {
    brand: older.brand === newer.brand ? null : [older.brand, newer.brand],
    accented: older.accented === newer.accented ? null : [older.accented, newer.accented],
    templates: [...new Set(names)]
      .map((name) => ({
        name,
        variants: variantDifferences(wordsNamed(older, name), wordsNamed(newer, name), sayDrop),
      }))
      .filter(({ variants }) => variants.length > 0),
  };
}
