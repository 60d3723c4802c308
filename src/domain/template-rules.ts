import {
  accentedSmsText,
  maxAccentedUnits,
  maxSeptets,
  septetsOf,
  smsText,
  unaccented,
  unaccentedParts,
} from './sms-text';
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

export type TemplateRule = 'unknownValue' | 'noCode' | 'health' | 'notVi' | 'tooLong' | 'tooLongAccented';

/** One thing that is wrong, with a JSON pointer into the template. */
export interface TemplateProblem {
  readonly pointer: string;
  readonly rule: TemplateRule;
  readonly message: string;
  /** What breaks the rule, as it stands in the words. */
  readonly found?: string;
}

/** What is about a turn of duty: its values, as long as they get. */
const dutyValues: Readonly<Record<string, string>> = {
  time: '07:00 31/12',
  team: 'Đội y tế Thị trấn Dầu Tiếng',
  count: '12',
  list: 'BD-7K3-9QF P1',
  link: `https://1022.binhduong.gov.vn/h/${'0'.repeat(34)}`,
};
const dutyTemplates: ReadonlySet<string> = new Set([
  'team.handOver',
  'supervisor.handOverOverdue',
  'supervisor.nobodyComing',
  'supervisor.nobodyThere',
]);

/** What is about a command order: its values, as long as they get. */
const orderValues: Readonly<Record<string, string>> = {
  code: 'ML-7K3-9QF',
  spokenCode: 'M L, 7 K 3, 9 Q F',
  issuer: 'Thành phố Thủ Dầu Một',
  unit: 'Thị trấn Dầu Tiếng',
  deadline: '23:59 31/12',
  count: '91',
  link: `https://1022.binhduong.gov.vn/o/m${'0'.repeat(33)}`,
};

/** What is about a report: its values, as long as they get. */
const reportValues: Readonly<Record<string, string>> = {
  period: '30/11-06/12',
  unit: 'Thành phố Thủ Dầu Một',
  received: '12345',
  closed: '12345',
  late: '12345',
  link: 'https://1022.binhduong.gov.vn/app/reports/sent/weekly-2021-11-30-25747',
};
const reportTemplates: ReadonlySet<string> = new Set(['supervisor.dailyReport', 'supervisor.weeklyReport']);

/** A call that nobody answered has no ticket yet. */
const callBackValues: Readonly<Record<string, string>> = { priority: 'P1', place: 'Thị trấn Dầu Tiếng' };

/** What is about one ticket: its values, as long as they get. */
const ticketValues: Readonly<Record<string, string>> = {
  code: 'BD-7K3-9QF',
  spokenCode: 'B D, 7 K 3, 9 Q F',
  priority: 'P1',
  category: 'Phan anh',
  link: `https://1022.binhduong.gov.vn/c/m${'0'.repeat(33)}`,
  place: 'Thị trấn Dầu Tiếng',
  gap: 'Thị trấn Dầu Tiếng',
  deadline: '23:59 31/12',
  resolveBy: '23:59 31/12',
};

/** What this message never knows, or never says: a part that asked for it would always be left out. */
const neverKnownTo = (name: string): readonly string[] => [
  ...(name.endsWith('.voice') ? ['code', 'link'] : ['spokenCode']),
  ...(name.startsWith('citizen.') ? ['place'] : []),
  ...(name === 'supervisor.rosterGap' ? [] : ['gap']),
];

const allValuesOf = (name: string): Readonly<Record<string, string>> =>
  name.startsWith('order.')
    ? orderValues
    : dutyTemplates.has(name)
      ? dutyValues
      : reportTemplates.has(name)
        ? reportValues
        : name.startsWith('supervisor.callBack')
          ? callBackValues
          : ticketValues;

/** The values that the words of this template may ask for, as long as they get. */
export function sampleValuesOf(name: string): Readonly<Record<string, string>> {
  const unknown = neverKnownTo(name);
  return Object.fromEntries(Object.entries(allValuesOf(name)).filter(([value]) => !unknown.includes(value)));
}

/** A value that is not known takes its whole part along, and the code must not go with it. */
const mayBeUnknown = /\{(place|gap|deadline|resolveBy|unit)\}/;

/** Whether every SMS of this template names a ticket, or an order, by its code. A call that nobody answered has none, nor has a turn of duty or a report. */
export const namesTicket = (name: string): boolean =>
  !name.startsWith('supervisor.callBack') && !dutyTemplates.has(name) && !reportTemplates.has(name);

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
  const sampleValues = sampleValuesOf(name);
  for (const variant of ['plain', 'vi', 'en'] as const) {
    const parts = words[variant];
    problems.push(...unknownValues(variant, parts, sampleValues));
    const carriesCode = ({ text, drop }: TextPart): boolean =>
      drop === undefined && text.includes('{code}') && !mayBeUnknown.test(text);
    if (namesTicket(name) && !parts.some(carriesCode)) {
      const message = 'must carry {code} in a part that is never dropped';
      problems.push({ pointer: `/${variant}`, rule: 'noCode', message });
    }
    const text = unaccented(parts.map((part) => part.text).join(' ')).toLowerCase();
    const [found] = (name.startsWith('citizen.') && healthWords.exec(text)) || [];
    if (found !== undefined) {
      const message = 'must not have a word about health';
      problems.push({ pointer: `/${variant}`, rule: 'health', message, found });
    }
  }
  const folded = unaccentedParts(words.vi);
  const isFolded =
    folded.length === words.plain.length &&
    words.plain.every(({ text, drop }, at) => text === folded[at]?.text && drop === folded[at].drop);
  if (!isFolded) {
    const message = 'must be vi without its accents, part by part';
    problems.push({ pointer: '/plain', rule: 'notVi', message });
  }
  for (const variant of ['plain', 'en'] as const) {
    if (septetsOf(smsText(brand, words[variant], sampleValues)) > maxSeptets) {
      const message = `must fit ${String(maxSeptets)} characters with the longest values`;
      problems.push({ pointer: `/${variant}`, rule: 'tooLong', message });
    }
  }
  if (
    name.startsWith('citizen.') &&
    accentedSmsText(brand, words.vi, sampleValues).length > maxAccentedUnits
  ) {
    const message = `must fit ${String(maxAccentedUnits)} characters, two SMS, with the longest values`;
    problems.push({ pointer: '/vi', rule: 'tooLongAccented', message });
  }
  return problems;
}

/** What is wrong with the words of one call. */
export function spokenProblems(name: string, words: SpokenWords): readonly TemplateProblem[] {
  return (['vi', 'en'] as const).flatMap((variant) =>
    unknownValues(variant, words[variant], sampleValuesOf(name)),
  );
}

function unknownValues(
  variant: string,
  parts: readonly TextPart[],
  sampleValues: Readonly<Record<string, string>>,
): TemplateProblem[] {
  return parts.flatMap(({ text }, at) =>
    [...text.matchAll(/\{(\w*)\}/g)]
      .filter(([, name = '']) => !Object.hasOwn(sampleValues, name))
      .map(([found]) => ({
        pointer: `/${variant}/${String(at)}/text`,
        rule: 'unknownValue' as const,
        found,
        message: `must use only {${Object.keys(sampleValues).join('}, {')}}`,
      })),
  );
}
