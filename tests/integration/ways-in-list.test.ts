import { deflateRawSync } from 'node:zlib';
import { openApiLab, type ApiLab } from '../support/api-lab';
import { crc32 } from '../support/crc32';

/** Lists of reports that somebody kept in a spreadsheet. */

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const csvType = 'text/csv';
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Who = Parameters<ApiLab['as']>[0];
const send = (content: string | Buffer, options: { dryRun?: boolean; who?: Who; type?: string } = {}) =>
  lab
    .as(options.who ?? 'dispatcher')
    .post(`/api/v1/tickets/import${options.dryRun ? '?dryRun=true' : ''}`)
    .set('Content-Type', options.type ?? csvType)
    .send(content);
const header = 'category,unitCode,place,address,callerName,callerPhone,description,priority,reference';
const tickets = () => lab.connection.collection('tickets').countDocuments();
let phones = 0;
const phone = (): string => `09055500${String((phones += 1)).padStart(2, '0')}`;

/** A workbook as Excel writes one: the cells of the first sheet, a phone as a number where asked. */
async function workbook(rows: readonly (readonly (string | number | null)[])[]): Promise<Buffer> {
  const { default: write } = await import('write-excel-file/node');
  return write(rows.map((row) => [...row])).toBuffer();
}

test('a dry run tells row by row what would happen, and writes nothing', async () => {
  const before = await tickets();
  const { body } = await send(
    [
      header,
      `foodRelief,25747,,12 Bạch Đằng,Trần Ba,${phone()},Nhà hết gạo,,`,
      `graffiti,25747,,,,${phone()},Vẽ bậy,,`,
      `Nghi nhiễm,,phường Phú Cường,,,${phone()},Sốt ba ngày,P2,`,
      'foodRelief,,,,,12,,,',
      `foodRelief,725,,,,${phone()},Hết gạo ở Thuận An,,`,
      `foodRelief,25747,,,,${phone()},"=HYPERLINK(""http://x"")",,`,
    ].join('\r\n'),
    { dryRun: true },
  ).expect(200);
  expect(body).toMatchObject({ dryRun: true, rows: 6, created: 2, alreadyThere: 0, refused: 4 });
  const told = body.results.map((row: { line: number; outcome: string; problems: object[] }) => [
    row.line,
    row.outcome,
    row.problems,
  ]);
  expect(told).toEqual([
    [2, 'wouldCreate', []],
    [3, 'refused', [{ column: 'category', mustBe: expect.stringContaining('foodRelief') }]],
    [4, 'wouldCreate', []],
    [
      5,
      'refused',
      [
        { column: 'callerPhone', mustBe: expect.stringContaining('a phone that can be called') },
        { column: 'description', mustBe: expect.stringContaining('filled') },
      ],
    ],
    [6, 'refused', [{ column: 'unitCode', mustBe: 'in your own area (718)' }]],
    [7, 'refused', [{ column: 'description', mustBe: expect.stringContaining('= + - or @') }]],
  ]);
  expect(await tickets()).toBe(before);
});

test('good rows become tickets, bad ones are named; the same file again, by anybody, makes none twice', async () => {
  const list = [
    header,
    `foodRelief,25747,,12 Bạch Đằng,Trần Ba,${phone()},Nhà hết gạo,,`,
    `foodRelief,25747,,,,,,,`,
    `suspectedCase,,Phú Cường,,,${phone()},Sốt ba ngày,P2,`,
  ].join('\n');
  const before = await tickets();
  const { body } = await send(list).expect(200);
  expect(body).toMatchObject({ dryRun: false, created: 2, refused: 1, alreadyThere: 0 });
  expect(await tickets()).toBe(before + 2);
  const { body: ticket } = await lab.as('agent').get(`/api/v1/tickets/${body.results[2].code}`).expect(200);
  expect(ticket).toMatchObject({
    channel: 'import',
    category: 'suspectedCase',
    priority: 'P2',
    createdBy: 'dispatcher-718',
    location: { unitCode: '25747', address: 'Phú Cường' },
    triage: { because: 'manual' },
  });
  for (const who of ['dispatcher', 'admin'] as const) {
    const { body: again } = await send(list, { who }).expect(200);
    expect(again).toMatchObject({ created: 0, alreadyThere: 2, refused: 1 });
    expect(again.results[0].code).toBe(body.results[0].code);
  }
  expect(await tickets()).toBe(before + 2);
});

test('a reference keeps a row the same in a corrected file', async () => {
  const one = phone();
  const { body: first } = await send(
    `${header}\nfoodRelief,25747,,,,${one},Hết gạo,,SO-1\nfoodRelief,25747,,,,12,Hết sữa,,SO-2`,
  );
  expect(first).toMatchObject({ created: 1, refused: 1 });
  const { body: second } = await send(
    `${header}\nfoodRelief,25747,,,,${one},Hết gạo,,SO-1\nfoodRelief,25747,,,,${phone()},Hết sữa,,SO-2`,
  );
  expect(second).toMatchObject({ created: 1, alreadyThere: 1, refused: 0 });
  expect(second.results[0].code).toBe(first.results[0].code);
});

