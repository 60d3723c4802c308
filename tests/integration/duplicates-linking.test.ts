import { aCall, openApiLab, type ApiLab } from '../support/api-lab';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const ask = (id: string, action: string, body: object = {}) =>
  lab.as('dispatcher').post(`/api/v1/tickets/${id}/${action}`).send(body);
const tracked = async (code: string, digits: string) =>
  (await lab.asNobody().get(`/api/v1/public/tickets/${code}?phone=${digits}`).expect(200)).body;
const reportBy = (phone: string) => lab.offeredTicket({ ...aCall(), caller: { phone } });

test('a ticket linked to a duplicate goes to the main ticket', async () => {
  const [main, second, third] = [
    await reportBy('0907 000 001'),
    await reportBy('0907 000 002'),
    await reportBy('0907 000 003'),
  ];
  await ask(second.id, 'link', { duplicateOf: main.code }).expect(200);
  const { body } = await ask(third.id, 'link', { duplicateOf: second.code }).expect(200);
  expect(body).toMatchObject({ status: 'duplicate', duplicateOf: main.id });
});

test('two tickets cannot be duplicates of each other, and the answer says what to unlink', async () => {
  const [main, second] = [await reportBy('0907 000 004'), await reportBy('0907 000 005')];
  await ask(second.id, 'link', { duplicateOf: main.id }).expect(200);
  const { body } = await ask(main.id, 'link', { duplicateOf: second.id }).expect(422);
  expect(body.errors[0].pointer).toBe('/duplicateOf');
  expect(JSON.stringify(body)).toContain(`unlink ${second.code} first`);
});

test('nothing is linked to a settled ticket: the answer says to reopen it', async () => {
  const [main, second] = [await reportBy('0907 000 006'), await reportBy('0907 000 007')];
  await ask(main.id, 'cancel', { reason: 'gọi nhầm' }).expect(200);
  const { body } = await ask(second.id, 'link', { duplicateOf: main.id }).expect(422);
  expect(JSON.stringify(body)).toContain('reopen it first');
});

test('each reporter follows the work by their own code, and sees nothing of the other', async () => {
  const [main, second] = [await reportBy('0907 001 111'), await reportBy('0907 002 222')];
  const before = await tracked(second.code, '2222');
  await ask(second.id, 'link', { duplicateOf: main.id }).expect(200);
  await ask(main.id, 'claim').expect(200);
  const after = await tracked(second.code, '2222');
  expect(after).toMatchObject({ code: second.code, status: 'claimed', receivedAt: before.receivedAt });
  expect(JSON.stringify(after)).not.toContain(main.code);
  await lab.asNobody().get(`/api/v1/public/tickets/${main.code}?phone=2222`).expect(404);
  await ask(main.id, 'cancel', { reason: 'đã xong' }).expect(200);
  expect((await tracked(second.code, '2222')).status).toBe('cancelled');
  await ask(second.id, 'unlink').expect(200);
  expect((await tracked(second.code, '2222')).status).not.toBe('cancelled');
});
