import type { Response } from 'express';
import type { ReportDocument } from '../../domain/report-document';
import {
  reportFileName,
  sheetsOf,
  writtenCell,
  type Cell,
  type ReportNames,
  type Sheet,
} from '../../domain/report-sheet';

export const fileTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A sheet's lines: its heading, its column titles, its rows. */
const linesOf = ({ heading, title, columns, rows }: Sheet): readonly (readonly Cell[])[] => [
  ...[...heading, title].map((line) => [line]),
  columns.map((column) => column.title),
  ...rows.map((row) => row.map((cell, index) => writtenCell(cell, columns[index]?.kind ?? 'text'))),
];

/** A name that begins like a formula must not become one where the file is opened. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = harmless(cell);
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Tables one below the other, an empty line between them. The mark at the beginning makes Excel read UTF-8. */
export function csvOf(sheets: readonly Sheet[]): Buffer {
  const tables = sheets.map((sheet) =>
    linesOf(sheet)
      .map((line) => line.map(csvCell).join(','))
      .join('\r\n'),
  );
  return Buffer.from(`\uFEFF${tables.join('\r\n\r\n')}\r\n`);
}

/** A workbook with a sheet for each table. Text is typed as text there, so no formula can come of it. */
export async function xlsxOf(sheets: readonly Sheet[]): Promise<Buffer> {
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const workbook = sheets.map((sheet) => {
    const lines = linesOf(sheet);
    const headAt = sheet.heading.length + 1;
    return {
      sheet: sheet.title,
      data: lines.map((line, index) =>
        line.map((value) =>
          value === null
            ? null
            : typeof value === 'number'
              ? { value, type: Number }
              : {
                  ...{ value, type: String },
                  ...(index <= headAt && { fontWeight: 'bold' as const }),
                  ...(index === headAt && { wrap: true }),
                },
        ),
      ),
      columns: sheet.columns.map(({ kind }) => ({ width: kind === 'text' ? 26 : 14 })),
      orientation: 'landscape' as const,
    };
  });
  return writeWorkbook(workbook).toBuffer();
}

/** Answers with the report as a file, in the language of its names. */
export async function sendReportFile(
  response: Response,
  type: keyof typeof fileTypes,
  report: ReportDocument,
  { names, language }: { readonly names: ReportNames; readonly language: 'vi' | 'en' },
): Promise<void> {
  const sheets = sheetsOf(report, names, language);
  const name = reportFileName(report, names.unit(report.unitCode), language);
  response
    .status(200)
    .set({ 'Cache-Control': 'no-store', 'Content-Disposition': `attachment; filename="${name}.${type}"` })
    .type(fileTypes[type])
    .send(type === 'csv' ? csvOf(sheets) : await xlsxOf(sheets));
}
