import { aCall, openApiLab, type ApiLab } from '../support/api-lab';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const article = (change: object = {}) => ({
  ...aCall(),
  category: 'foodRelief',
  channel: 'press',
  caller: { anonymous: true },
  source: {
    link: 'https://bao.example/khu-tro-het-gao',
    outlet: 'Báo',
    author: '@lan',
    seenAt: '2021-08-09T03:00:00Z',
  },
  ...change,
});
const report = async (body: object) => {
  const { body: ticket } = await lab.as('agent').post('/api/v1/tickets').send(body).expect(201);
  await lab.desk.start({ id: ticket.id } as never);
  return ticket;
};
const verify = (id: string, body: object) => lab.as('agent').post(`/api/v1/tickets/${id}/verify`).send(body);

test('an article becomes a ticket that waits for the desk, goes on when confirmed and names its source', async () => {
  const { id, verification, details } = await report(article());
  expect(verification).toEqual({ state: 'pending' });
  expect(details.source).toEqual(article().source);
  const { body } = await verify(id, { result: 'confirmed', note: 'Tổ trưởng xác nhận' }).expect(200);
  expect(body).toMatchObject({ status: 'triaged', verification: { state: 'confirmed', userId: 'agent' } });
  expect(body.timeline.find(({ type }: { type: string }) => type === 'verified').data).toEqual({
    result: 'confirmed',
    text: 'Tổ trưởng xác nhận',
  });
  await verify(id, { result: 'rejected', note: 'x' }).expect(409);
});

test('a false report is cancelled with the reason, and the database holds neither its author nor the reason in clear', async () => {
  const { id } = await report(article({ channel: 'social' }));
  const { body } = await verify(id, { result: 'rejected', note: 'Ảnh cũ từ năm 2019' }).expect(200);
  expect(body).toMatchObject({ status: 'cancelled', verification: { state: 'rejected' } });
  const stored = JSON.stringify(await lab.connection.collection('tickets').findOne({ _id: id as never }));
  expect(stored).not.toMatch(/@lan|bao\.example|2019/);
});

test('a press report says where it was seen, and no other report does', async () => {
  for (const wrong of [
    article({ source: undefined }),
    article({ source: {} }),
    article({ source: { link: 'javascript:alert(1)' } }),
    article({ channel: 'hotline1022' }),
  ]) {
    const { body } = await lab.as('agent').post('/api/v1/tickets').send(wrong).expect(400);
    expect(body.errors[0].pointer).toMatch(/^\/source/);
  }
});

test('who verifies says what was found out; a responder and another area do not verify', async () => {
  const { id } = await report(article());
  await verify(id, { result: 'confirmed' }).expect(400);
  await lab
    .as('farDispatcher')
    .post(`/api/v1/tickets/${id}/verify`)
    .send({ result: 'confirmed', note: 'x' })
    .expect(404);
  await lab
    .as('responder')
    .post(`/api/v1/tickets/${id}/verify`)
    .send({ result: 'confirmed', note: 'x' })
    .expect(403);
});
