import { tickOrder } from '../../src/domain/command-order-life';
import { orderSubject } from '../../src/domain/command-order-notices';
import { createMessageRepository } from '../../src/models/messages/mongo-message-repository';
import { identityOf } from '../../src/notifications/message-identity';
import { messageIdOf } from '../../src/notifications/outbox';
import { startOrders } from '../../src/relay/start-orders';
import { createCommandOrderRepository } from '../../src/models/command-orders/mongo-command-order-repository';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { aKey, openApiLab, secretKey, type ApiLab } from '../support/api-lab';
import type { Person } from '../support/api-organisation';
import { eventually } from '../support/eventually';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const inMinutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();
const body = (change: object = {}) => ({
  text: 'Lập chốt kiểm soát ở mọi cửa ngõ phường trước 17 giờ',
  given: { by: 'document', documentNumber: '2952/QĐ-UBND', documentDate: '2026-11-26' },
  to: { tiers: [{ tier: 'commune', below: '718' }] },
  acknowledgeBy: inMinutes(30),
  resultBy: inMinutes(120),
  ...change,
});
const give = (who: Person, change: object = {}) =>
  lab.as(who).post('/api/v1/command-orders').send(body(change));
const post = (who: Person, id: string, action: string, sent: object = {}) =>
  lab.as(who).post(`/api/v1/command-orders/${id}/${action}`).send(sent);
const read = async (who: Person, id: string) =>
  (await lab.as(who).get(`/api/v1/command-orders/${id}`).expect(200)).body;

/** An order that has begun, as its workflow would have it. */
async function given(who: Person = 'districtCommander', change: object = {}): Promise<string> {
  const { body: order } = await give(who, change).expect(201);
  await eventually('the order has begun', async () =>
    (await read(who, order.id)).revision > 0 ? true : null,
  );
  return order.id as string;
}

test('an order is stored before anybody waits for anything, and tells who is told', async () => {
  const answer = await give('districtCommander', { tickets: [(await lab.offeredTicket()).code] }).expect(201);
  expect(answer.headers.location).toBe(`/api/v1/command-orders/${String(answer.body.id)}`);
  expect(answer.body).toMatchObject({
    code: expect.stringMatching(/^ML-\w{3}-\w{3}$/),
    ...{ status: 'open', urgent: false, counts: { addressees: 1, acknowledged: 0 }, mine: null },
    given: { by: 'document', documentNumber: '2952/QĐ-UBND', documentDate: '2026-11-26' },
    issuer: { userId: 'commander-718', name: 'Người commander-718', unitCode: '718' },
    tickets: [{ code: expect.stringMatching(/^BD-/) }],
  });
  const order = await eventually('it has begun', async () => {
    const now = await read('districtCommander', answer.body.code);
    return now.revision > 0 ? now : null;
  });
  expect(order.addressees[0]).toMatchObject({
    ...{ unitCode: '25747', nobodySince: null, late: null, acknowledged: null, result: null },
    people: [{ userId: 'commander-25747', name: 'Người commander-25747' }],
  });
  expect(order.timeline.map(({ type }: { type: string }) => type)).toEqual(['given', 'told']);
});

test('before it is sent, the commander sees whom it reaches and who has nobody', async () => {
  const { body: preview } = await lab
    .as('commander')
    .post('/api/v1/command-orders/preview')
    .send({ to: { unitCodes: ['718'], tiers: [{ tier: 'commune', below: '74' }] } })
    .expect(200);
  expect(preview.units).toEqual([
    ...[
      { unitCode: '25747', tier: 'commune' },
      { unitCode: '718', tier: 'district' },
    ].map((unit) => ({
      ...unit,
      people: [
        {
          userId: `commander-${unit.unitCode}`,
          name: `Người commander-${unit.unitCode}`,
          role: 'commander',
        },
      ],
    })),
  ]);
});

