import type { Windows } from './calendar-draft';
import { durationText } from './duration';
import type { PolicyWords } from './words-vi';

/** What a value of a policy is told with. */
export interface Telling {
  readonly words: PolicyWords;
  /** Monday first. */
  readonly weekdays: readonly string[];
}

const percentText = (share: number): string => `${String(Math.round(share * 10_000) / 100)}%`;

/** `UTC+7`, `UTC+5:30`. */
export function offsetText(utcOffsetMinutes: number): string {
  const minutes = Math.abs(utcOffsetMinutes);
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `UTC${utcOffsetMinutes < 0 ? '-' : '+'}${String(Math.floor(minutes / 60))}${rest}`;
}

const periodText = ([from = '', to = '']: readonly string[]): string => `${from}–${to}`;
const dayText = (windows: Windows): string => windows.map(periodText).join(', ');

/** `Thứ Hai–Thứ Sáu 07:30–11:30; Thứ Bảy 07:30–11:30`: days of the same hours in one, days off left out. */
export function weekText(weekly: readonly Windows[], { words, weekdays }: Telling): string {
  const days = weekly.map(dayText);
  const runs = days.flatMap((hours, first) => {
    if (hours === '' || days[first - 1] === hours) return [];
    const length = [...days.slice(first), undefined].findIndex((one) => one !== hours);
    const [from = '', to = ''] = [weekdays[first], weekdays[first + length - 1]];
    return [`${length > 1 ? `${from}–${to}` : from} ${hours}`];
  });
  return runs.length > 0 ? runs.join('; ') : words.none;
}

/** A value as somebody reads it; `key` is the name of its field. */
export function valueText(value: unknown, key: string, telling: Telling): string {
  const { words } = telling;
  if (value === undefined)
    return key in words.absent ? words.absent[key as keyof typeof words.absent] : words.none;
  if (value === null) return key in words.empty ? words.empty[key as keyof typeof words.empty] : words.none;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return numberText(value, key, words);
  if (typeof value === 'string') return key in named ? named[key as keyof typeof named](value, words) : value;
  if (Array.isArray(value)) return listText(value, key, telling);
  return Object.entries(value)
    .filter(([, one]) => !Array.isArray(one) || one.length > 0)
    .map(([name, one]) => `${fieldName(name, words)}: ${valueText(one, name, telling)}`)
    .join('; ');
}

export const fieldName = (key: string, { fields }: PolicyWords): string =>
  (fields as Readonly<Record<string, string>>)[key] ?? key;

const lookUp = (names: Readonly<Record<string, string>>, value: string): string => names[value] ?? value;

/** Fields whose values are names of the code. Everything else stands as somebody wrote it. */
const named = {
  channels: (value: string, { channels }: PolicyWords) => lookUp(channels, value),
  holdReasons: (value: string, { holdReasons }: PolicyWords) => lookUp(holdReasons, value),
  tier: (value: string, { tiers }: PolicyWords) => lookUp(tiers, value),
  unreachablePerson: (value: string, words: PolicyWords) => lookUp(words.unreachablePerson, value),
};

function numberText(value: number, key: string, { units }: PolicyWords): string {
  if (key.endsWith('Ms')) return durationText(value, units);
  if (key === 'share' || key === 'warnAtShares') return percentText(value);
  if (key === 'utcOffsetMinutes') return offsetText(value);
  return String(value);
}

function listText(value: readonly unknown[], key: string, telling: Telling): string {
  if (value.length === 0) return telling.words.none;
  if (key === 'holidays') return telling.words.days(value.length);
  if (key === 'weekly' && value.length === 7) return weekText(value as readonly Windows[], telling);
  if (value.every((one) => Array.isArray(one))) return dayText(value as unknown as Windows);
  const isPeriod = key === 'weekly' || /^\d{4}-/.test(key);
  return isPeriod
    ? periodText(value as readonly string[])
    : value.map((one) => valueText(one, key, telling)).join(', ');
}
