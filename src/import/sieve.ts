import type { ReadRow } from './columns';
import { quoted, type RowProblem } from './row-problem';

/** What a row's neighbours say about it: one column and what it must be. */
export interface Objection<R> {
  readonly column: keyof R & string;
  readonly mustBe: string;
}

export interface Sieved<R> {
  readonly good: readonly ReadRow<R>[];
  readonly problems: readonly RowProblem[];
}

/** Parts rows into good ones and problems. Columns in `personal` are never quoted. */
export function sieve<R extends object>(
  file: string,
  rows: readonly ReadRow<R>[],
  objectionsTo: (values: R) => readonly Objection<R>[],
  personal: readonly (keyof R & string)[] = [],
): Sieved<R> {
  const problems: RowProblem[] = [];
  const good = rows.filter(({ line, values }) => {
    const objections = objectionsTo(values);
    for (const { column, mustBe } of objections) {
      const value: unknown = values[column];
      const isQuotable = typeof value === 'string' && !personal.includes(column);
      problems.push({ file, line, column, mustBe, ...(isQuotable && { found: quoted(value) }) });
    }
    return objections.length === 0;
  });
  return { good, problems };
}

/** The lines on which each value of a column stands; more than one is a repeat. */
export function linesOf<R>(
  rows: readonly ReadRow<R>[],
  keyOf: (values: R) => string,
): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  for (const { line, values } of rows) lines.set(keyOf(values), [...(lines.get(keyOf(values)) ?? []), line]);
  return lines;
}

/** An objection when a value stands on several lines; every one of them is told, for we cannot know which is right. */
export function repeats<R>(
  lines: ReadonlyMap<string, readonly number[]>,
  column: keyof R & string,
  key: string,
): readonly Objection<R>[] {
  const found = lines.get(key) ?? [];
  return found.length > 1
    ? [{ column, mustBe: `on one line only; it stands on lines ${found.join(', ')}` }]
    : [];
}
