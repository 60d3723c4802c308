import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { quoted, type RowProblem } from './row-problem';

export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvContent {
  readonly rows: readonly CsvRow[];
  readonly problems: readonly RowProblem[];
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const LONGEST_ROW_BYTES = 20_000;

/**
 * Reads one CSV file as spreadsheets save it: UTF-8 with or without a byte order mark, any line ends, comma
 * or (in Vietnamese Excel) semicolon. Cells are trimmed and NFC. A file whose header is not as it must be
 * gives no rows.
 */
export function readCsv(
  file: string,
  bytes: Uint8Array,
  columns: { readonly required: readonly string[]; readonly optional: readonly string[] },
): CsvContent {
  if (!isUtf8(bytes)) return refused({ file, line: 1, column: '', mustBe: 'saved as "CSV UTF-8"' });
  const text = new TextDecoder().decode(bytes);
  const records: ParsedRecord[] = [];
  try {
    const delimiter = /^[^\r\n,]*;/.test(text) ? ';' : ',';
    records.push(
      ...(parse(text, {
        delimiter,
        info: true,
        trim: true,
        relax_column_count: true,
        skip_empty_lines: true,
        skip_records_with_empty_values: true,
        max_record_size: LONGEST_ROW_BYTES,
        record_delimiter: ['\r\n', '\n', '\r'],
      }) as unknown as ParsedRecord[]),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refused({
      file,
      line: lineOf(error),
      column: '',
      mustBe: 'a row whose quotes are closed and doubled',
    });
  }
  return readTable(
    file,
    records.map(({ record, info }) => ({ line: info.lines, cells: record })),
    columns,
  );
}

/** Rows of cells, the first of them the header, under the columns they stand in. */
export function readTable(
  file: string,
  records: readonly { readonly line: number; readonly cells: readonly string[] }[],
  columns: { readonly required: readonly string[]; readonly optional: readonly string[] },
): CsvContent {
  const problems: RowProblem[] = [];
  const [head, ...body] = records;
  const header = (head?.cells ?? []).map((name) => nameOf(name, [...columns.required, ...columns.optional]));
  problems.push(...headerProblems(file, header, columns));
  if (problems.length > 0) return { rows: [], problems };
  const rows = body.flatMap(({ line, cells: record }): CsvRow[] => {
    if (record.length > header.length) {
      problems.push({
        file,
        line,
        column: '',
        mustBe: `a row of ${String(header.length)} cells`,
      });
      return [];
    }
    const cells = header.map((name, index) => [name, (record[index] ?? '').normalize('NFC')] as const);
    return [{ line, cells: Object.fromEntries(cells) }];
  });
  return { rows, problems };
}

const refused = (problem: RowProblem): CsvContent => ({ rows: [], problems: [problem] });

const lineOf = (error: CsvError): number => (typeof error.lines === 'number' ? error.lines : 1);

/** `UnitCode` in a header means `unitCode`. */
const nameOf = (typed: string, known: readonly string[]): string =>
  known.find((name) => name.toLowerCase() === typed.toLowerCase()) ?? typed;

function headerProblems(
  file: string,
  header: readonly string[],
  { required, optional }: { readonly required: readonly string[]; readonly optional: readonly string[] },
): readonly RowProblem[] {
  const known = [...required, ...optional];
  const unknown = header.filter((name) => !known.includes(name));
  const repeated = header.filter((name, index) => header.indexOf(name) !== index && known.includes(name));
  const missing = required.filter((name) => !header.includes(name));
  return [
    ...missing.map((column) => ({ file, line: 1, column, mustBe: 'in the header: this column is missing' })),
    ...repeated.map((column) => ({ file, line: 1, column, mustBe: 'in the header once' })),
    ...unknown.map((name) => ({
      file,
      line: 1,
      column: quoted(name),
      mustBe: `one of the known columns: ${known.join(', ')}`,
    })),
  ];
}