describe('who may do what', () => {
  test.each<[Person, string, object]>([
    ['districtCommander', 'upwards', { to: { unitCodes: ['74'] } }],
    ['districtCommander', 'sideways', { to: { unitCodes: ['725'] } }],
    ['districtCommander', 'to itself', { to: { unitCodes: ['718'] } }],
    ['communeCommander', 'to the whole district', { to: { tiers: [{ tier: 'commune', below: '718' }] } }],
  ])('%s never orders %s', async (who, _, change) => {
    const { body: problem } = await give(who, change).expect(403);
    expect(problem.type).toMatch(/#unit-not-below$/);
    expect(problem.errors[0].pointer).toMatch(/^\/to\//);
  });

  test.each<Person>(['supervisor', 'dispatcher', 'agent', 'responder', 'admin'])(
    '%s gives no orders',
    (who) => give(who).expect(403),
  );

  test('the issuer’s side decides, the addressed unit answers, those above look on and urge, others know nothing', async () => {
    const id = await given();
    for (const who of ['farCommander', 'farSupervisor', 'farDispatcher'] as const)
      await lab.as(who).get(`/api/v1/command-orders/${id}`).expect(404);
    for (const who of ['agent', 'responder', 'admin'] as const)
      await lab.as(who).get(`/api/v1/command-orders/${id}`).expect(403);
    const can = async (who: Person) => (await read(who, id)).can;
    expect(await can('districtCommander')).toEqual(['withdraw', 'extend', 'remind', 'close']);
    expect(await can('commander')).toEqual(['remind']);
    expect(await can('supervisor')).toEqual(['remind']);
    expect(await can('dispatcher')).toEqual([]);
    expect(await can('communeCommander')).toEqual(['acknowledge', 'report']);
    await post('districtCommander', id, 'acknowledge').expect(403);
    await post('communeCommander', id, 'withdraw', { reason: 'x' }).expect(403);
    await post('commander', id, 'accept', { unitCodes: ['25747'] }).expect(403);
  });

  test('a district that looks on at a provincial order urges its own communes only', async () => {
    const id = await given('commander', { to: { unitCodes: ['725', '25747'] } });
    const { addressees, counts, can } = await read('districtCommander', id);
    expect(addressees.map(({ unitCode }: { unitCode: string }) => unitCode)).toEqual(['25747']);
    expect(counts.addressees).toBe(2);
    expect(can).toEqual(['remind']);
    await post('districtCommander', id, 'remind', { unitCodes: ['725'] }).expect(422);
    const { body: order } = await post('districtCommander', id, 'remind').expect(200);
    expect(order.addressees[0]).toMatchObject({ unitCode: '25747', reminders: 1 });
    const whole = await read('commander', id);
    expect(whole.addressees.find(({ unitCode }: { unitCode: string }) => unitCode === '725').reminders).toBe(
      0,
    );
  });
});

test('the first of a unit wins; whoever comes second is told who was first, by name', async () => {
  const id = await given();
  await post('communeCommander', id, 'acknowledge').expect(200);
  await post('communeCommander', id, 'acknowledge').expect(200);
  const { body: problem } = await post('communeDispatcher', id, 'acknowledge').expect(409);
  expect(problem).toMatchObject({
    type: expect.stringMatching(/#order-acknowledged$/),
    ...{ unitCode: '25747', first: { userId: 'commander-25747', name: 'Người commander-25747' } },
  });
  const report = { outcome: 'partly', text: 'Chốt 2/3, thiếu người ở cầu Phú Cường' };
  await post('communeDispatcher', id, 'report', report).expect(200);
  const { body: late } = await post('communeCommander', id, 'report', report).expect(409);
  expect(late.first.name).toBe('Người dispatcher-25747');
});

test('a result is returned with a reason, reported again and accepted; the order is done and refuses the rest', async () => {
  const id = await given();
  await post('communeCommander', id, 'report', { outcome: 'partly', text: 'Chốt 2/3' }).expect(200);
  expect((await read('districtCommander', id)).needs).toBe('accept');
  await post('districtCommander', id, 'return', { unitCode: '25747', reason: 'Cần đủ ba chốt' }).expect(200);
  const theirs = await read('communeCommander', id);
  expect(theirs.needs).toBe('report');
  expect(theirs.mine.result).toMatchObject({
    ...{ state: 'returned', text: 'Chốt 2/3', decided: { reason: 'Cần đủ ba chốt' } },
  });
  await post('communeCommander', id, 'report', { outcome: 'done', text: 'Đủ ba chốt' }).expect(200);
  const { body: done } = await post('districtCommander', id, 'accept', { unitCodes: ['25747'] }).expect(200);
  expect(done).toMatchObject({ status: 'done', counts: { accepted: 1 }, can: [], needs: null });
  expect(done.timeline.map(({ seq }: { seq: number }) => seq)).toEqual(
    done.timeline.map((_: unknown, index: number) => index + 1),
  );
  const { body: problem } = await post('districtCommander', id, 'remind').expect(409);
  expect(problem).toMatchObject({ type: expect.stringMatching(/#order-not-open$/), status: 409 });
});

test.each([
  [{ text: '  ' }, '/text'],
  [{ given: { by: 'document' } }, '/given/documentNumber'],
  [{ given: { by: 'pigeon' } }, '/given/by'],
  [{ acknowledgeBy: '2021-08-16T02:00:00Z' }, '/acknowledgeBy'],
  [{ resultBy: inMinutes(10) }, '/resultBy'],
  [{ resultBy: inMinutes(60 * 24 * 120) }, '/resultBy'],
  [{ to: {} }, '/to'],
  [{ to: { unitCodes: ['99999'] } }, '/to/unitCodes/0'],
  [{ to: { tiers: [{ tier: 'commune', below: '25747' }] } }, '/to/tiers/0'],
])('what cannot be is refused beside its field: %j', async (change, pointer) => {
  const { body: problem, status } = await give('districtCommander', change);
  expect([400, 422]).toContain(status);
  expect(problem.errors[0].pointer.replace(/^\/body/, '')).toBe(pointer);
});

test('the same request twice is one order; a ticket that the commander may not see is refused', async () => {
  const key = aKey();
  const sent = body();
  const once = () =>
    lab
      .as('districtCommander')
      .post('/api/v1/command-orders')
      .set('Idempotency-Key', key)
      .send(sent)
      .expect(201);
  const [first, second] = [await once(), await once()];
  expect(second.body.id).toBe(first.body.id);
  // The process died after writing and before answering: nobody remembers the answer, the order is there.
  await lab.connection.collection('answers').deleteMany({});
  expect((await once()).body.id).toBe(first.body.id);
  await give('districtCommander', { tickets: ['BD-222-222'] }).expect(404);
});

test('lists: mine, received, late, by status and unit, page by page', async () => {
  const [own, other] = [await given(), await given('commander', { to: { unitCodes: ['725'] } })];
  const idsOf = async (who: Person, query: string): Promise<string[]> =>
    (await lab.as(who).get(`/api/v1/command-orders?limit=200&${query}`).expect(200)).body.items.map(
      ({ id }: { id: string }) => id,
    );
  expect(await idsOf('districtCommander', 'box=mine')).toContain(own);
  expect(await idsOf('districtCommander', 'box=received')).toEqual([]);
  expect(await idsOf('communeCommander', 'box=received')).toContain(own);
  expect(await idsOf('commander', '')).toEqual(expect.arrayContaining([own, other]));
  const of725 = await idsOf('commander', 'unit=725');
  expect([of725.includes(other), of725.includes(own)]).toEqual([true, false]);
  expect(await idsOf('districtCommander', '')).not.toContain(other);
  expect(await idsOf('commander', 'late=true')).not.toContain(own);
  await lab.orderDesk.apply(own, (state) => tickOrder(state, Date.parse(inMinutes(31))));
  expect(await idsOf('commander', 'late=true')).toContain(own);
  expect((await read('districtCommander', own)).needs).toBe('late');
  await post('districtCommander', own, 'withdraw', { reason: 'nhầm' }).expect(200);
  expect(await idsOf('commander', 'status=withdrawn')).toContain(own);
  const first = await lab.as('commander').get('/api/v1/command-orders?limit=1').expect(200);
  const cursor = first.body.nextCursor as string;
  const second = await lab.as('commander').get(`/api/v1/command-orders?limit=1&cursor=${cursor}`).expect(200);
  expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
  await lab.as('commander').get('/api/v1/command-orders?cursor=nonsense').expect(400);
});

test('without Temporal an order is accepted and waits; the relay starts it, and an answer meanwhile is 503', async () => {
  lab.orderDesk.away = true;
  const { body: order } = await give('districtCommander').expect(201);
  const answer = await post('communeCommander', order.id, 'acknowledge').expect(503);
  expect(answer.headers['retry-after']).toBeDefined();
  lab.orderDesk.away = false;
  const crypto = await openFieldCrypto(lab.connection, secretKey);
  const commandOrders = createCommandOrderRepository(lab.connection, crypto);
  await lab.connection
    .collection('commandOrders')
    .updateOne({ _id: order.id }, { $set: { createdAt: new Date(Date.now() - 10_000) } });
  expect(await startOrders({ commandOrders, orderDesk: lab.orderDesk })).toBeGreaterThanOrEqual(1);
  expect((await read('districtCommander', order.id)).revision).toBeGreaterThan(0);
  expect(await startOrders({ commandOrders, orderDesk: lab.orderDesk })).toBe(0);
});

test('what people wrote lies encrypted, and a transition that comes twice is one', async () => {
  const id = await given();
  await post('communeCommander', id, 'report', { outcome: 'cannot', text: 'Bà Lan không mở cửa' }).expect(
    200,
  );
  const raw = await lab.connection.collection('commandOrders').findOne({ _id: id as never });
  const text = JSON.stringify(raw);
  expect(text).not.toMatch(/Lan không mở cửa|Lập chốt/);
  const crypto = await openFieldCrypto(lab.connection, secretKey);
  const commandOrders = createCommandOrderRepository(lab.connection, crypto);
  const order = await commandOrders.find(id);
  if (!order) throw new Error('the order is gone');
  await commandOrders.project({ state: order.state, entries: order.timeline.slice(-1), intents: [] });
  expect((await commandOrders.find(id))?.timeline).toHaveLength(order.timeline.length);
  // A task that Temporal had done again decided otherwise: the story is told as it was decided at last.
  const [last] = order.timeline.slice(-1);
  if (!last) throw new Error('there is no story');
  const retold = { ...last, data: { outcome: 'done', text: 'Bà Lan đã mở cửa' } };
  await commandOrders.project({ state: order.state, entries: [retold], intents: [] });
  const { timeline = [] } = (await commandOrders.find(id)) ?? {};
  expect(timeline).toHaveLength(order.timeline.length);
  expect(timeline.at(-1)?.data).toEqual(retold.data);
  const older = { ...order.state, revision: order.state.revision - 1 };
  await commandOrders.project({ state: older, entries: [last], intents: [] });
  expect((await commandOrders.find(id))?.timeline.at(-1)?.data).toEqual(retold.data);
});

test('changes reach whoever may see the order, and nobody else', async () => {
  const heard = async (who: Person): Promise<string[]> => {
    const events: string[] = [];
    const server = lab.app.listen(0);
    const { port } = server.address() as { port: number };
    const abort = new AbortController();
    const response = await fetch(`http://127.0.0.1:${String(port)}/api/v1/stream`, {
      headers: { authorization: `Bearer ${lab.tokenOf(who)}` },
      signal: abort.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const reading = (async () => {
      for (;;) {
        const part = await reader?.read().catch(() => null);
        if (!part?.value) return;
        events.push(part.value);
      }
    })();
    await eventually('the stream stands', () =>
      Promise.resolve(events.join('').includes('event: ready') || null),
    );
    const id = await given();
    await post('communeCommander', id, 'acknowledge').expect(200);
    if (who !== 'farCommander')
      await eventually('it is heard', () =>
        Promise.resolve(events.join('').includes('"acknowledged":1') || null),
      );
    else await post('districtCommander', id, 'withdraw', { reason: 'x' }).expect(200);
    abort.abort();
    await reading;
    server.closeAllConnections();
    server.close();
    return events;
  };
  expect((await heard('districtCommander')).join('')).toMatch(/event: commandOrder\ndata: \{"orderId"/);
  expect((await heard('communeCommander')).join('')).toContain('event: commandOrder');
  expect((await heard('farCommander')).join('')).not.toContain('event: commandOrder');
});

test('figures name the late units, and the metrics count what is owed now', async () => {
  const id = await given();
  await lab.orderDesk.apply(id, (state) => tickOrder(state, Date.parse(inMinutes(31))));
  const { body: figures } = await lab.as('districtCommander').get('/api/v1/stats/command-orders').expect(200);
  expect(figures.given).toBeGreaterThan(2);
  expect(figures.acknowledgedInTime).toBeGreaterThan(0);
  expect(figures.lateUnits).toEqual([{ unitCode: '25747', acknowledge: expect.any(Number), result: 0 }]);
  expect(figures.medianAcknowledgeMs).toEqual(expect.any(Number));
  const far = await lab.as('farCommander').get('/api/v1/stats/command-orders').expect(200);
  expect(far.body).toMatchObject({ acknowledged: 0, lateUnits: [] });
  await lab.as('farCommander').get('/api/v1/stats/command-orders?unit=718').expect(403);
  const { text } = await lab.asNobody().get('/metrics').expect(200);
  expect(text).toMatch(/truc_command_order_units\{state="lateToAcknowledge"\} [1-9]/);
  expect(text).toMatch(/truc_command_orders\{state="open"\} [1-9]/);
});

test('the orders about a ticket are found by it, for whoever may read both', async () => {
  const [ticket, other] = [await lab.offeredTicket(), await lab.offeredTicket()];
  const id = await given('districtCommander', { tickets: [ticket.code] });
  const about = (who: Person, reference: string) =>
    lab.as(who).get('/api/v1/command-orders').query({ ticket: reference });
  for (const reference of [ticket.code, ticket.id]) {
    const { body: found } = await about('supervisor', reference).expect(200);
    expect(found.items.map((one: { id: string }) => one.id)).toEqual([id]);
  }
  expect((await about('districtCommander', other.code).expect(200)).body.items).toEqual([]);
  expect((await about('farSupervisor', ticket.code).expect(404)).body.type).toContain('#ticket-not-found');
  await about('agent', ticket.code).expect(403);
});

test('whether what people were sent has arrived is told to whoever sees their unit', async () => {
  const id = await given();
  const orders = createCommandOrderRepository(
    lab.connection,
    await openFieldCrypto(lab.connection, secretKey),
  );
  const [intent] = (await orders.withIntents(id))?.outbox ?? [];
  if (!intent) throw new Error('nobody was told');
  const messages = createMessageRepository(lab.connection, await openFieldCrypto(lab.connection, secretKey));
  const messageId = messageIdOf(intent.key);
  await messages.beginSending({
    ...identityOf(messageId, intent, orderSubject(id), ['74', '718', '25747']),
    ...{ to: '+84901234567', body: 'LENH', segments: 1, templateVersion: 1 },
  });
  await messages.markSent(messageId, 'SM1', 300);
  const listed = async (who: Person) =>
    (await lab.as(who).get(`/api/v1/command-orders/${id}/messages`).expect(200)).body.items;
  const sent = { unitCode: '25747', userId: 'commander-25747', template: 'order.given', channel: 'sms' };
  expect(await listed('districtCommander')).toEqual([expect.objectContaining({ ...sent, status: 'sent' })]);
  await messages.applyStatus(messageId, {
    ...{ status: 'undelivered', errorCode: '30003', providerId: 'SM1', isPermanent: true },
  });
  expect(await listed('districtCommander')).toEqual([
    expect.objectContaining({ ...sent, status: 'undelivered', errorCode: '30003' }),
  ]);
  expect(JSON.stringify(await listed('districtCommander'))).not.toContain('901234567');
  await lab.as('farCommander').get(`/api/v1/command-orders/${id}/messages`).expect(404);
  await lab.as('responder').get(`/api/v1/command-orders/${id}/messages`).expect(403);
});
