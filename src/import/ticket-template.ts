import { ticketColumnNames, type listTypes } from './ticket-list';

/** An empty list: the header and nothing else, so that no example is ever taken for a report. */
export async function listTemplate(type: keyof typeof listTypes): Promise<Buffer> {
  // The mark at the beginning makes Excel read the file as UTF-8.
  if (type === 'csv') return Buffer.from(`\uFEFF${ticketColumnNames.join(',')}\r\n`);
  const { default: writeSheet } = await import('write-excel-file/node');
  const header = ticketColumnNames.map((value) => ({ value, fontWeight: 'bold' as const }));
  // Text, so that a phone keeps its first 0.
  const columns = ticketColumnNames.map(() => ({ width: 22 }));
  return writeSheet([header], { columns }).toBuffer();
}
