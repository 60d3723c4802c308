import type { CoverageGap } from '../domain/duty-coverage';
import type { LoadCount } from '../models/organisation/organisation-loader';
import type { ReadinessLack, UnitReadiness } from '../domain/readiness';
import type { RowProblem } from './row-problem';

/** A table for a terminal: columns as wide as their widest cell, a rule below the head. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Every problem, a line each, in the order of the files. */
export function problemTable(problems: readonly RowProblem[]): string {
  return table(
    ['file', 'line', 'column', 'must be', 'is'],
    problems.map(({ file, line, column, mustBe, found }) => [
      file,
      String(line),
      column,
      mustBe,
      found ?? '',
    ]),
  );
}

/** What was written, a line a file. */
export function countTable(counts: Readonly<Record<string, LoadCount>>): string {
  return table(
    ['', 'new', 'changed', 'as before', 'removed'],
    Object.entries(counts).map(([name, { created, updated, unchanged, removed }]) => [
      name,
      ...[created, updated, unchanged, removed].map(String),
    ]),
  );
}

/** The checklist, a line a unit: what is there, what is missing, and in which hours nobody can be paged. */
export function readinessTable(units: readonly UnitReadiness[]): string {
  const mark = (isThere: boolean): string => (isThere ? 'yes' : 'NO');
  const has = (unit: UnitReadiness, lack: ReadinessLack): string => mark(!unit.missing.includes(lack));
  return table(
    ['unit', 'name', 'ready', 'team', 'number', 'supervisor', 'policy', 'nobody on duty'],
    units.map((unit) => [
      unit.unitCode,
      unit.name,
      mark(unit.ready),
      has(unit, 'team'),
      has(unit, 'hotlineNumber'),
      has(unit, 'supervisorWithPhone'),
      has(unit, 'policy'),
      Object.entries(unit.uncovered)
        .map(([field, gaps]) => `${field}: ${gapsInWords(gaps)}`)
        .join('; '),
    ]),
  );
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Sat Sun 19:00–24:00`; the same hours of several days are told once. */
function gapsInWords(gaps: readonly CoverageGap[]): string {
  const daysByHours = new Map<string, string[]>();
  for (const { weekday, from, to } of gaps) {
    const hours = `${from}–${to}`;
    daysByHours.set(hours, [...(daysByHours.get(hours) ?? []), dayNames[weekday - 1] ?? '']);
  }
  return [...daysByHours]
    .map(([hours, days]) => `${days.length === dayNames.length ? 'every day' : days.join(' ')} ${hours}`)
    .join(', ');
}
