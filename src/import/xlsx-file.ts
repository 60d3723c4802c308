import { readTable, type CsvContent } from './csv-file';
import { UnusableArchive, unpackedSize } from './unzip';

const most = { bytes: 20 * 1024 * 1024, entries: 200 };

type Cell = string | number | boolean | Date | null | undefined;

/** As somebody would have typed it: a date without its midnight, `true` as yes. Formulas are their results. */
function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, '');
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return String(cell).trim();
}

/** Reads the first sheet of an XLSX file as `readCsv` reads a CSV file; the line is the sheet's own row number. */
export async function readXlsx(
  file: string,
  bytes: Buffer,
  columns: { readonly required: readonly string[]; readonly optional: readonly string[] },
): Promise<CsvContent> {
  const refused = (mustBe: string): CsvContent => ({
    rows: [],
    problems: [{ file, line: 1, column: '', mustBe }],
  });
  try {
    unpackedSize(bytes, most);
  } catch (error) {
    if (!(error instanceof UnusableArchive)) throw error;
    return refused(error.why === 'too large' ? 'smaller when unpacked' : 'an Excel workbook (.xlsx)');
  }
  // The package is an ES module to the compiler; it is loaded when the first list comes.
  const { readSheet } = await import('read-excel-file/node');
  let sheet: Cell[][];
  try {
    // Numbers stay as they are written: a phone is no quantity.
    sheet = (await readSheet(bytes, { parseNumber: (text) => text })) as Cell[][];
  } catch {
    return refused('an Excel workbook (.xlsx)');
  }
  const records = sheet
    .map((row, index) => ({ line: index + 1, cells: row.map(textOf) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  return readTable(file, records, columns);
}
