import { openApiLab, type ApiLab } from '../support/api-lab';
import { people } from '../support/api-organisation';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const admin = () => lab.as('admin');
const shift = {
  ...{ teamId: 'response-25747', userId: people.responder.id, weekdays: [1, 2], from: '22:00', to: '06:00' },
  validFrom: '2021-08-01',
};

test('an admin founds a team, changes it and switches it off', async () => {
  const made = await admin()
    .post('/api/v1/teams')
    .send({ name: 'Đội cứu trợ', unitCode: '718', fields: ['relief'] })
    .expect(201);
  expect(made.body).toMatchObject({ tier: 'district', active: true });
  const { body } = await admin()
    .put(`/api/v1/teams/${made.body.id}`)
    .send({ name: 'Đội cứu trợ 2', unitCode: '718', fields: ['relief'], active: false })
    .expect(200);
  expect(body).toMatchObject({ name: 'Đội cứu trợ 2', active: false });
  const active = await lab.as('responder').get('/api/v1/teams?unit=718&active=true').expect(200);
  expect(active.body.items.map(({ id }: { id: string }) => id)).not.toContain(made.body.id);
  await admin().get('/api/v1/teams/nothing').expect(404);
  await admin()
    .post('/api/v1/teams')
    .send({ name: 'x', unitCode: '4711', fields: ['relief'] })
    .expect(422);
  await admin()
    .post('/api/v1/teams')
    .send({ name: 'x', unitCode: '718', fields: ['magic'] })
    .expect(400);
});

test('a duty number is stored in one spelling', async () => {
  const number = { unitCode: '718', label: 'Trực', number: '0274/3-822.555' };
  const { body } = await admin().post('/api/v1/hotline-numbers').send(number).expect(201);
  expect(body.number).toBe('+842743822555');
  const changed = { ...number, number: '1022', published: false };
  await admin().put(`/api/v1/hotline-numbers/${body.id}`).send(changed).expect(200);
  const listed = await lab.as('agent').get('/api/v1/hotline-numbers?unit=718&published=false').expect(200);
  expect(listed.body.items).toMatchObject([{ number: '1022' }]);
  await admin()
    .post('/api/v1/hotline-numbers')
    .send({ ...number, number: '12' })
    .expect(422);
});

test('a night shift is entered, changed and removed', async () => {
  const { body } = await admin().post('/api/v1/shifts').send(shift).expect(201);
  await admin()
    .put(`/api/v1/shifts/${body.id}`)
    .send({ ...shift, to: '07:00' })
    .expect(200);
  const mine = await lab.as('responder').get(`/api/v1/shifts?user=${people.responder.id}`).expect(200);
  expect(mine.body.items).toContainEqual(expect.objectContaining({ id: body.id, to: '07:00' }));
  await admin().delete(`/api/v1/shifts/${body.id}`).expect(204);
  await admin().delete(`/api/v1/shifts/${body.id}`).expect(404);
});

test.each([
  ['somebody unknown', { userId: 'nobody' }, '/userId'],
  ['no team', { teamId: 'nothing' }, '/teamId'],
  ['an end before its beginning', { validTo: '2021-07-01' }, '/validTo'],
])('a shift with %s is a hole in the roster, and refused by field', async (_, change, pointer) => {
  const { body } = await admin()
    .post('/api/v1/shifts')
    .send({ ...shift, ...change })
    .expect(422);
  expect(body.errors).toEqual([{ pointer, message: expect.stringMatching(/^must/) }]);
});

test('the directory shows who is on duty now, and the readiness what a unit lacks', async () => {
  const { body } = await lab.as('agent').get('/api/v1/units/25747/directory').expect(200);
  expect(body.teams).toMatchObject([
    { id: 'response-25747', onDuty: [{ userId: people.responder.id, reachable: true }] },
  ]);
  const { body: readiness } = await lab.as('supervisor').get('/api/v1/units/25747/readiness').expect(200);
  expect(readiness).toMatchObject({ ready: false, missing: ['hotlineNumber', 'supervisorWithPhone'] });
  const { body: district } = await lab.as('supervisor').get('/api/v1/units/718/readiness').expect(200);
  expect(district.missing).toEqual(['somebodyOnDutyNow', 'dutyAroundTheClock', 'everyField']);
  expect(Object.keys(district.uncovered)).toEqual(['relief', 'security']);
  await lab.as('agent').get('/api/v1/units/4711/directory').expect(404);
  const { body: found } = await lab.as('agent').get('/api/v1/units?q=thu dau').expect(200);
  expect(found.items.map(({ code }: { code: string }) => code)).toEqual(['718']);
});

