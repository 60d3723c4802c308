import { durationText } from './duration';
import type { PolicyWords } from './words-vi';

export interface PolicyChange {
  readonly pointer: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** A difference between two versions as somebody reads it: `P1 · Xử lý xong`, `2 giờ`, `3 giờ`. */
export function sayDifference(
  { pointer, from, to }: PolicyChange,
  words: PolicyWords,
): { readonly what: string; readonly from: string; readonly to: string } {
  const keys = pointer.split('/').slice(1);
  const names = keys.flatMap((key) => nameOf(key, words));
  return {
    what: names.length > 0 ? names.join(' · ') : pointer,
    from: valueText(from, keys, words),
    to: valueText(to, keys, words),
  };
}

/** `classes` is told by its class, `P1`; places in a list count from one. */
function nameOf(key: string, words: PolicyWords): readonly string[] {
  if (key === 'classes') return [];
  if (key === 'down' || key === 'climb') return [words[key]];
  if (/^\d+$/.test(key)) return [String(Number(key) + 1)];
  return [(words.fields as Readonly<Record<string, string>>)[key] ?? key];
}

function valueText(value: unknown, keys: readonly string[], words: PolicyWords): string {
  const key = keys.findLast((one) => !/^\d+$/.test(one)) ?? '';
  if (value === undefined) return words.none;
  if (value === null) return key === 'calendarId' ? words.aroundTheClock : words.none;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') {
    if (key.endsWith('Ms')) return durationText(value, words.units);
    if (key === 'share' || key === 'warnAtShares') return `${String(Math.round(value * 10_000) / 100)}%`;
    return String(value);
  }
  if (typeof value === 'string') {
    const known: Readonly<Record<string, string>> = {
      ...words.channels,
      ...words.holdReasons,
      ...words.tiers,
    };
    return known[value] ?? value;
  }
  if (Array.isArray(value))
    return value.length === 0
      ? words.none
      : value.map((one) => valueText(one, keys, words)).join(key === 'weekly' ? '–' : ', ');
  return JSON.stringify(value);
}