test('lookalikes are a warning: of open tickets, and of lines of the list itself', async () => {
  const one = phone();
  await send(`${header}\nfoodRelief,25747,,5 Lê Lợi,Lan,${one},Nhà hết gạo từ hôm qua,,`).expect(200);
  const row = `foodRelief,25747,,5 Lê Lợi,Lan,${one},Nhà hết gạo từ hôm qua`;
  const { body } = await send(`${header}\n${row},P3,\n${row},P4,`, { dryRun: true }).expect(200);
  expect(body.results[0].duplicates[0]).toMatchObject({
    code: expect.stringMatching(/^BD-/),
    score: expect.any(Number),
  });
  expect(body.results[1]).toMatchObject({ outcome: 'wouldCreate', sameAsLine: 2 });
});

test('the template comes as CSV and as a workbook, and both go back in filled', async () => {
  const csv = await lab.as('dispatcher').get('/api/v1/tickets/import/template.csv').expect(200);
  expect(csv.headers['content-disposition']).toBe('attachment; filename="truc-tickets.csv"');
  expect(csv.text).toMatch(/^\uFEFFcategory,unitCode,place/);
  const names = csv.text.replace('\uFEFF', '').trim().split(',');
  const { body: workbookBytes } = await lab
    .as('admin')
    .get('/api/v1/tickets/import/template.xlsx')
    .buffer()
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    })
    .expect(200);
  const { body: empty } = await send(workbookBytes as Buffer, { type: xlsxType }).expect(200);
  expect(empty).toMatchObject({ rows: 0, created: 0 });

  const filled = await workbook([
    names,
    names.map(
      (name) =>
        ({ category: 'foodRelief', unitCode: 25747, callerPhone: phone(), description: 'Hết gạo' })[name] ??
        null,
    ),
    // A spreadsheet that took the phone for a number has lost its first 0: the row says so.
    names.map(
      (name) =>
        ({ category: 'foodRelief', unitCode: '25747', callerPhone: 905550077, description: 'Hết gạo' })[
          name
        ] ?? null,
    ),
  ]);
  const { body } = await send(filled, { type: xlsxType }).expect(200);
  expect(body).toMatchObject({ created: 1, refused: 1 });
  expect(body.results[1]).toMatchObject({
    line: 3,
    problems: [{ column: 'callerPhone', mustBe: expect.stringContaining('drops the first 0') }],
  });
});

/** A zip archive of one entry that claims to be small. */
function aBomb(unpacked: number): Buffer {
  const content = Buffer.alloc(unpacked);
  const packed = deflateRawSync(content);
  const name = Buffer.from('xl/workbook.xml');
  const head = (signature: number, size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32LE(signature);
    return bytes;
  };
  const local = head(0x04034b50, 30);
  const entry = head(0x02014b50, 46);
  for (const [bytes, at] of [
    [local, 0],
    [entry, 2],
  ] as const) {
    bytes.writeUInt16LE(20, 4 + at);
    bytes.writeUInt16LE(8, 8 + at);
    bytes.writeUInt32LE(crc32(content.subarray(0, 10)), 14 + at);
    bytes.writeUInt32LE(packed.length, 18 + at);
    bytes.writeUInt32LE(10, 22 + at);
    bytes.writeUInt16LE(name.length, 26 + at);
  }
  const end = head(0x06054b50, 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, entry, name, end]);
}

test.each([
  ['a header that lacks a column', 'category,unitCode\nfoodRelief,25747', csvType, 400, '/1/description'],
  ['a column nobody knows', `${header},shoeSize\n`, csvType, 400, '/1/shoeSize'],
  ['another encoding', Buffer.from([0x63, 0xff, 0xfe]), csvType, 400, '/1/'],
  ['something that only begins like a workbook', Buffer.from('PK\u0003\u0004 nothing'), xlsxType, 400, '/1/'],
  ['an archive that unpacks to thirty times what it says', aBomb(30 * 1024 * 1024), xlsxType, 400, '/1/'],
  ['more than 500 rows', `${header}\n${'foodRelief,25747,,,,,x,,\n'.repeat(501)}`, csvType, 422, undefined],
  ['more than 1 MB', `${header}\n${' '.repeat(1024 * 1024)}`, csvType, 413, undefined],
  ['JSON', '{}', 'application/json', 415, undefined],
  ['nothing', '', csvType, 400, ''],
])('%s is refused as a whole, and nothing is taken', async (_, content, type, status, pointer) => {
  const before = await tickets();
  const { body } = await send(content, { type }).expect(status);
  expect(body.errors?.[0]?.pointer).toBe(pointer);
  expect(await tickets()).toBe(before);
});

test('lists are the work of dispatchers and admins', async () => {
  for (const who of ['agent', 'responder', 'commander'] as const) {
    await send(`${header}\n`, { who }).expect(403);
    await lab.as(who).get('/api/v1/tickets/import/template.csv').expect(403);
  }
});
