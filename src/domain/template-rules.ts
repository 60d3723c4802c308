import { maxSeptets, septetsOf, smsText, unaccented } from './sms-text';
import type { TextPart } from './sms-text';

/** The words of one SMS in its three variants. */
export interface SmsWords {
  readonly plain: readonly TextPart[];
  readonly vi: readonly TextPart[];
  readonly en: readonly TextPart[];
}
export interface SpokenWords {
  readonly vi: readonly TextPart[];
  readonly en: readonly TextPart[];
}

/** One thing that is wrong, with a JSON pointer into the template. */
export interface TemplateProblem {
  readonly pointer: string;
  readonly message: string;
}

/** The values a text may ask for, as long as they get. */
export const sampleValues: Readonly<Record<string, string>> = {
  code: 'BD-7K3-9QF',
  spokenCode: 'B D, 7 K 3, 9 Q F',
  priority: 'P1',
  category: 'Phan anh',
  link: `https://1022.binhduong.gov.vn/c/m${'0'.repeat(33)}`,
  place: 'Thị trấn Dầu Tiếng',
  gap: 'Thị trấn Dầu Tiếng',
  deadline: '23:59 31/12',
};

/**
 * A text message lies open on a lock screen, so none to a citizen says anything about health. Folded: without
 * accents, in lower case. Short words need a border on both sides (`ho` is in `cho`).
 */
const healthWords =
  /\b(covid\w*|sars|f0|f1|sot|ho|benh\w*|nhiem|duong tinh|am tinh|cach ly|cap cuu|xet nghiem|vac ?xin\w*|vaccin\w*|thuoc|suc khoe|y te|fever|cough|infect\w*|ill|illness|disease|hospital\w*|patient\w*|health|medic\w*|ambulance|positive|quarantine)\b/;

/** A brand that carriers here accept as a sender: GSM letters, digits and spaces, 2 to 11 of them. */
export const isBrand = (brand: string): boolean => /^[A-Za-z\d][A-Za-z\d ]{0,9}[A-Za-z\d]$/.test(brand);

/** What is wrong with the words of one SMS; none when they may be sent. */
export function smsProblems(name: string, words: SmsWords, brand: string): readonly TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  for (const variant of ['plain', 'vi', 'en'] as const) {
    const parts = words[variant];
    problems.push(...unknownValues(variant, parts));
    const always = parts.filter(({ drop }) => drop === undefined).map(({ text }) => text);
    if (!always.some((text) => text.includes('{code}'))) {
      problems.push({ pointer: `/${variant}`, message: 'must carry {code} in a part that is never dropped' });
    }
    const text = parts.map((part) => part.text).join(' ');
    if (name.startsWith('citizen.') && healthWords.test(unaccented(text).toLowerCase())) {
      problems.push({ pointer: `/${variant}`, message: 'must not have a word about health' });
    }
  }
  const folded = words.vi.map(({ text }) => unaccented(text.normalize('NFC')));
  const isFolded =
    folded.length === words.plain.length &&
    words.plain.every(({ text, drop }, at) => text === folded[at] && drop === words.vi[at]?.drop);
  if (!isFolded)
    problems.push({ pointer: '/plain', message: 'must be vi without its accents, part by part' });
  for (const variant of ['plain', 'en'] as const) {
    if (septetsOf(smsText(brand, words[variant], sampleValues)) > maxSeptets) {
      const message = `must fit ${String(maxSeptets)} characters with the longest values`;
      problems.push({ pointer: `/${variant}`, message });
    }
  }
  return problems;
}

/** What is wrong with the words of one call. */
export function spokenProblems(words: SpokenWords): readonly TemplateProblem[] {
  return (['vi', 'en'] as const).flatMap((variant) => unknownValues(variant, words[variant]));
}

function unknownValues(variant: string, parts: readonly TextPart[]): TemplateProblem[] {
  return parts.flatMap(({ text }, at) =>
    [...text.matchAll(/\{(\w*)\}/g)]
      .filter(([, name = '']) => !Object.hasOwn(sampleValues, name))
      .map(() => ({
        pointer: `/${variant}/${String(at)}/text`,
        message: `must use only {${Object.keys(sampleValues).join('}, {')}}`,
      })),
  );
}
