import type { DutyShift, Team, User } from '../../src/domain/organisation';
import { DomainError } from '../../src/domain/refusal';
import { binhDuong2021 } from '../../src/import/admin-units';
import { policyFilesIn, readPolicyFiles } from '../../src/import/policy-files';
import { createOrganisationLoader } from '../../src/models/organisation/organisation-loader';
import { ensureOrganisationIndexes } from '../../src/models/organisation/organisation-models';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../src/models/organisation/organisation-repository';
import { createOrganisationRepository } from '../../src/models/organisation/organisation-store';
import { createPolicyRepository } from '../../src/models/organisation/policy-store';
import { createUserRepository } from '../../src/models/organisation/user-store';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { openTestDatabase } from '../support/mongo';

const units = binhDuong2021();
const pathOf = (code: string) => units.find((unit) => unit.code === code)?.path ?? [];
const aTeam = (changes: Partial<Team> = {}): Team => ({
  ...{ id: 'team-718-medical', name: 'Đội cấp cứu', unitCode: '718', tier: 'district', fields: ['medical'] },
  active: true,
  ...changes,
});
const aUser = (changes: Partial<User> = {}): User => ({
  ...{ id: 'user-an', username: 'an.718', name: 'Nguyễn Văn An', role: 'responder', unitCode: '718' },
  ...{
    unitPath: pathOf('718'),
    teamId: 'team-718-medical',
    phone: '+84559000001',
    active: true,
    language: 'vi',
  },
  ...changes,
});
const aShift = (changes: Partial<DutyShift> = {}): DutyShift => ({
  ...{ id: 'shift-an', teamId: 'team-718-medical', userId: 'user-an', weekdays: [1, 2, 3, 4, 5, 6, 7] },
  ...{ from: '07:00', to: '19:00', validFrom: '2021-08-01', validTo: null },
  ...changes,
});
const noon = '2021-08-16T05:00:00.000Z';

