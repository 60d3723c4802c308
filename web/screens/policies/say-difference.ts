import { fieldName, valueText, type Telling } from './say-value';

export interface PolicyChange {
  readonly pointer: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

export interface SaidDifference {
  readonly pointer: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** Lists in which a place means nothing: what comes after something that was taken out has not changed. */
const setOf = (pointer: string): string | undefined =>
  /^(.*\/(?:channels|holdReasons|holidays))\/\d+$/.exec(pointer)?.[1];

/** What differs between two versions as somebody reads it: `P1 · Xử lý xong`, `2 giờ`, `3 giờ`. */
export function sayDifferences(
  changes: readonly PolicyChange[],
  telling: Telling,
): readonly SaidDifference[] {
  const sets = new Map<string, PolicyChange[]>();
  for (const change of changes) {
    const set = setOf(change.pointer);
    if (set !== undefined) sets.set(set, [...(sets.get(set) ?? []), change]);
  }
  return changes.flatMap((change): readonly SaidDifference[] => {
    const set = setOf(change.pointer);
    if (set === undefined) return [saidOf(change, telling)];
    const ofSet = sets.get(set) ?? [];
    return ofSet[0] === change ? saidOfSet(set, ofSet, telling) : [];
  });
}

const keysOf = (pointer: string): readonly string[] => pointer.split('/').slice(1);

function saidOf({ pointer, from, to }: PolicyChange, telling: Telling): SaidDifference {
  const key = keysOf(pointer).findLast((one) => !/^\d+$/.test(one)) ?? '';
  return {
    ...{ pointer, what: whatOf(pointer, telling) },
    from: valueText(from, key, telling),
    to: valueText(to, key, telling),
  };
}

function saidOfSet(
  pointer: string,
  changes: readonly PolicyChange[],
  telling: Telling,
): readonly SaidDifference[] {
  const { words } = telling;
  const key = keysOf(pointer).at(-1) ?? '';
  const only = (side: 'from' | 'to', other: 'from' | 'to'): string =>
    changes
      .flatMap((change) => (change[side] === undefined ? [] : [change[side]]))
      .filter((value) => !changes.some((change) => change[other] === value))
      .map((value) => valueText(value, key, telling))
      .join(', ');
  const [removed, added] = [only('from', 'to'), only('to', 'from')];
  if (removed === '' && added === '') return [];
  const told = [removed && words.removed(removed), added && words.added(added)].filter(Boolean).join('; ');
  return [{ pointer, what: whatOf(pointer, telling), from: removed, to: told }];
}

/** `classes` is told by its class, `P1`; a place in a list by what it counts, from one. */
function whatOf(pointer: string, { words, weekdays }: Telling): string {
  const [, ofDay = pointer, period, end] =
    /^(.*\/(?:weekly|extraDays)\/[^/]+)\/(\d+)(?:\/([01]))?$/.exec(pointer) ?? [];
  const keys = keysOf(ofDay);
  const names = keys.flatMap((key, place): readonly string[] => {
    const list = keys[place - 1];
    const number = Number(key) + 1;
    if (key === 'classes' || (key === 'calendars' && place + 1 < keys.length)) return [];
    if (key === 'down' || key === 'climb') return [words[key]];
    if (!/^\d+$/.test(key)) return [fieldName(key, words)];
    if (list === 'calendars') return [words.calendarAt(number)];
    if (list === 'weekly') return [weekdays[number - 1] ?? key];
    return [list === 'down' || list === 'climb' ? words.stepAt(number) : String(number)];
  });
  if (period !== undefined) names.push(words.periodAt(Number(period) + 1));
  if (end !== undefined) names.push(words.ends[end === '0' ? 'from' : 'to']);
  return names.join(' · ') || pointer;
}
