import { parse } from 'csv-parse/sync';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import type { UnitRef } from '../../src/domain/organisation';
import { openApiLab, secretKey, type ApiLab } from '../support/api-lab';
import type { Person } from '../support/api-organisation';
import { playTickets } from '../support/played-tickets';

/** A Monday in August 2021, played by the real rules, and counted by hand. */

const [province, thuDauMot, thuanAn]: readonly UnitRef[] = [
  { tier: 'province', code: '74' },
  { tier: 'district', code: '718' },
  { tier: 'district', code: '725' },
] as const;
const path = (...units: (UnitRef | undefined)[]): readonly UnitRef[] =>
  units.filter((unit) => unit !== undefined);
const phuCuong = path(province, thuDauMot, { tier: 'commune', code: '25747' });
const laiThieu = path(province, thuanAn, { tier: 'commune', code: '25978' });
const monday = (time: string): string => new Date(`2021-08-16T${time}:00+07:00`).toISOString();

let lab: ApiLab;
let codes: readonly string[];
beforeAll(async () => {
  lab = await openApiLab();
  const until = new Date('2021-08-17T03:00:00+07:00').toISOString();
  const played = await playTickets(
    lab.connection,
    await openFieldCrypto(lab.connection, secretKey),
    [
      // In time in everything, and closed.
      { path: phuCuong, receivedAt: monday('08:00'), claimed: 10, onScene: 60, resolved: 120, closed: 180 },
      // Claimed in time, resolved after 6 h 40 min: the promise was 5 h.
      { path: phuCuong, receivedAt: monday('09:00'), claimed: 15, onScene: 60, resolved: 400, closed: 420 },
      // An emergency, done and waiting to be closed.
      {
        ...{ path: path(province, thuDauMot), receivedAt: monday('10:00'), category: 'emergency' },
        ...{ priority: 'P1' as const, claimed: 1, onScene: 10, resolved: 60 },
      },
      { path: laiThieu, receivedAt: monday('11:00'), cancelled: 5 },
      // Nobody ever came.
      { path: laiThieu, receivedAt: monday('12:00'), channel: 'web' as const },
      // Of Sunday, closed in the night to Monday.
      {
        ...{ path: phuCuong, receivedAt: '2021-08-15T03:00:00.000Z' },
        ...{ claimed: 10, onScene: 60, resolved: 120, closed: 1_000 },
      },
    ].map((life) => ({ ...life, until })),
  );
  codes = played.map(({ code }) => code);
});
afterAll(() => lab.close());

const day = { from: '2021-08-16' };
const report = async (who: Person, query: object = day, kind = 'daily') =>
  (await lab.as(who).get(`/api/v1/reports/${kind}`).query(query).expect(200)).body;
const behind = async (query: object, who: Person = 'commander') =>
  (
    await lab
      .as(who)
      .get('/api/v1/reports/daily/tickets')
      .query({ ...day, ...query })
      .expect(200)
  ).body;
const codesOf = (...indices: number[]) => indices.map((index) => codes[index]).sort();
/** A ticket is offered a second after it was received. */
const second = 1_000;
const minutes = (count: number): number => count * 60_000;

test('the figures of the province are those counted by hand, beside those of the day before', async () => {
  const found = await report('commander');
  expect(found.total).toMatchObject({
    ...{ received: 5, openAtStart: 1, cameBack: 0, closed: 3, cancelled: 1, duplicates: 0, openAtEnd: 2 },
    ...{ awaitingClose: 1, reopened: 0 },
    clocks: {
      acknowledge: {
        met: 3,
        breached: 1,
        running: 0,
        medianMs: minutes(10) - second,
        p90Ms: minutes(15) - second,
      },
      resolve: { met: 2, breached: 2, running: 0, medianMs: minutes(120), p90Ms: minutes(400) },
    },
  });
  expect(found.before).toMatchObject({ received: 1, closed: 0, openAtEnd: 1, awaitingClose: 1 });
  expect(found.before.clocks.resolve).toMatchObject({ met: 1, breached: 0, medianMs: minutes(120) });
  expect(found.period).toMatchObject({ from: '2021-08-16', to: '2021-08-16', isPartial: false });
  const rows = (of: { key: string; figures: { received: number } }[]) =>
    Object.fromEntries(of.map(({ key, figures }) => [key, figures.received]));
  expect(rows(found.units)).toEqual({ '718': 3, '725': 2 });
  expect(rows(found.categories)).toEqual({ suspectedCase: 4, emergency: 1 });
  expect(rows(found.priorities)).toEqual({ P1: 1, P3: 4 });
  expect(rows(found.channels)).toEqual({ hotline1022: 4, web: 1 });
});

test('who let a promise go by is named, with how late and by which ticket', async () => {
  const { late, names } = await report('commander');
  const resolve = late.filter(({ clock }: { clock: string }) => clock === 'resolve');
  expect(resolve).toHaveLength(2);
  expect(resolve).toContainEqual(
    expect.objectContaining({
      unitCode: '25747',
      count: 1,
      open: 0,
      codes: [codes[1]],
      longestMs: minutes(100),
    }),
  );
  expect(names).toEqual({ teams: expect.any(Object), people: expect.any(Object) });
});

