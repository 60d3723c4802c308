import { normalisePhone, isShortCode } from '../domain/phone';
import { isDate } from '../domain/roster';
import { quoted, type RowProblem } from './row-problem';
import type { CsvRow } from './csv-file';

/** How one column is read. `read` answers undefined for what is not valid. */
export interface Column<T> {
  readonly mustBe: string;
  readonly read: (cell: string) => T | undefined;
  /** The value of an empty cell; without it the cell must be filled. */
  readonly whenEmpty?: { readonly value: T };
  /** Holds a name or a phone: never quoted in a report. */
  readonly personal?: true;
  /** Characters at most, where 200 are too few. */
  readonly longest?: number;
  /** A leading + is part of a phone number; anywhere else it begins a spreadsheet formula. */
  readonly mayBeginWithPlus?: true;
}

export type Columns<R> = { readonly [K in keyof R]: Column<R[K]> };

export interface ReadRow<R> {
  readonly line: number;
  readonly values: R;
}

const LONGEST_CELL = 200;
const controlCharacters = /\p{Cc}/u;

export const text: Column<string> = { mustBe: 'a text', read: (cell) => cell };
const code = (what: string, pattern: RegExp, example: string): Column<string> => ({
  mustBe: `${what}, e.g. ${example}`,
  read: (cell) => (pattern.test(cell) ? cell : undefined),
});
export const unitCode = code('a unit code of letters and digits, at most 12', /^\w{1,12}$/, '25747');
export const id = code(
  'an id of letters, digits, - and _, at most 64',
  /^[\w-]{1,64}$/,
  'team-25747-response',
);
export const username = code(
  'a username of lower-case letters, digits and . - _, 2 to 64',
  /^[a-z0-9][a-z0-9._-]{1,63}$/,
  'lan.25747',
);
export const oneOf = <T extends string>(choices: readonly T[]): Column<T> => ({
  mustBe: `one of: ${choices.join(', ')}`,
  read: (cell) => choices.find((choice) => choice.toLowerCase() === cell.toLowerCase()),
});
export const date: Column<string> = {
  mustBe: 'a date YYYY-MM-DD',
  read: (cell) => (isDate(cell) ? cell : undefined),
};
/** `07:00`; a spreadsheet makes `7:00` or `07:00:00` of it. */
export const time: Column<string> = {
  mustBe: 'a time HH:MM from 00:00 to 23:59',
  read: (cell) => {
    const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(cell) ?? [];
    if (hours === undefined || minutes === undefined || Number(hours) > 23 || Number(minutes) > 59)
      return undefined;
    return `${hours.padStart(2, '0')}:${minutes}`;
  },
};
const words: Readonly<Record<string, boolean>> = {
  ...{ yes: true, true: true, '1': true, có: true, no: false, false: false, '0': false, không: false },
};
export const yesOrNo: Column<boolean> = { mustBe: 'yes or no', read: (cell) => words[cell.toLowerCase()] };

/** Words parted by spaces, each of them valid, none twice. */
export const listOf = <T>(one: Column<T>, what: string): Column<readonly T[]> => ({
  mustBe: what,
  read: (cell) => {
    const parts = cell.split(/\s+/).map((part) => one.read(part));
    const valid = parts.filter((part) => part !== undefined);
    return valid.length === parts.length && new Set(valid).size === valid.length ? valid : undefined;
  },
});

/** `1 2 3`, `1-5` or `1-5 7`, from 1 (Monday) to 7 (Sunday). */
export const weekdays: Column<readonly number[]> = {
  mustBe: 'weekdays from 1 (Monday) to 7 (Sunday), e.g. "1-5" or "6 7"',
  read: (cell) => {
    const days = cell.split(/\s+/).flatMap((part) => {
      const [, from, to = from] = /^([1-7])(?:-([1-7]))?$/.exec(part) ?? [];
      const length = Number(to) - Number(from) + 1;
      return length > 0 ? Array.from({ length }, (_, index) => Number(from) + index) : [0];
    });
    return days.includes(0) || new Set(days).size !== days.length ? undefined : days.sort();
  },
};

const lostZero = '(a spreadsheet drops the first 0: format the column as text)';
export const personPhone: Column<string> = {
  mustBe: `a phone that can be called, e.g. 0901234567 ${lostZero}`,
  personal: true,
  mayBeginWithPlus: true,
  read: (cell) => {
    const phone = normalisePhone(cell);
    return phone === null || isShortCode(phone) ? undefined : phone;
  },
};
export const publicNumber: Column<string> = {
  mustBe: `a number people can dial, e.g. 0274 3822 222 or 1022 ${lostZero}`,
  mayBeginWithPlus: true,
  read: (cell) => normalisePhone(cell) ?? undefined,
};

export const optional = <T, D>(column: Column<T>, value: D): Column<T | D> => ({
  ...column,
  whenEmpty: { value },
});

/** Reads the cells of one row; a list of problems when any of them is not as it must be. */
export function readRow<R extends object>(
  file: string,
  { line, cells }: CsvRow,
  columns: Columns<R>,
): { readonly row: ReadRow<R> } | { readonly problems: readonly RowProblem[] } {
  const problems: RowProblem[] = [];
  const values: Partial<R> = {};
  for (const name of Object.keys(columns) as (keyof R & string)[]) {
    const column: Column<R[typeof name]> = columns[name];
    const cell = cells[name] ?? '';
    const found = column.personal || cell === '' ? {} : { found: quoted(cell) };
    const refuse = (mustBe: string): void => {
      problems.push({ file, line, column: name, mustBe, ...found });
    };
    if (cell === '') {
      if (column.whenEmpty) values[name] = column.whenEmpty.value;
      else refuse(`filled: ${column.mustBe}`);
      continue;
    }
    const value = oddity(cell, column) ?? { read: column.read(cell) };
    if (typeof value === 'string') refuse(value);
    else if (value.read === undefined) refuse(column.mustBe);
    else values[name] = value.read;
  }
  return problems.length > 0 ? { problems } : { row: { line, values: values as R } };
}

/** What no cell may hold, whatever its column: formulas, control characters, novels. */
function oddity(
  cell: string,
  column: Pick<Column<unknown>, 'mayBeginWithPlus' | 'longest'>,
): string | undefined {
  const longest = column.longest ?? LONGEST_CELL;
  const formula = column.mayBeginWithPlus ? /^[=@-]/ : /^[=+@-]/;
  if (formula.test(cell))
    return 'something that does not begin with = + - or @, which a spreadsheet would run';
  if (controlCharacters.test(cell)) return 'one line without control characters';
  return cell.length > longest ? `at most ${String(longest)} characters long` : undefined;
}
