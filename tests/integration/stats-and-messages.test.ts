import { createMessageRepository } from '../../src/models/messages/mongo-message-repository';
import { ensureMessageIndexes } from '../../src/models/messages/mongo-message-repository';
import { messagePipeline, pagingPipeline } from '../../src/models/messages/message-figures';
import type { MessageIdentity } from '../../src/models/messages/message-repository';
import { messageIdOf } from '../../src/notifications/outbox';
import { openApiLab } from '../support/api-lab';
import type { ApiLab } from '../support/api-lab';
import { people } from '../support/api-organisation';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';

let lab: ApiLab;
let messages: ReturnType<typeof createMessageRepository>;
beforeAll(async () => {
  lab = await openApiLab();
  await ensureMessageIndexes(lab.connection);
  const crypto = await openFieldCrypto(lab.connection, 'a secret key for tests that is long enough');
  messages = createMessageRepository(lab.connection, crypto);
});
afterAll(() => lab.close());

let number = 0;
async function aMessage(change: Partial<MessageIdentity> = {}): Promise<string> {
  number += 1;
  const key = `t${String(number)}/received/citizen/sms`;
  const id = messageIdOf(key);
  await messages.beginSending({
    ...{
      id,
      key,
      ticketId: `t${String(number)}`,
      template: 'citizen.received',
      channel: 'sms',
      lane: 'bulk',
    },
    ...{ recipient: { kind: 'citizen' }, unitCodes: ['74', '718', '25747'] },
    ...{ to: '+84901234567', body: 'text', segments: 2, templateVersion: 1 },
    ...change,
  });
  return id;
}

