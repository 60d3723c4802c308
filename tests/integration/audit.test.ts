import mongoose from 'mongoose';
import type { AuditAct } from '../../src/domain/audit';
import { createAuditLog, ensureAuditIndexes } from '../../src/models/audit/mongo-audit-log';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { openApiLab, secretKey, type ApiLab } from '../support/api-lab';
import { people } from '../support/api-organisation';
import { eventually } from '../support/eventually';
import { openTestDatabase } from '../support/mongo';

let lab: ApiLab;
let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
  lab = await openApiLab({}, {}, database);
});
afterAll(() => lab.close());

const admin = () => lab.as('admin');
const entries = async (query = '') =>
  (await admin().get(`/api/v1/audit/entries${query}`).expect(200)).body.items;
const newest = async () => (await entries('?limit=1'))[0];
const verification = async (query = '') =>
  (await admin().get(`/api/v1/audit/verification${query}`).expect(200)).body;
const aTeam = { name: 'Đội cứu trợ', unitCode: '718', fields: ['relief'] };
const rows = (name: string) => lab.connection.collection(name);

test('who founded a team and who changed it is told, with what it was before', async () => {
  const { body: team } = await admin().post('/api/v1/teams').send(aTeam).expect(201);
  await admin()
    .put(`/api/v1/teams/${team.id}`)
    .send({ ...aTeam, name: 'Đội cứu trợ 2' })
    .expect(200);
  const [changed, founded] = await entries();
  expect(changed).toMatchObject({
    ...{ kind: 'Team', operation: 'replaceTeam', outcome: 'done', via: 'api', fields: ['name'] },
    ...{ actor: { id: 'admin', name: 'Người admin', role: 'admin' }, unitCode: '718' },
    subject: { id: team.id, name: 'Đội cứu trợ 2' },
  });
  expect(founded).toMatchObject({ operation: 'createTeam', subject: { id: team.id }, unitCode: '718' });
  expect(founded.fields).toEqual(['active', 'fields', 'name', 'unitCode']);
  const { body } = await admin().get(`/api/v1/audit/entries/${changed.seq}`).expect(200);
  expect(body.changes).toEqual([{ field: 'name', before: 'Đội cứu trợ', after: 'Đội cứu trợ 2' }]);
  expect(body.ip).toMatch(/127\.0\.0\.1/);
});

test('a route that nobody thought of here is recorded all the same', async () => {
  await admin().put('/api/v1/me/notification-rules').send({ rules: null }).expect(200);
  expect(await newest()).toMatchObject({ kind: 'Account', operation: 'replaceMyNotificationRules' });
});

test('a number, a name and a password never lie in the record in clear', async () => {
  const person = { username: 'le.thi.hoa', name: 'Lê Thị Hoa', role: 'dispatcher', unitCode: '718' };
  const given = { ...person, phone: '0908777666', password: 'một mật khẩu dài' };
  await admin().post('/api/v1/users').send(given).expect(201);
  const stored = JSON.stringify(await rows('auditEntries').find().toArray());
  for (const word of ['Hoa', '908777666', 'mật khẩu', '127.0.0.1']) expect(stored).not.toContain(word);
  const { seq, fields } = await newest();
  expect(fields).toContain('phone');
  const { body } = await admin().get(`/api/v1/audit/entries/${seq}`).expect(200);
  expect(body.changes).toContainEqual({ field: 'phone', before: null, after: '+84908777666' });
  expect(JSON.stringify(body)).not.toContain('mật khẩu');
});

test('a sign-in and a refused one are told, and nobody learns what was typed', async () => {
  await admin()
    .put(`/api/v1/users/${people.dispatcher.id}/password`)
    .send({ password: 'đúng mật khẩu này' })
    .expect(204);
  const sign = (username: string, password: string) =>
    lab.asNobody().post('/api/v1/auth/token').send({ username, password });
  await sign(people.dispatcher.username, 'đúng mật khẩu này').expect(200);
  await sign(people.dispatcher.username, 'sai mật khẩu rồi').expect(401);
  await sign('nobody-here', 'sai mật khẩu rồi').expect(401);
  const [nobody, wrong, right] = await entries('?kind=SignIn');
  expect(right).toMatchObject({ outcome: 'done', actor: { id: people.dispatcher.id }, unitCode: '718' });
  expect(wrong).toMatchObject({ outcome: 'refused', actor: null, subject: { id: people.dispatcher.id } });
  expect(nobody).toMatchObject({ outcome: 'refused', actor: null, subject: null, unitCode: null });
});

