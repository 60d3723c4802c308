import { createHash } from 'node:crypto';
import { priorities, type Priority } from '../domain/policy';
import * as column from './columns';
import type { Columns, ReadRow } from './columns';
import { readCsv, type CsvContent } from './csv-file';
import type { RowProblem } from './row-problem';
import { readXlsx } from './xlsx-file';

/** One report of a list as somebody else kept it: a commune's notebook, an association's form. */
export interface TicketRow {
  readonly category: string;
  readonly unitCode: string | null;
  readonly place: string | null;
  readonly address: string | null;
  readonly callerName: string | null;
  readonly callerPhone: string | null;
  readonly subjectName: string | null;
  readonly subjectPhone: string | null;
  readonly description: string;
  readonly priority: Priority | null;
  readonly reference: string | null;
}

const words = (longest: number): column.Column<string> => ({ ...column.text, personal: true, longest });

const ticketColumns: Columns<TicketRow> = {
  category: column.text,
  unitCode: column.optional(column.unitCode, null),
  place: column.optional(column.text, null),
  address: column.optional(words(300), null),
  callerName: column.optional(words(120), null),
  callerPhone: column.optional(column.personPhone, null),
  subjectName: column.optional(words(120), null),
  subjectPhone: column.optional(column.personPhone, null),
  description: words(2_000),
  priority: column.optional(column.oneOf(priorities), null),
  reference: column.optional(column.text, null),
};

/** The columns in the order of the template. */
export const ticketColumnNames = Object.keys(ticketColumns);
const required = ['category', 'description'];

export const listTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export interface TicketList {
  readonly rows: readonly ReadRow<TicketRow>[];
  /** Line 1 means the file as a whole: then there are no rows. */
  readonly problems: readonly RowProblem[];
  /** Rows with something in them, good and bad. */
  readonly count: number;
  /** The same file has the same one; begins every row's id. */
  readonly fileHash: string;
}

/** Reads a list of reports; XLSX is known by its first bytes, everything else is CSV. */
export async function readTicketList(bytes: Buffer): Promise<TicketList> {
  const columns = { required, optional: ticketColumnNames.filter((name) => !required.includes(name)) };
  const isXlsx = bytes.subarray(0, 2).toString('latin1') === 'PK';
  const content: CsvContent = isXlsx
    ? await readXlsx('list.xlsx', bytes, columns)
    : readCsv('list.csv', bytes, columns);
  const read = content.rows.map((row) => column.readRow('list', row, ticketColumns));
  return {
    rows: read.flatMap((one) => ('row' in one ? [one.row] : [])),
    problems: [...content.problems, ...read.flatMap((one) => ('problems' in one ? one.problems : []))],
    count: content.rows.length,
    fileHash: createHash('sha256').update(bytes).digest('base64url'),
  };
}