test('a week has its seven days, a span those it was asked for; the consolidated one tells who was not ready', async () => {
  const week = await report('commander', { from: '2021-08-18', consolidated: true }, 'weekly');
  expect(week.period).toMatchObject({ from: '2021-08-16', to: '2021-08-22' });
  expect(week.total.received).toBe(5);
  expect(week.series).toHaveLength(7);
  expect(week.readiness.emptyRosters).toContainEqual(
    expect.objectContaining({ teamId: 'sleeping-718', isWhole: true }),
  );
  const span = await report(
    'commander',
    { from: '2021-08-15', to: '2021-08-16', depth: 'innermost' },
    'span',
  );
  expect(span.total).toMatchObject({ received: 6, closed: 3 });
  expect(span.units.map(({ key }: { key: string }) => key)).toEqual(
    expect.arrayContaining(['25747', '25978']),
  );
  expect(span.readiness).toBeNull();
});

test('behind each number are the tickets that it counts, a page at a time', async () => {
  const listed = async (query: object) =>
    (await behind(query)).items.map(({ code }: { code: string }) => code).sort();
  expect(await listed({ figure: 'received' })).toEqual(codesOf(0, 1, 2, 3, 4));
  expect(await listed({ figure: 'closed' })).toEqual(codesOf(0, 1, 5));
  expect(await listed({ figure: 'breached', clock: 'resolve' })).toEqual(codesOf(1, 4));
  expect(await listed({ figure: 'met', clock: 'acknowledge', priority: 'P1' })).toEqual(codesOf(2));
  expect(await listed({ figure: 'received', row: '725' })).toEqual(codesOf(3, 4));
  expect(await listed({ figure: 'received', channel: 'web' })).toEqual(codesOf(4));
  expect(await listed({ figure: 'late', clock: 'resolve', owedBy: '25747' })).toEqual(codesOf(1));

  const first = await behind({ figure: 'received', limit: 2 });
  expect(first).toMatchObject({ count: 5, nextCursor: '2', items: [{ code: codes[4] }, { code: codes[3] }] });
  const last = await behind({ figure: 'received', limit: 2, cursor: '4' });
  expect(last).toMatchObject({ nextCursor: null, items: [{ code: codes[0], unitCode: '25747' }] });
  expect(JSON.stringify(first)).not.toContain('Nguyễn');
});

test('the CSV and the workbook say the same, cell by cell, in the words that were asked for', async () => {
  const file = (type: string, query: object = {}) =>
    lab
      .as('commander')
      .get(`/api/v1/reports/daily/file.${type}`)
      .query({ ...day, consolidated: true, ...query })
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          done(null, Buffer.concat(parts));
        });
      })
      .expect(200);
  const [csv, xlsx] = await Promise.all([file('csv'), file('xlsx')]);
  expect(csv.headers['content-disposition']).toBe(
    'attachment; filename="bao-cao-tong-hop-binh-duong-2021-08-16.csv"',
  );
  expect((csv.body as Buffer).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const trimmed = (row: readonly unknown[]): readonly string[] => {
    const cells = row.map((cell) =>
      typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell : '',
    );
    return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
  };
  const ofCsv = parse(csv.body as Buffer, { bom: true, relax_column_count: true })
    .map(trimmed)
    .filter((row) => row.length > 0);
  const { default: readWorkbook } = await import('read-excel-file/node');
  const sheets = await readWorkbook(xlsx.body as Buffer);
  const ofXlsx = sheets.flatMap(({ data }) => data.map(trimmed)).filter((row) => row.length > 0);
  expect(sheets).toHaveLength(12);
  expect(ofXlsx).toEqual(ofCsv);
  expect(ofCsv).toContainEqual(['Tiếp nhận', '5', '1', '4']);
  expect(ofCsv).toContainEqual(['Xử lý xong: trễ hạn', '2', '0', '2']);
  expect(ofCsv.find(([code]) => code === '718')?.slice(0, 3)).toEqual(['718', 'Thủ Dầu Một', '3']);

  const english = await file('csv', { language: 'en' });
  expect(String(english.body)).toContain('Received,5,1,4');
});

test('a unit sees itself and what lies below, and nobody else’s figures', async () => {
  expect((await report('supervisor')).total.received).toBe(3);
  expect((await report('farSupervisor')).total.received).toBe(2);
  expect((await report('commander', { ...day, unit: '725' })).total.received).toBe(2);
  for (const path of ['daily', 'daily/file.csv', 'daily/file.xlsx', 'daily/tickets?figure=received']) {
    const asked = lab.as('supervisor').get(`/api/v1/reports/${path}`).query({ unit: '725' });
    expect((await asked.expect(403)).body.type).toContain('#not-allowed');
    for (const who of ['agent', 'responder', 'dispatcher'] as const)
      await lab.as(who).get(`/api/v1/reports/${path}`).expect(403);
  }
  await lab.as('commander').get('/api/v1/reports/daily').query({ unit: '999' }).expect(422);
});

test.each([
  ['span', { from: '2021-08-16', to: '2021-08-15' }, '/query/to'],
  ['span', { from: '2021-01-01', to: '2021-08-15' }, '/query/to'],
  ['daily', { from: '2121-01-01' }, '/query/from'],
])('%s %j is refused and the field is named', async (kind, query, pointer) => {
  const { body } = await lab.as('commander').get(`/api/v1/reports/${kind}`).query(query).expect(422);
  expect(body.errors).toEqual([expect.objectContaining({ pointer })]);
});

test('a period that is not over is listed as it was counted, whatever came since', async () => {
  const now = await report('commander', {});
  expect(now.period.isPartial).toBe(true);
  const { id } = await lab.offeredTicket();
  expect(id).toBeTruthy();
  const asOf = { from: now.period.from, asOf: now.countedAt };
  expect((await behind({ ...asOf, figure: 'received' })).count).toBe(now.total.received);
  expect((await report('commander', {})).total.received).toBe(now.total.received + 1);
});
