import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFolder } from '../../scripts/import';
import type { ImportOutcome } from '../../src/import/import-organisation';
import { createOrganisationRepository } from '../../src/models/organisation/organisation-store';
import { readWholeOrganisation } from '../../src/models/organisation/whole-organisation';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { openTestDatabase } from '../support/mongo';

const secretKey = 'a secret key of the import test, long enough';
const examples = join(__dirname, '..', '..', 'data', 'examples', 'import');
const policies = join(__dirname, '..', '..', 'config', 'policies');

describe('an operator brings in a unit', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let folder: string;
  const settings = () => ({ mongodbUrl: database.url, secretKey });
  const run = (options: { dryRun?: boolean; skipBadRows?: boolean } = {}): Promise<ImportOutcome> =>
    importFolder(folder, settings(), { dryRun: false, skipBadRows: false, ...options });
  const stored = async () =>
    readWholeOrganisation(database.connection, await openFieldCrypto(database.connection, secretKey));
  const change = (file: string, edit: (text: string) => string): void => {
    const path = join(folder, file);
    writeFileSync(path, edit(readFileSync(path, 'utf8')));
  };
  const where = ({ problems }: ImportOutcome): string[] =>
    problems.map(({ file, line, column }) => `${file}:${String(line)}:${column}`);

  beforeEach(async () => {
    database = await openTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'import-'));
    cpSync(join(examples, 'two-tier'), folder, { recursive: true });
    mkdirSync(join(folder, 'policies'));
    cpSync(join(policies, 'two-tier-2025.json'), join(folder, 'policies', 'two-tier-2025.json'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  test('two tiers go live in one import: everybody reachable, every unit ready', async () => {
    const outcome = await run();
    expect(outcome.problems).toEqual([]);
    expect(outcome.counts).toMatchObject({
      units: { created: 4 },
      users: { created: 16 },
      shifts: { created: 12 },
    });
    expect(outcome.readiness.map(({ unitCode, ready }) => [unitCode, ready])).toEqual([
      ['79', true],
      ['7925747', true],
      ['7925750', true],
      ['7925945', true],
    ]);
    const organisation = createOrganisationRepository(database.connection);
    const rosters = await organisation.rostersOf(['79', '7925747'], 'medical', '2026-11-22T20:00:00.000Z');
    expect(rosters.map(({ teams }) => teams[0]?.userIds.length)).toEqual([1, 1]);
  });

  test('three tiers too, and what they lack is said: no policy yet', async () => {
    const outcome = await importFolder(join(examples, 'three-tier'), settings(), {
      dryRun: false,
      skipBadRows: false,
    });
    expect(outcome).toMatchObject({ problems: [], warnings: [], written: true });
    for (const unit of outcome.readiness) {
      expect(unit).toMatchObject({ missing: ['policy'], uncovered: {}, ready: false });
    }
  });

  test('importing the same folder again changes nothing, one changed row changes one row', async () => {
    await run();
    const before = await stored();
    const again = await run();
    for (const count of Object.values(again.counts ?? {})) {
      expect(count).toMatchObject({ created: 0, updated: 0, removed: 0 });
    }
    expect(await stored()).toEqual(before);

    change('people.csv', (text) => text.replace('0559 900 000', '0559 911 111'));
    const changed = await run();
    expect(changed.counts?.users).toEqual({ created: 0, updated: 1, unchanged: 15, removed: 0 });
    expect((await stored()).users.map(({ phone }) => phone)).toContain('+84559911111');
  });

  test('the duty of a team becomes what the file says: a dropped turn is gone and its hours are named', async () => {
    await run();
    change('shifts.csv', (text) =>
      text
        .split('\n')
        .filter((line) => !line.startsWith('team-7925747-response,duty3'))
        .join('\n'),
    );
    const outcome = await run();
    expect(outcome.counts?.shifts).toMatchObject({ removed: 1, unchanged: 11 });
    const thuDauMot = outcome.readiness.find(({ unitCode }) => unitCode === '7925747');
    expect(thuDauMot?.ready).toBe(false);
    expect(thuDauMot?.uncovered.medical).toEqual([
      { weekday: 3, from: '07:00', to: '24:00' },
      { weekday: 4, from: '00:00', to: '07:00' },
      { weekday: 6, from: '07:00', to: '24:00' },
      { weekday: 7, from: '00:00', to: '07:00' },
    ]);
  });

  test('one bad row: nothing is imported, and the row is named without quoting a phone', async () => {
    change('people.csv', (text) => text.replace('0559 900 000', '559900'));
    const outcome = await run();
    expect(outcome).toMatchObject({ written: false, counts: null });
    expect(where(outcome)).toContain('people.csv:2:phone');
    expect(JSON.stringify(outcome)).not.toContain('559900');
    expect(await stored()).toMatchObject({ units: [], teams: [], users: [], shifts: [], policies: [] });
  });

  test('every bad row is told at once, in every file', async () => {
    change('units.csv', (text) => `${text}7999999,,Lạc,xã,commune,78,two-tier,2025-07-01,,\n`);
    change('units.csv', (text) => `${text}7988888,,Quận,quận,district,79,two-tier,2025-13-01,,\n`);
    change('teams.csv', (text) => `${text}team-x,"=HYPERLINK(""http://x"")",79,medical cooking,maybe\n`);
    change('people.csv', (text) => `${text}duty1.79,Ai Đó,responder,79,,0901234567,yes,vi\n`);
    change('people.csv', (text) => `${text}nobody.79,Không Máy,responder,79,team-79-duty,,yes,vi\n`);
    change('shifts.csv', (text) => `${text}team-79-duty,nobody.79,1-9,7:00,25:00,,\n`);
    change('shifts.csv', (text) => `${text}team-79-duty,nobody.79,1-7,7:00,19:00:00,,\n`);
    change('hotline-numbers.csv', (text) => `${text}028 3900 0079,7925747,,Trùng,yes\n`);
    const outcome = await run();
    expect(outcome.written).toBe(false);
    expect(where(outcome)).toEqual(
      expect.arrayContaining([
        'units.csv:6:parentCode',
        'units.csv:7:validFrom',
        'teams.csv:6:name',
        'teams.csv:6:fields',
        'teams.csv:6:active',
        'people.csv:2:username',
        'people.csv:18:username',
        'people.csv:18:teamId',
        'shifts.csv:14:weekdays',
        'shifts.csv:14:to',
        'hotline-numbers.csv:2:number',
        'hotline-numbers.csv:6:number',
      ]),
    );
    // Somebody without a phone is no reason to leave a shift empty.
    expect(outcome.warnings).toContainEqual(
      expect.objectContaining({ file: 'shifts.csv', line: 15, column: 'username' }),
    );
    for (const { mustBe } of outcome.problems) expect(mustBe).not.toBe('');
  });

  test('with --skip-bad-rows the good ones go in, and what leans on a bad one stays out', async () => {
    change('teams.csv', (text) => text.replace('team-7925750-response,', 'team 7925750 response,'));
    const outcome = await run({ skipBadRows: true });
    expect(outcome.written).toBe(true);
    const now = await stored();
    expect(now.teams.map(({ unitCode }) => unitCode)).toEqual(['79', '7925747', '7925945']);
    expect(now.users.filter(({ unitCode }) => unitCode === '7925750').map(({ role }) => role)).toEqual([
      'supervisor',
    ]);
    expect(now.shifts).toHaveLength(9);
    expect(now.hotlineNumbers).toHaveLength(3);
    const { missing } = outcome.readiness.find(({ unitCode }) => unitCode === '7925750') ?? {};
    expect(missing).toContain('team');
  });

  test('a bad shift that is skipped leaves the old duty standing, not a hole', async () => {
    await run();
    change('shifts.csv', (text) => text.replace('duty1.7925747,1 4 7,07:00', 'duty1.7925747,1 4 7,morning'));
    const outcome = await run({ skipBadRows: true });
    expect(outcome.counts?.shifts).toMatchObject({ removed: 0 });
    expect(outcome.readiness.find(({ unitCode }) => unitCode === '7925747')?.ready).toBe(true);
  });

  test('a dry run checks all of it and writes none of it', async () => {
    const outcome = await run({ dryRun: true });
    expect(outcome).toMatchObject({ written: false, counts: null, problems: [] });
    expect(outcome.readiness.every(({ ready }) => ready)).toBe(true);
    expect(await stored()).toMatchObject({ units: [], teams: [], users: [], shifts: [] });
  });

  test('a file from a Vietnamese spreadsheet is read: byte order mark, CRLF, semicolons, empty rows', async () => {
    change(
      'units.csv',
      (text) => `\uFEFF${text.replaceAll(',', ';').replaceAll('\n', '\r\n')};;;;;;;;;\r\n\r\n`,
    );
    const outcome = await run();
    expect(outcome.problems).toEqual([]);
    expect((await stored()).units).toHaveLength(4);
  });

  test('a file that cannot be read as it must be says so: encoding, header, quotes, name', async () => {
    writeFileSync(join(folder, 'units.csv'), Buffer.from([0x63, 0xf0, 0x28, 0xff, 0x0a]));
    change('teams.csv', (text) => text.replace('unitCode', 'unit'));
    change('hotline-numbers.csv', (text) => `${text}"open,79,,x,yes\n`);
    writeFileSync(join(folder, 'peoples.csv'), 'username\n');
    const outcome = await run();
    const told = Object.fromEntries(
      outcome.problems.map(({ file, column, mustBe }) => [`${file}:${column}`, mustBe]),
    );
    expect(told['units.csv:']).toContain('UTF-8');
    expect(told['teams.csv:unitCode']).toContain('missing');
    expect(told['teams.csv:unit']).toContain('unitCode');
    expect(told['hotline-numbers.csv:']).toContain('quotes');
    expect(told['peoples.csv:']).toContain('people.csv');
  });

  test('a person on two lines, and a phone shared by two people, are told apart: error and warning', async () => {
    change('people.csv', (text) => text.replace('0559 900 001', '0559900000'));
    const outcome = await run();
    expect(outcome.written).toBe(true);
    expect(outcome.warnings.map(({ line, column }) => `${String(line)}:${column}`)).toEqual([
      '2:phone',
      '3:phone',
    ]);
  });

  test('a number or a team of another unit, and a unit that would move, are refused', async () => {
    await run();
    change('hotline-numbers.csv', (text) =>
      text.replace('028 3900 0079,79,team-79-duty', '028 3900 0079,7925747,'),
    );
    change('units.csv', (text) => text.replace('commune,79,two-tier', 'province,,two-tier'));
    const outcome = await run();
    expect(where(outcome)).toEqual(
      expect.arrayContaining(['hotline-numbers.csv:2:number', 'units.csv:3:tier', 'units.csv:3:parentCode']),
    );
  });

  test('a broken policy is told by its field', async () => {
    change('policies/two-tier-2025.json', (text) =>
      text.replace('"effectiveFrom": "2025-07-01"', '"effectiveFrom": "soon"'),
    );
    const outcome = await run();
    expect(where(outcome)).toEqual(['policies/two-tier-2025.json:1:effectiveFrom']);
  });

  test('a folder that is not there, or holds nothing to import, is said in one sentence', async () => {
    await expect(importFolder('/nowhere', settings(), { dryRun: true, skipBadRows: false })).rejects.toThrow(
      '/nowhere is not a folder',
    );
    const empty = mkdtempSync(join(tmpdir(), 'empty-'));
    const outcome = await importFolder(empty, settings(), { dryRun: false, skipBadRows: false });
    rmSync(empty, { recursive: true });
    expect(outcome.problems).toHaveLength(1);
    expect(outcome.problems[0]?.mustBe).toContain('units.csv');
  });
});