test('an account is made with a password, changed, and cannot take another’s name', async () => {
  const account = {
    ...{ username: 'new.agent', name: 'Lê Thị Mới', role: 'agent', unitCode: '74', phone: '0912 000 111' },
    password: 'a long enough password',
  };
  const { body } = await admin().post('/api/v1/users').send(account).expect(201);
  expect(body).toMatchObject({ phone: '+84912000111', active: true });
  expect(JSON.stringify(body)).not.toContain('password');
  await lab
    .asNobody()
    .post('/api/v1/auth/token')
    .send({ username: 'new.agent', password: account.password })
    .expect(200);
  await admin()
    .put(`/api/v1/users/${body.id}/password`)
    .send({ password: 'quite another password' })
    .expect(204);
  await lab
    .asNobody()
    .post('/api/v1/auth/token')
    .send({ username: 'new.agent', password: account.password })
    .expect(401);
  await admin().post('/api/v1/users').send(account).expect(409);
  await admin()
    .post('/api/v1/users')
    .send({ ...account, username: 'x2x', password: 'short' })
    .expect(400);
  await admin()
    .post('/api/v1/users')
    .send({ ...account, username: 'x2x', role: 'responder' })
    .expect(422);
  await admin()
    .post('/api/v1/users')
    .send({ ...account, username: 'x2x', phone: '115' })
    .expect(422);
  const { password: _password, ...rest } = account;
  await admin()
    .put(`/api/v1/users/${body.id}`)
    .send({ ...rest, active: false })
    .expect(200);
  await lab
    .asNobody()
    .post('/api/v1/auth/token')
    .send({ username: 'new.agent', password: 'quite another password' })
    .expect(401);
});

test('an admin cannot lock themselves out; a supervisor sees the accounts of the area with masked numbers', async () => {
  const { unitPath: _path, id, ...rest } = people.admin;
  await admin()
    .put(`/api/v1/users/${id}`)
    .send({ ...rest, role: 'agent' })
    .expect(422);
  const { body } = await lab.as('supervisor').get('/api/v1/users').expect(200);
  const units = new Set(body.items.map(({ unitCode }: { unitCode: string }) => unitCode));
  expect([...units].sort()).toEqual(['25747', '718']);
  expect(
    body.items.every(({ phone }: { phone: string | null }) => phone === null || phone.includes('•')),
  ).toBe(true);
  await lab.as('supervisor').get(`/api/v1/users/${people.farResponder.id}`).expect(404);
});

test('a policy gets a new version, the old one stays, and the difference is shown value by value', async () => {
  const { body: list } = await lab.as('agent').get('/api/v1/policies').expect(200);
  const [first] = list.items as [{ id: string; version: number }];
  const { body: old } = await lab.as('agent').get(`/api/v1/policies/${first.id}/versions/1`).expect(200);
  const { version: _version, ...draft } = structuredClone(old);
  draft.classes.P1.acknowledgeMs = 90_000;
  const { body: made, headers } = await admin().post('/api/v1/policies').send(draft).expect(201);
  expect(made.version).toBe(2);
  await lab
    .as('agent')
    .get(headers.location ?? '')
    .expect(200);
  const { body: diff } = await lab
    .as('agent')
    .get(`/api/v1/policies/${first.id}/diff?from=1&to=2`)
    .expect(200);
  expect(diff.changes).toContainEqual({ pointer: '/classes/P1/acknowledgeMs', from: 120_000, to: 90_000 });
  expect(diff.changes).toHaveLength(2);
  draft.classes.P4.calendarId = 'no-such-calendar';
  const bad = await admin().post('/api/v1/policies').send(draft).expect(400);
  expect(bad.body.errors).toEqual([
    {
      pointer: '/classes/P4/calendarId',
      message: 'must name one of the calendars, or be null for around the clock',
    },
  ]);
  draft.ladder.down = [{ tier: 'province', share: 0.5 }];
  await admin()
    .post('/api/v1/policies')
    .send(draft)
    .expect(400, /sum to 1/);
  await lab.as('agent').get(`/api/v1/policies/${first.id}/versions/99`).expect(404);
});

test('of two admins who edit the same version the second learns who was quicker, and loses nothing', async () => {
  const { body: list } = await admin().get('/api/v1/policies').expect(200);
  const [first] = list.items as [{ id: string; version: number; createdBy: object | null }];
  const at = `/api/v1/policies/${first.id}/versions/${String(first.version)}`;
  const { body: read } = await admin().get(at).expect(200);
  const { version: basedOn, ...draft } = read;
  const { body: made } = await admin()
    .post('/api/v1/policies')
    .send({ ...draft, basedOn, name: 'The quicker one' })
    .expect(201);
  const { body: refused } = await admin()
    .post('/api/v1/policies')
    .send({ ...draft, basedOn, name: 'The slower one' })
    .expect(409);
  expect(refused).toMatchObject({ latest: made.version, by: people.admin.id, at: expect.any(String) });
  const { body: after } = await admin().get('/api/v1/policies').expect(200);
  expect(after.items[0]).toMatchObject({
    ...{ name: 'The quicker one', version: made.version },
    createdBy: { id: people.admin.id, name: people.admin.name },
  });
  expect(after.items.at(-1)).toMatchObject({ createdBy: null, createdAt: null });
});