test('what was refused or only tried leaves no entry; what reached out of the area does', async () => {
  const before = (await newest()).seq;
  await admin()
    .post('/api/v1/teams')
    .send({ ...aTeam, unitCode: '4711' })
    .expect(422);
  await admin()
    .post('/api/v1/teams')
    .send({ ...aTeam, fields: ['magic'] })
    .expect(400);
  await lab.as('dispatcher').post('/api/v1/teams').send(aTeam).expect(403);
  expect((await newest()).seq).toBe(before);
  await lab
    .as('farSupervisor')
    .post('/api/v1/teams/response-25747/overrides')
    .send({
      userId: 'responder-718',
      from: '2030-01-01T00:00:00Z',
      until: '2030-01-01T08:00:00Z',
      reason: 'x',
    })
    .expect(403);
  expect(await newest()).toMatchObject({ outcome: 'refused', operation: 'createOverride' });
  expect(await rows('auditNotes').countDocuments()).toBe(0);
});

test('the same request sent twice is one act', async () => {
  const before = (await newest()).seq;
  for (let round = 0; round < 2; round += 1) {
    await admin().post('/api/v1/teams').set('Idempotency-Key', 'found-once').send(aTeam).expect(201);
  }
  expect((await newest()).seq).toBe(before + 1);
});

test('a commander reads the acts of the own area, without values; others read none', async () => {
  await admin()
    .post('/api/v1/teams')
    .send({ ...aTeam, unitCode: '725' })
    .expect(201);
  const far = await lab.as('farCommander').get('/api/v1/audit/entries').expect(200);
  expect(far.body.items.length).toBeGreaterThan(0);
  expect(new Set(far.body.items.map(({ unitCode }: { unitCode: string }) => unitCode))).toEqual(
    new Set(['725']),
  );
  const { seq } = far.body.items[0];
  const { body } = await lab.as('farCommander').get(`/api/v1/audit/entries/${seq}`).expect(200);
  expect(body).toMatchObject({ changes: null, ip: null });
  const near = (await entries('?unit=718'))[0];
  await lab.as('farCommander').get(`/api/v1/audit/entries/${near.seq}`).expect(404);
  await lab.as('supervisor').get('/api/v1/audit/entries').expect(403);
  await lab.as('farCommander').get('/api/v1/audit/verification').expect(403);
});

test('opening values is itself logged, and the log is read by person and by ticket', async () => {
  const { seq } = await newest();
  await admin().get(`/api/v1/audit/entries/${seq}`).expect(200);
  const mine = await admin().get('/api/v1/audit/access?user=admin&limit=1').expect(200);
  expect(mine.body.items).toMatchObject([
    { what: 'auditEntry', subjectId: String(seq), full: true, user: { id: 'admin', name: 'Người admin' } },
  ]);
  const next = await admin().get(`/api/v1/audit/access?user=admin&limit=1&cursor=${mine.body.nextCursor}`);
  expect(next.body.items[0].at < mine.body.items[0].at).toBe(true);
  const ticket = await lab.offeredTicket();
  await lab.as('agent').get(`/api/v1/tickets/${ticket.id}`).expect(200);
  const looked = await lab.as('commander').get(`/api/v1/audit/access?ticket=${ticket.code}`).expect(200);
  expect(looked.body.items).toMatchObject([{ what: 'ticket', user: { id: 'agent' }, full: true }]);
  await lab.as('farCommander').get(`/api/v1/audit/access?ticket=${ticket.code}`).expect(404);
});

test('an act that cannot be noted is not begun', async () => {
  const before = await rows('teams').countDocuments();
  const refuse = async (validator: object) =>
    lab.connection.db?.command({ collMod: 'auditNotes', validator, validationLevel: 'strict' });
  await refuse({ never: true });
  await admin().post('/api/v1/teams').send(aTeam).expect(500);
  await refuse({});
  expect(await rows('teams').countDocuments()).toBe(before);
});

