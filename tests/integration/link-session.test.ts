import supertest from 'supertest';
import { createSessionTokens } from '../../src/api/auth/session-token';
import { eventually } from '../support/eventually';
import { openApiLab, publicUrl, secretKey, type ApiLab } from '../support/api-lab';
import { people, teams } from '../support/api-organisation';

/** What a phone may do that a link in an SMS has signed in: its ticket, and nothing else of the account. */

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const team = teams.find(({ id }) => id === people.responder.teamId)!;
/** The consoles on a phone whose cookie came from the link about these tickets. */
const phoneOf = (ticketIds: readonly string[], tokens = lab.deps.tokens) => {
  const { accessToken } = tokens.issueForLink(people.responder.id, { teamId: team.id, ticketIds });
  return supertest.agent(lab.app).set({ cookie: `truc_session=${accessToken}`, origin: publicUrl });
};

test('the team reads its ticket, claims it, works on it to the end, and its timeline says by which way', async () => {
  const { id, code } = await lab.offeredTicket();
  const phone = phoneOf([id]);
  const { body } = await phone.get('/api/v1/auth/session').expect(200);
  expect(body.me).toMatchObject({ byLink: true, role: 'responder', teamId: team.id });
  expect(body.me.phone).not.toBe(people.responder.phone);
  const list = await phone.get(`/api/v1/tickets?team=${team.id}&limit=100`).expect(200);
  expect(list.body.items).toMatchObject([{ id, redacted: true }]);
  for (const path of ['/units', '/protocols']) await phone.get(`/api/v1${path}`).expect(200);

  await phone.post(`/api/v1/tickets/${id}/claim`).send({}).expect(200);
  expect((await phone.get(`/api/v1/tickets/${code}`).expect(200)).body).toMatchObject({
    redacted: false,
    location: { address: '12 đường Bạch Đằng' },
  });
  for (const step of ['enRoute', 'onScene'])
    await phone.post(`/api/v1/tickets/${id}/${step}`).send({}).expect(200);
  const evidence = { outcome: 'Đã sơ cứu', handoverTo: 'Trạm y tế', receivingHospital: 'Bệnh viện tỉnh' };
  const done = await phone.post(`/api/v1/tickets/${id}/resolve`).send({ evidence }).expect(200);
  const acts = done.body.timeline.filter(({ type }: { type: string }) =>
    ['claimed', 'enRoute', 'onScene', 'resolved'].includes(type),
  );
  expect(acts.map(({ actor }: { actor: object }) => actor)).toEqual(
    Array.from({ length: 4 }, () => expect.objectContaining({ userId: people.responder.id, via: 'link' })),
  );
});

test('another ticket of the same team, and of this very person, is none for the link', async () => {
  const [mine, other] = [await lab.offeredTicket(), await lab.offeredTicket()];
  await lab.as('responder').post(`/api/v1/tickets/${other.id}/claim`).send({}).expect(200);
  const phone = phoneOf([mine.id]);
  for (const reference of [other.id, other.code]) {
    await phone.get(`/api/v1/tickets/${reference}`).expect(404);
    await phone.get(`/api/v1/tickets/${reference}/messages`).expect(404);
    await phone.post(`/api/v1/tickets/${reference}/enRoute`).send({}).expect(404);
  }
  const { body } = await phone.get('/api/v1/tickets?limit=100').expect(200);
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual([mine.id]);
});

test('lists, the account and everything else that a responder may do are refused', async () => {
  const { id } = await lab.offeredTicket();
  const phone = phoneOf([id]);
  for (const path of [
    ...['/me', '/me/notification-rules', '/teams', '/users', '/shifts', '/shift-swaps', '/policies'],
    ...['/readiness', '/units/25747', '/units/25747/directory', '/roll-calls', '/calls/queue'],
    ...['/stats/board', '/stats/wallboard', '/command-orders', '/audit/entries'],
  ]) {
    const { status } = await phone.get(`/api/v1${path}`);
    expect([path, status]).toEqual([path, 403]);
  }
  await phone.put('/api/v1/me/notification-rules').send({ rules: [] }).expect(403);
  await phone.post('/api/v1/tickets').send({}).expect(403);
});

test('it ends after half a day, with the team, and with every other session of the person', async () => {
  const { id } = await lab.offeredTicket();
  const halfADayAgo = createSessionTokens(secretKey, () => new Date(Date.now() - 12 * 3_600_000 - 1_000));
  await phoneOf([id], halfADayAgo).get(`/api/v1/tickets/${id}`).expect(401);

  const phone = phoneOf([id]);
  await phone.get(`/api/v1/tickets/${id}`).expect(200);
  const { findTeam, saveTeam } = lab.deps.organisation;
  await saveTeam({ ...team, active: false });
  await eventually('the link is dead', async () =>
    (await phone.get(`/api/v1/tickets/${id}`)).status === 401 ? true : null,
  );
  await lab.as('responder').get('/api/v1/me').expect(200);
  expect((await phone.get('/api/v1/auth/session')).body).toEqual({ me: null });
  await saveTeam(team);
  expect((await findTeam(team.id))?.active).toBe(true);

  const earlier = createSessionTokens(secretKey, () => new Date(Date.now() - 60_000));
  const before = phoneOf([id], earlier);
  await eventually('the team is back', async () =>
    (await before.get(`/api/v1/tickets/${id}`)).status === 200 ? true : null,
  );
  await lab.deps.users.save(people.responder, 'a new password, long enough');
  await eventually('the link has ended too', async () =>
    (await before.get(`/api/v1/tickets/${id}`)).status === 401 ? true : null,
  );
});

test('a link’s token is no whole session, nor the other way round', () => {
  const tokens = lab.deps.tokens;
  const link = { teamId: team.id, ticketIds: ['t'] };
  const [head = '', claims = ''] = tokens.issueForLink('u', link).accessToken.split('.');
  const [, , signature = ''] = tokens.issue('u').accessToken.split('.');
  expect(tokens.read(`${head}.${claims}.${signature}`)).toBeNull();
  expect(tokens.read(tokens.issue('u').accessToken)).not.toHaveProperty('link');
});
