import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seed, type SeedSummary } from '../../scripts/seed';
import { onDutyAt } from '../../src/domain/roster';
import { normalisePhone } from '../../src/domain/phone';
import { fields, roles } from '../../src/domain/organisation';
import type { DemoAccount } from '../../src/import/demo/demo-accounts';
import { createOrganisationRepository } from '../../src/models/organisation/organisation-store';
import { createPolicyRepository } from '../../src/models/organisation/policy-store';
import { createUserRepository } from '../../src/models/organisation/user-store';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../src/models/organisation/organisation-repository';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { openTestDatabase } from '../support/mongo';

const secretKey = 'a secret key of the seed test, long enough';
const simulated = { simulated: true, apiUrl: 'http://127.0.0.1:1/simulator' };

describe('the demo of Bình Dương', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let dataDir: string;
  let first: SeedSummary;
  let accounts: readonly DemoAccount[];
  let organisation: OrganisationRepository;
  let users: UserRepository;
  const seedAgain = () => seed({ mongodbUrl: database.url, secretKey, dataDir, telephony: simulated });
  const readAccounts = () =>
    JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as readonly DemoAccount[];

  beforeAll(async () => {
    database = await openTestDatabase();
    dataDir = mkdtempSync(join(tmpdir(), 'seed-'));
    first = await seedAgain();
    accounts = readAccounts();
    organisation = createOrganisationRepository(database.connection);
    users = createUserRepository(database.connection, await openFieldCrypto(database.connection, secretKey));
  });
  afterAll(async () => {
    rmSync(dataDir, { recursive: true });
    await database.drop();
  });

  test('has its units, three fields at each upper tier, and a team at every commune', async () => {
    expect(first).toMatchObject({ demo: 'loaded', units: 138 });
    const units = await organisation.listUnits({});
    const teams = await organisation.listTeams({});
    for (const unit of units) {
      const covered = teams.filter((team) => team.unitCode === unit.code).flatMap((team) => team.fields);
      expect([...covered].sort()).toEqual([...fields].sort());
    }
    expect(first.teams).toBe(teams.length);
  });

  test('has somebody on duty at every team in every hour of a week, at its edges too', async () => {
    const [teams, shifts] = await Promise.all([organisation.listTeams({}), organisation.listShifts({})]);
    const monday = Date.parse('2026-08-17T00:00:00+07:00');
    const minutes = Array.from({ length: 168 }, (_, hour) => hour * 60).flatMap((minute) => [
      minute,
      minute + 59,
    ]);
    for (const team of teams) {
      const own = shifts.filter(({ teamId }) => teamId === team.id);
      const uncovered = minutes.filter(
        (minute) => onDutyAt(own, new Date(monday + minute * 60_000)).length === 0,
      );
      expect({ team: team.id, uncovered }).toEqual({ team: team.id, uncovered: [] });
    }
  });

  test('can page the whole ladder of Phú Cường at night, and supervisors of every tier', async () => {
    const ladder = ['74', '718', '25747'];
    const rosters = await organisation.rostersOf(ladder, 'medical', '2021-08-16T20:30:00.000Z');
    expect(rosters.map(({ unitCode, tier }) => [unitCode, tier])).toEqual([
      ['74', 'province'],
      ['718', 'district'],
      ['25747', 'commune'],
    ]);
    for (const { teams } of rosters) {
      expect(teams).toHaveLength(1);
      expect(teams[0]?.userIds).toHaveLength(1);
    }
    for (const { userIds } of await organisation.supervisorsOf(ladder)) expect(userIds).toHaveLength(1);
    const twoTiers = await organisation.rostersOf(['79', '7925747'], 'relief', '2026-11-22T05:00:00.000Z');
    expect(twoTiers.map(({ teams }) => teams.length)).toEqual([1, 1]);
  });

  test('gives everybody a number of their own and every unit a published hotline', async () => {
    const everybody = await users.list({});
    const phones = everybody.map(({ phone }) => phone);
    expect(new Set(phones).size).toBe(everybody.length);
    for (const phone of phones) expect(normalisePhone(phone ?? '')).toBe(phone);
    const numbers = await organisation.listHotlineNumbers({ published: true });
    const units = await organisation.listUnits({});
    expect(new Set(numbers.map(({ unitCode }) => unitCode))).toEqual(new Set(units.map(({ code }) => code)));
    for (const { number } of numbers) expect(normalisePhone(number)).toBe(number);
    expect(numbers.filter(({ number }) => number === '1022')).toHaveLength(1);
  });

  test('tells sign-ins of every role in a file for the owner only, and they work', async () => {
    expect(statSync(join(dataDir, 'demo-accounts.json')).mode & 0o777).toBe(0o600);
    expect(new Set(accounts.map(({ role }) => role))).toEqual(new Set(roles));
    for (const role of roles) {
      const account = accounts.find((candidate) => candidate.role === role);
      const user = account && (await users.verifyPassword(account.username, account.password));
      expect(user).toMatchObject({ role, unitCode: account?.unitCode, active: true });
    }
    const ladderTeams = new Set(accounts.map(({ teamId }) => teamId));
    for (const unit of ['74', '718']) {
      for (const field of fields) expect(ladderTeams).toContain(`team-${unit}-${field}`);
    }
    expect(ladderTeams).toContain('team-25747-response');
  });

  test('chooses a policy for a ticket of 2021 and for one of 2026', async () => {
    const policies = createPolicyRepository(database.connection);
    const old = await policies.choose(
      [{ code: '74' }, { code: '718' }, { code: '25747' }],
      new Date('2021-08-16'),
    );
    const today = await policies.choose([{ code: '79' }, { code: '7925747' }], new Date('2026-11-22'));
    expect(old?.policy.unitCode).toBe('74');
    expect(today?.policy.unitCode).toBe('79');
  });

  test('loaded a second time changes nothing: a removed shift stays removed, passwords stay', async () => {
    const [shift] = await organisation.listShifts({ teamId: 'team-25747-response' });
    expect(await organisation.removeShift(shift?.id ?? '')).toBe(true);
    const again = await seedAgain();
    expect(again).toMatchObject({
      demo: 'already-there',
      units: 0,
      teams: 0,
      users: 0,
      shifts: 0,
      policies: 0,
    });
    expect(await organisation.listShifts({ teamId: 'team-25747-response' })).not.toContainEqual(shift);
    expect(readAccounts()).toEqual(accounts);
  });

  test('completes a first load that a crash cut short, without new passwords', async () => {
    await database.connection.collection('seeds').deleteMany({});
    await database.connection.collection('teams').deleteMany({ unitCode: '718' });
    const completed = await seedAgain();
    expect(completed).toMatchObject({ demo: 'loaded', units: 0, teams: 4, users: 0 });
    expect(readAccounts()).toEqual(accounts);
  });

  test('leaves its invented people out beside a real telephony account', async () => {
    const other = await openTestDatabase();
    try {
      const telephony = { simulated: false, apiUrl: null };
      const summary = await seed({ mongodbUrl: other.url, secretKey, dataDir, telephony });
      expect(summary).toMatchObject({ demo: 'left-out', units: 138, teams: 0, users: 0, hotlineNumbers: 0 });
      expect(await createPolicyRepository(other.connection).list()).toHaveLength(summary.policies);
    } finally {
      await other.drop();
    }
  });
});