test('an act that is done is answered although it cannot be entered yet; its entry follows', async () => {
  const heads = rows('auditHead');
  const head = await heads.findOne({});
  await heads.deleteOne({});
  const { body } = await admin().post('/api/v1/teams').send(aTeam).expect(201);
  expect(await rows('auditNotes').countDocuments()).toBe(1);
  await heads.insertOne(head as never);
  const entry = await eventually('the act is entered', async () => {
    const latest = await newest();
    return latest.subject?.id === body.id && latest;
  });
  expect(entry).toMatchObject({ operation: 'createTeam', outcome: 'done' });
  expect(await rows('auditNotes').countDocuments()).toBe(0);
});

test('an act whose process died is entered by another one, as unclear', async () => {
  const crypto = await openFieldCrypto(lab.connection, secretKey);
  const long = new Date(Date.now() - 3_600_000);
  const gone = createAuditLog(lab.connection, crypto, () => long);
  const act: AuditAct = {
    ...{ at: long.toISOString(), actor: { id: 'admin', role: 'admin', unitCode: '74' }, via: 'api' },
    ...{ requestId: 'r-died', kind: 'Policy', operation: 'addPolicyVersion', subjectId: null },
    ...{ unitCodes: ['74'], fields: ['name'], outcome: 'done' },
  };
  const note = await gone.note(act, { ip: null, changes: [] });
  const audit = createAuditLog(lab.connection, crypto);
  expect(await audit.enterForgotten(new Date(Date.now() - 300_000))).toBe(1);
  expect(await newest()).toMatchObject({ requestId: 'r-died', outcome: 'unclear' });
  expect(await audit.enter(note)).toBe(false);
});

test('six processes that write at once make one chain, and a change in the database is found', async () => {
  const before = await verification();
  expect(before).toMatchObject({ isWhole: true, problems: [] });
  const connections = await Promise.all(
    Array.from({ length: 6 }, () => mongoose.createConnection(database.url).asPromise()),
  );
  const act = (operation: string): AuditAct => ({
    ...{ at: new Date().toISOString(), actor: null, via: 'commandLine', requestId: 'r', kind: 'Import' },
    ...{ operation, subjectId: null, unitCodes: ['74'], fields: [], outcome: 'done' },
  });
  await Promise.all(
    connections.map(async (connection, index) => {
      const crypto = await openFieldCrypto(connection, secretKey);
      await ensureAuditIndexes(connection, crypto);
      const own = createAuditLog(connection, crypto);
      const writes = Array.from({ length: 20 }, (_, round) => `w${String(index)}-${String(round)}`);
      await Promise.all(writes.map((name) => own.append(act(name), { ip: null, changes: [] })));
    }),
  );
  await Promise.all(connections.map((connection) => connection.close()));
  const after = await verification(`?expect=${before.head.seq}:${before.head.hash}`);
  expect(after).toMatchObject({ isWhole: true, entries: before.entries + 120 });

  const stored = rows('auditEntries');
  const seq = before.head.seq + 60;
  const [victim] = await stored.find({ seq }).toArray();
  if (!victim) throw new Error('there is no such entry');
  const undo = async (change: () => Promise<unknown>, faults: string[]) => {
    await change();
    const found = await verification();
    expect([...new Set(found.problems.map(({ fault }: { fault: string }) => fault))]).toEqual(faults);
    await stored.replaceOne({ _id: victim._id }, victim, { upsert: true });
  };
  await undo(() => stored.updateOne({ seq }, { $set: { operation: 'nothing' } }), ['changed']);
  await undo(() => stored.updateOne({ seq }, { $set: { note: 'more' } }), ['changed']);
  await undo(() => stored.deleteOne({ seq }), ['missing', 'outOfPlace']);
  const [other] = await stored.find({ seq: seq - 1 }).toArray();
  await undo(
    () => stored.updateOne({ seq }, { $set: { sealed: other?.sealed as string } }),
    ['valuesChanged'],
  );
  const forged = { ...victim, _id: '999999999999', seq: 999_999_999_999 };
  await stored.insertOne(forged as never);
  expect((await verification()).problems).toMatchObject([{ fault: 'outOfPlace' }]);
  await stored.deleteOne({ _id: forged._id as never });
  expect(await verification()).toMatchObject({ isWhole: true });
  await rows('auditHead').updateOne({}, { $set: { seq: seq - 1, hash: other?.hash as string } });
  expect((await verification()).problems).toContainEqual({ seq: after.head.seq, fault: 'headMissing' });
});