describe('the organisation in MongoDB', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let organisation: OrganisationRepository;
  let users: UserRepository;

  beforeEach(async () => {
    database = await openTestDatabase();
    await ensureOrganisationIndexes(database.connection);
    const crypto = await openFieldCrypto(database.connection, 'a secret key of this test, quite long');
    organisation = createOrganisationRepository(database.connection);
    users = createUserRepository(database.connection, crypto);
    const empty = { teams: [], users: [], shifts: [], hotlineNumbers: [], policies: [] };
    await createOrganisationLoader(database.connection, crypto)({ units, ...empty }, { existing: 'keep' });
    await organisation.saveTeam(aTeam());
  });
  afterEach(() => database.drop());

  const pageable = async (at = noon): Promise<readonly string[]> => {
    const [roster] = await organisation.rostersOf(['718'], 'medical', at);
    return roster?.teams.flatMap(({ userIds }) => userIds) ?? [];
  };
  const refusal = async (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.then(
      () => 'accepted',
      (error: unknown) => (error instanceof DomainError ? [error.code, error.facts.pointer] : error),
    );

  test('units are found by code, parent, kind, date and by what an agent types', async () => {
    expect(await organisation.findUnit('25747')).toEqual(units.find(({ code }) => code === '25747'));
    expect(await organisation.findUnit('99999')).toBeNull();
    expect(await organisation.listUnits({ parentCode: '74' })).toHaveLength(9);
    expect(await organisation.listUnits({ tier: 'commune' })).toHaveLength(91);
    const typed = async (q: string) => (await organisation.listUnits({ q })).map(({ name }) => name);
    for (const q of ['phu cuong', 'Phú Cường', 'P. Phú Cường', 'phường  phú cườ', 'CUONG']) {
      expect(await typed(q)).toContain('Phú Cường');
    }
    expect(await typed('tp thu dau mot')).toEqual(['Thủ Dầu Một']);
    expect(await typed('.*')).toEqual([]);
    expect(await organisation.listUnits({ on: new Date('2025-06-30T16:59:59Z') })).toHaveLength(101);
    expect(await organisation.listUnits({ on: new Date('2025-06-30T17:00:00Z') })).toHaveLength(0);
  });

  test('off duty, closed account or team, another field: never paged', async () => {
    await users.save(aUser());
    await organisation.saveShift(aShift());
    expect(await pageable()).toEqual(['user-an']);
    expect(await pageable('2021-08-16T15:00:00.000Z')).toEqual([]);
    expect(await organisation.rostersOf(['718'], 'security', noon)).toEqual([
      { unitCode: '718', tier: 'district', teams: [] },
    ]);
    await users.save(aUser({ active: false }));
    expect(await pageable()).toEqual([]);
    await users.save(aUser({ phone: null }));
    expect(await pageable()).toEqual([]);
    await users.save(aUser());
    await organisation.saveTeam(aTeam({ active: false }));
    expect(await pageable()).toEqual([]);
  });

  test('a substitute from elsewhere is paged for the team they stand in for', async () => {
    await users.save(aUser({ id: 'user-binh', username: 'binh', unitCode: '719', teamId: null }));
    await organisation.saveShift(aShift({ id: 'shift-binh', userId: 'user-binh' }));
    expect(await pageable()).toEqual(['user-binh']);
    expect(await organisation.removeShift('shift-binh')).toBe(true);
    expect(await organisation.removeShift('shift-binh')).toBe(false);
    expect(await pageable()).toEqual([]);
  });

  test('a whole ladder’s rosters cost one query a collection', async () => {
    await users.save(aUser());
    await organisation.saveShift(aShift());
    const asked: string[] = [];
    database.connection.set('debug', (collection: string) => void asked.push(collection));
    await organisation.rostersOf(
      units.map(({ code }) => code),
      'medical',
      noon,
    );
    database.connection.set('debug', false);
    expect(asked.sort()).toEqual(['dutyOverrides', 'shifts', 'teams', 'units', 'users']);
  });

  test('supervisors are found at any hour, but not those without a phone', async () => {
    const lead = aUser({ id: 'user-lead', username: 'lead', role: 'supervisor', teamId: null });
    await users.save(lead);
    await users.save({ ...lead, id: 'user-mute', username: 'mute', phone: null });
    expect(await organisation.supervisorsOf(['718', '25747'])).toEqual([
      { unitCode: '718', userIds: ['user-lead'] },
      { unitCode: '25747', userIds: [] },
    ]);
  });

  test('a shift of somebody unknown, or that never comes, is refused when it is made, by its field', async () => {
    expect(await refusal(organisation.saveShift(aShift({ userId: 'nobody' })))).toEqual([
      'invalid-command',
      '/userId',
    ]);
    await users.save(aUser());
    expect(await refusal(organisation.saveShift(aShift({ teamId: 'none' })))).toEqual([
      'invalid-command',
      '/teamId',
    ]);
    expect(await refusal(organisation.saveShift(aShift({ weekdays: [8] })))).toEqual([
      'invalid-command',
      '/weekdays',
    ]);
    expect(await organisation.listShifts({})).toEqual([]);
    expect(await refusal(organisation.saveTeam(aTeam({ unitCode: '1' })))).toEqual([
      'unit-not-found',
      '/unitCode',
    ]);
  });

  test('a hotline number has one owner', async () => {
    const number = {
      id: 'h1',
      unitCode: '718',
      teamId: null,
      label: 'Nóng',
      number: '1022',
      published: true,
    };
    await organisation.saveHotlineNumber(number);
    await organisation.saveHotlineNumber({ ...number, label: 'Đường dây nóng' });
    const other = { ...number, id: 'h2', unitCode: '719' };
    expect(await refusal(organisation.saveHotlineNumber(other))).toEqual(['invalid-command', '/number']);
    expect(await organisation.listHotlineNumbers({ unitCode: '718', published: true })).toHaveLength(1);
  });

  test('names and phones are unreadable in the database, and readable to who may ask', async () => {
    await users.save(aUser(), 'correct horse');
    const raw = JSON.stringify(await database.connection.collection('users').find().toArray());
    for (const secret of ['Nguyễn', 'An"', '559000001', 'correct horse']) expect(raw).not.toContain(secret);
    expect(raw).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(await users.find('user-an')).toEqual(aUser());
    expect(await users.findByUsername(' AN.718 ')).toEqual(aUser());
    expect(await users.list({ teamId: 'team-718-medical', role: 'responder' })).toEqual([aUser()]);
  });

  test('only the right password of an active account opens, and a later save keeps it', async () => {
    await users.save(aUser(), 'correct horse');
    await users.save(aUser({ phone: '+84559000002' }));
    expect(await users.verifyPassword('an.718', 'correct horse')).toEqual(aUser({ phone: '+84559000002' }));
    expect(await users.verifyPassword('an.718', 'wrong')).toBeNull();
    expect(await users.verifyPassword('nobody', 'correct horse')).toBeNull();
    await users.save(aUser({ id: 'user-binh', username: 'binh' }));
    expect(await users.verifyPassword('binh', 'a password that nobody has')).toBeNull();
    await users.save(aUser({ active: false }));
    expect(await users.verifyPassword('an.718', 'correct horse')).toBeNull();
    expect(await refusal(users.save(aUser({ id: 'thief' })))).toEqual(['invalid-command', '/username']);
  });

  test('an unknown username takes as long as a wrong password', async () => {
    await users.save(aUser(), 'correct horse');
    const timed = async (username: string): Promise<number> => {
      const rounds = await Promise.all(
        [1, 2, 3, 4, 5].map(async () => {
          const start = performance.now();
          await users.verifyPassword(username, 'wrong');
          return performance.now() - start;
        }),
      );
      return Math.min(...rounds);
    };
    await timed('nobody');
    const [known, unknown] = [await timed('an.718'), await timed('nobody')];
    // Without the dummy hash an unknown name answers in a millisecond, a thirtieth of a hash.
    expect(unknown).toBeGreaterThan(known / 4);
  });

  test('a stored policy version never changes', async () => {
    const policies = createPolicyRepository(database.connection);
    const files = readPolicyFiles(policyFilesIn('config/policies')).policies;
    // One for a surge is chosen by the surge.
    const policy = files.map((file) => file.policy).find(({ onlyInSurge }) => onlyInSurge !== true);
    if (!policy) throw new Error('config/policies is empty');
    await policies.add(policy);
    expect(await refusal(policies.add({ ...policy, name: 'other' }))).toEqual([
      'invalid-command',
      '/version',
    ]);
    expect(await policies.find(policy.id, policy.version)).toEqual(policy);
    expect(await policies.find(policy.id, 99)).toBeNull();
    const next = { ...policy, version: policy.version + 1, effectiveFrom: '2030-01-01' };
    await policies.add(next);
    expect(await policies.list()).toEqual([policy, next]);
    const path = [{ code: policy.unitCode }];
    expect(await policies.choose(path, new Date('2029-01-01'))).toMatchObject({ policy });
    expect(await policies.choose(path, new Date('2031-01-01'))).toMatchObject({ policy: next });
  });
});