test('a dead letter is listed with its reason and no number, sent again once, and is then off the list', async () => {
  const id = await aMessage();
  await messages.markFailed(id, { errorCode: '30003', isDead: true, mustTell: false });
  const { body } = await lab.as('admin').get('/api/v1/dead-letters').expect(200);
  expect(body.items).toEqual([
    expect.objectContaining({ id, reason: '30003', template: 'citizen.received', recipient: 'citizen' }),
  ]);
  expect(JSON.stringify(body)).not.toContain('+84901234567');
  await lab.as('agent').get('/api/v1/dead-letters').expect(403);

  const path = `/api/v1/dead-letters/${id}/replay`;
  const answers = await Promise.all([lab.as('admin').post(path), lab.as('admin').post(path)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const [replayed] = answers.filter(({ status }) => status === 201);
  expect(replayed?.body.replayOf).toBe(id);
  expect(await messages.find(replayed?.body.id)).toMatchObject({ status: 'queued', replayOf: id });
  expect((await lab.as('admin').get('/api/v1/dead-letters').expect(200)).body.items).toEqual([]);
  const { body: queues } = await lab.as('admin').get('/api/v1/queues').expect(200);
  expect(queues.items).toContainEqual(expect.objectContaining({ lane: 'bulk', waiting: 1 }));
});

test('the bulk lane can rest; the urgent one cannot', async () => {
  const { body } = await lab.as('admin').post('/api/v1/queues/bulk/pause').expect(200);
  expect(body.items).toContainEqual(expect.objectContaining({ lane: 'bulk', isPaused: true }));
  expect(body.items).toContainEqual(expect.objectContaining({ lane: 'urgent', isPaused: false }));
  await lab.as('admin').post('/api/v1/queues/urgent/pause').expect(404);
  await lab.as('supervisor').post('/api/v1/queues/bulk/resume').expect(403);
  const resumed = await lab.as('admin').post('/api/v1/queues/bulk/resume').expect(200);
  expect(resumed.body.items).toContainEqual(expect.objectContaining({ lane: 'bulk', isPaused: false }));
});

test('new words are a new version; words that break a rule are refused by name', async () => {
  const words = {
    plain: [{ text: 'Da nhan {code}.' }, { text: 'Xem: {link}', drop: 1 }],
    vi: [{ text: 'Đã nhận {code}.' }, { text: 'Xem: {link}', drop: 1 }],
    en: [{ text: 'Received {code}.' }],
  };
  const post = (sms: object) => lab.as('admin').post('/api/v1/message-templates').send({ sms });
  const { body } = await post({ 'citizen.received': words }).expect(201);
  expect(body).toMatchObject({ version: 2, sms: { 'citizen.received': words } });
  const { body: list } = await lab.as('admin').get('/api/v1/message-templates').expect(200);
  expect(list.items.map(({ version }: { version: number }) => version)).toEqual([2, 1]);

  const bad = async (change: object): Promise<string> =>
    (await post({ 'citizen.received': { ...words, ...change } }).expect(422)).body.errors[0].pointer;
  expect(await bad({ plain: [{ text: 'Da nhan.' }], vi: [{ text: 'Đã nhận.' }] })).toContain('/plain');
  expect(await bad({ plain: [{ text: 'Đã nhận {code}.' }] })).toContain('/plain');
  const ill = { plain: [{ text: 'Cap cuu {code}.' }], vi: [{ text: 'Cấp cứu {code}.' }] };
  expect(await bad(ill)).toContain('/plain');
  expect(await bad({ en: [{ text: `{code} ${'x'.repeat(170)}` }] })).toContain('/en');
  expect(await bad({ en: [{ text: '{code} {name}' }] })).toContain('/en/0/text');
  await post({ 'citizen.invented': words }).expect(422);
  await lab.as('supervisor').post('/api/v1/message-templates').send({ sms: {} }).expect(403);

  const preview = { template: 'citizen.received', words, values: { code: 'BD-ABC-234' } };
  const shown = await lab.as('admin').post('/api/v1/message-templates/preview').send(preview).expect(200);
  expect(shown.body.items).toEqual([
    expect.objectContaining({
      ...{ variant: 'plain', encoding: 'GSM-7', segments: 1 },
      costs: expect.arrayContaining([{ provider: 'twilio', vnd: 2_000 }]),
    }),
    expect.objectContaining({
      ...{ variant: 'vi', encoding: 'UCS-2', segments: 2 },
      costs: expect.arrayContaining([{ provider: 'twilio', vnd: 4_000 }]),
    }),
    expect.objectContaining({ variant: 'en', text: '1022 BD: Received BD-ABC-234.' }),
  ]);
});

test('who says which version they read keeps others’ words, and is told when the same words were changed since', async () => {
  const path = '/api/v1/message-templates';
  const admin = () => lab.as('admin');
  const read = (await admin().get(path).expect(200)).body.items[0].version as number;
  const { body: texts } = await admin()
    .get(`${path}/${String(read)}`)
    .expect(200);
  const closed = { ...texts.sms['citizen.closed'], en: [{ text: 'Done: {code}.' }] };
  const claimed = { ...texts.sms['citizen.claimed'], en: [{ text: 'Taken: {code}.' }] };
  const spoken = { vi: [{ text: 'Phiếu {spokenCode}.' }], en: [{ text: 'Ticket {spokenCode}.' }] };
  const save = (change: object) => admin().post(path).send(change);
  const other = await save({ basedOn: read, sms: { 'citizen.closed': closed } }).expect(201);
  const mine = await save({ basedOn: read, sms: { 'citizen.claimed': claimed } }).expect(201);
  expect(mine.body).toMatchObject({
    version: read + 2,
    sms: { 'citizen.closed': closed, 'citizen.claimed': claimed },
  });

  const late = await save({
    basedOn: other.body.version,
    ...{ sms: { 'citizen.claimed': { ...claimed, en: [{ text: 'Late: {code}.' }] } } },
    voice: { 'team.page.voice': spoken },
  }).expect(409);
  expect(late.body).toMatchObject({
    ...{ latest: read + 2, changed: ['/sms/citizen.claimed'] },
    ...{ by: people.admin.id, at: expect.any(String) },
  });
  await save({ basedOn: read, brand: 'Truc', accented: false }).expect(201);
  const brand = await save({ basedOn: read, brand: '1022 BD' }).expect(409);
  expect(brand.body.changed).toEqual(['/brand']);
  await save({ basedOn: read + 3, brand: texts.brand }).expect(201);
  const unborn = await save({ basedOn: 1_000, voice: { 'team.page.voice': spoken } }).expect(422);
  expect(unborn.body.errors[0].pointer).toBe('/basedOn');

  // At the same moment: other words fit together, the same words do not.
  const atOnce = await Promise.all(
    [{ 'team.page.voice': spoken }, { 'order.given.voice': spoken }].map((voice) =>
      save({ basedOn: read + 4, voice }),
    ),
  );
  expect(atOnce.map(({ status }) => status)).toEqual([201, 201]);
  const again = await Promise.all(
    ['A', 'B'].map((brandName) => save({ basedOn: read + 6, brand: `Truc ${brandName}` })),
  );
  expect(again.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('a nuisance caller’s report is turned away, but never one about somebody’s health', async () => {
  const block = { phone: '0901 555 444', reason: 'gọi phá nhiều lần' };
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const post = lab.as('admin').post('/api/v1/blocked-numbers');
  const { body: entry } = await post.send({ ...block, expiresAt }).expect(201);
  expect(entry).toMatchObject({ phone: '+84901555444', by: expect.any(String) });
  const past = { ...block, expiresAt: '2021-01-01T00:00:00Z' };
  await lab.as('admin').post('/api/v1/blocked-numbers').send(past).expect(422);
  const report = (category: string) =>
    lab
      .asNobody()
      .post('/api/v1/public/tickets')
      .send({
        ...{ category, caller: { phone: '0901555444' }, location: { unitCode: '25747' } },
        ...{ description: 'xin giúp', details: { answers: {} } },
      });
  await report('other').expect(422);
  await report('emergency').expect(201);
  await lab.as('admin').delete(`/api/v1/blocked-numbers/${entry.id}`).expect(204);
  await report('other').expect(201);

  const optOut = await lab.as('admin').post('/api/v1/opt-outs').send({ phone: '0901555444' }).expect(201);
  await lab.as('admin').delete(`/api/v1/opt-outs/${optOut.body.id}`).expect(204);
  await lab.as('admin').delete(`/api/v1/opt-outs/${optOut.body.id}`).expect(404);
});

test('sent, delivered and cost are counted by provider and template, within the asker’s area', async () => {
  const [one, other] = [await aMessage({ template: 'team.page' }), await aMessage({ template: 'team.page' })];
  for (const id of [one, other]) await messages.markAsked(id, 'twilio');
  await messages.markSent(one, `SM-${one}`, 4_000);
  await messages.applyStatus(one, {
    ...{ status: 'delivered', errorCode: null, providerId: null, isPermanent: false },
  });
  await messages.markFailed(other, { errorCode: '21211', isDead: true, mustTell: false });
  const { body } = await lab.as('admin').get('/api/v1/stats/messages').expect(200);
  expect(body.items).toContainEqual({
    ...{ provider: 'twilio', template: 'team.page', purpose: 'team' },
    ...{ written: 2, sent: 1, delivered: 1, undelivered: 0 },
    ...{ failed: 1, unknown: 0, waiting: 0, possibleDuplicates: 0, parts: 4, costVnd: 4_000 },
  });
  await lab.as('agent').get('/api/v1/stats/messages').expect(403);
  await lab.as('admin').get('/api/v1/stats/messages?since=2021-01-01T00:00:00Z').expect(422);
});

test('one who watches sees what was sent, what it cost, what waits and which provider is left alone', async () => {
  const given = await aMessage({ template: 'supervisor.warning', lane: 'urgent' });
  await messages.markAsked(given, 'http');
  await messages.markFailed(given, { errorCode: 'outcome-unknown', isDead: true, mustTell: false });
  await lab.deps.queues.pauseBulk();
  await lab.deps.queues.requeue('t1', { key: 'waits/citizen/sms', template: 'citizen.closed', lane: 'bulk' });
  await lab.breakers.opened('twilio', 60_000);
  const { text } = await lab.asNobody().get('/metrics').expect(200);
  const page = 'provider="twilio",template="team.page",purpose="team"';
  const warning = 'provider="http",template="supervisor.warning",purpose="supervisor"';
  for (const line of [
    `truc_messages_24h{${page},outcome="written"} 2`,
    `truc_messages_24h{${page},outcome="delivered"} 1`,
    `truc_messages_24h{${page},outcome="failed"} 1`,
    `truc_messages_24h{${page},outcome="unknown"} 0`,
    `truc_messages_24h{${warning},outcome="unknown"} 1`,
    `truc_message_parts_24h{${page}} 4`,
    `truc_message_cost_vnd_24h{${page}} 4000`,
    `truc_message_dead_letters ${String(await messages.countDead())}`,
    'truc_message_provider_breaker_open{provider="twilio"} 1',
    'truc_message_provider_breaker_open{provider="http"} 0',
    'truc_metrics_queue_up 1',
    'truc_metrics_database_up 1',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  const { body: carriers } = await lab.as('admin').get('/api/v1/message-providers').expect(200);
  expect(carriers.items).toEqual([
    expect.objectContaining({ provider: 'twilio', isLeftAlone: true, messagesPerSecond: 10 }),
    expect.objectContaining({ provider: 'http', isLeftAlone: false, smsPartVnd: 800 }),
  ]);
  await lab.as('agent').get('/api/v1/message-providers').expect(403);
  // Paused or not, what waits is seen to wait.
  const { body } = await lab.as('admin').post('/api/v1/queues/bulk/resume').expect(200);
  const bulk = body.items.find(({ lane }: { lane: string }) => lane === 'bulk');
  expect(text).toContain(`truc_message_queue_jobs{lane="bulk",state="waiting"} ${String(bulk.waiting)}\n`);
  expect(bulk.waiting).toBeGreaterThan(0);
  expect(text).toMatch(/truc_message_queue_oldest_seconds\{lane="bulk"\} \d*\.?\d+\n/);
  expect(text).not.toContain('truc_message_queue_oldest_seconds{lane="bulk"} 0\n');
  expect(text).toContain('truc_message_queue_oldest_seconds{lane="urgent"} 0\n');
  await lab.breakers.closed('twilio');
  expect(await lab.breakers.open(['twilio', 'http'])).toEqual(new Set());
});

test('the time from page to claim, by tier, with today in it', async () => {
  await lab.offeredTicket();
  const row = { tier: 'commune', unitCode: '25747', teamId: 'x', userId: null, via: 'app' };
  const now = Date.now();
  const at = (seconds: number): string => new Date(now + seconds * 1_000).toISOString();
  const rows = lab.connection.collection('tickets');
  for (const [index, seconds] of [10, 20, 30, 40, 100].entries()) {
    await rows.insertOne({
      ...({
        _id: `paged-${String(index)}`,
        code: `P${String(index)}`,
        timeline: [{ type: 'stepOpened', at: at(0) }],
      } as object),
      state: {
        ...{ receivedAt: at(-1), unitPath: [{ tier: 'province', code: '74' }] },
        assignments: [{ ...row, claimedAt: at(seconds) }],
      },
    });
  }
  const query = `since=${at(-3_600)}&until=${at(3_600)}`;
  const { body } = await lab.as('admin').get(`/api/v1/stats/paging?${query}`).expect(200);
  const via = { link: 0, voice: 0, app: 5, api: 0 };
  expect(body.items).toEqual([{ group: 'commune', claims: 5, medianMs: 30_000, p90Ms: 100_000, via }]);
  await rows.deleteMany({ _id: /^paged-/ });
});

test('every figure is read through an index, never the whole table', async () => {
  const since = new Date(Date.now() - 3_600_000);
  const until = new Date(Date.now() + 3_600_000);
  const plans = [
    await lab.connection
      .collection('messages')
      .aggregate(messagePipeline('74', since, until))
      .explain(),
    await lab.connection
      .collection('messages')
      .aggregate(messagePipeline(null, since, until))
      .explain(),
    await lab.connection
      .collection('tickets')
      .aggregate(pagingPipeline('74', since, until, 'day'))
      .explain(),
  ].map((plan) => JSON.stringify(plan));
  for (const plan of plans) {
    expect(plan).toContain('IXSCAN');
    expect(plan).not.toContain('COLLSCAN');
  }
});
