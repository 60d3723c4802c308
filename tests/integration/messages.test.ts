import { Redis } from 'ioredis';
import { createBullOutbox } from '../../src/notifications/bull-outbox';
import { messageIdOf } from '../../src/notifications/outbox';
import { createProviderPool } from '../../src/notifications/provider-pool';
import { createMessageRelay } from '../../src/notifications/relay';
import { createTwilioProvider } from '../../src/notifications/twilio/twilio-provider';
import { deliverMessage } from '../../src/notifications/deliver-message';
import type { MessageIntent } from '../../src/domain/message';
import type { MessageRecord } from '../../src/models/messages/message-repository';
import { eventually } from '../support/eventually';
import { aNotice, aPage, citizenPhone, openTelephonyLab, responder } from '../support/telephony-lab';
import type { TelephonyLab } from '../support/telephony-lab';

let lab: TelephonyLab;
beforeAll(async () => {
  lab = await openTelephonyLab();
});
afterAll(() => lab.close());
afterEach(async () => {
  await lab.phones.fault('none');
  lab.offDuty.clear();
});

const rowOf = (intent: MessageIntent): Promise<MessageRecord | null> =>
  lab.messages.find(messageIdOf(intent.key));
const rowWith = (intent: MessageIntent, status: string): Promise<MessageRecord> =>
  eventually(`the ledger says ${status}`, async () => {
    const row = await rowOf(intent);
    return row?.status === status ? row : null;
  });
const toldAbout = (intent: MessageIntent): Promise<(typeof lab.failures)[number]> =>
  eventually('the ticket is told', async () => lab.failures.find(({ key }) => key === intent.key));
const smsAbout = async (phone: string, text: string): Promise<number> =>
  (await lab.phones.phone(phone).heard()).filter(({ body }) => body.includes(text)).length;

test('a team is paged by SMS: one part, a signed link, nothing about the citizen', async () => {
  const ticket = lab.aTicketOffered();
  const page = aPage('sms');
  await lab.sends(ticket, page);
  const sms = await lab.phones.phone(responder.phone).expectsSms(new RegExp(ticket.code), 'delivered');
  expect(sms.body).toBe(`1022 BD: P1 Y te ${ticket.code} Chanh Nghia. ${lab.linkOf(page)}`);
  const row = await rowWith(page, 'delivered');
  expect(row).toMatchObject({
    to: responder.phone,
    body: sms.body,
    segments: 1,
    possibleDuplicate: false,
    providerId: sms.sid,
  });
});

test('number and text lie encrypted in the ledger, and only ids lie in Redis', async () => {
  const ticket = lab.aTicketOffered();
  const page = aPage('sms');
  await lab.sends(ticket, page);
  await rowWith(page, 'delivered');
  const raw = JSON.stringify(await lab.database.connection.collection('messages').find().toArray());
  expect(raw).toContain(messageIdOf(page.key));
  expect(raw).not.toContain(responder.phone);
  expect(raw).not.toContain('1022 BD');
  const redis = new Redis(lab.redis.url);
  const job = JSON.stringify(await redis.hgetall(`${lab.redis.prefix}:urgent:${messageIdOf(page.key)}`));
  await redis.quit();
  expect(job).toContain(ticket.id);
  expect(job).not.toContain(responder.phone);
  expect(job).not.toContain(ticket.code);
});

test('the same fact queued many times is one SMS', async () => {
  const ticket = lab.aTicketOffered();
  const notice = aNotice('citizen.received');
  await Promise.all(Array.from({ length: 20 }, () => lab.sends(ticket, notice)));
  await lab.phones
    .phone(citizenPhone)
    .expectsSms(new RegExp(`Da tiep nhan phan anh ${ticket.code}`), 'delivered');
  await lab.sends(ticket, notice);
  expect((await rowWith(notice, 'delivered')).attempts).toBe(1);
  expect(await smsAbout(citizenPhone, ticket.code)).toBe(1);
});

test('a citizen who stays anonymous, or left no number, is not written to, and the ledger says so', async () => {
  for (const caller of [{ anonymous: true, phone: citizenPhone }, { anonymous: false }]) {
    const ticket = lab.aTicketOffered({ intake: { caller } });
    const notice = aNotice('citizen.received');
    await lab.sends(ticket, notice);
    expect(await rowWith(notice, 'failed')).toMatchObject({ errorCode: 'no-phone', attempts: 0, to: '' });
    expect(await smsAbout(citizenPhone, ticket.code)).toBe(0);
  }
});

test('whoever went off duty is not paged, and the ticket learns that nobody was reached', async () => {
  lab.offDuty.add(responder.userId);
  const ticket = lab.aTicketOffered();
  const page = aPage('sms');
  await lab.sends(ticket, page);
  expect(await rowWith(page, 'failed')).toMatchObject({ errorCode: 'off-duty' });
  await eventually(
    'the ticket is told',
    async () => lab.failures.find(({ key }) => key === page.key) ?? null,
  );
  expect(await smsAbout(responder.phone, ticket.code)).toBe(0);
});

test('once a team has claimed, a page still in the queue is dropped', async () => {
  const ticket = lab.aTicketOffered();
  await lab.memory.desk.command(ticket, 'claim', {
    actor: { kind: 'user', userId: 'user-2' },
    team: { teamId: 'team-2', unit: { tier: 'commune', code: '25777' } },
  });
  const page = aPage('voice');
  await lab.sends(ticket, page);
  expect(await rowWith(page, 'failed')).toMatchObject({ errorCode: 'already-claimed' });
  expect(lab.failures.filter(({ key }) => key === page.key)).toEqual([]);
});

test('a landline takes no SMS, so none is tried', async () => {
  const ticket = lab.aTicketOffered({ intake: { caller: { anonymous: false, phone: '+842743822222' } } });
  const notice = aNotice('citizen.received');
  await lab.sends(ticket, notice);
  expect(await rowWith(notice, 'failed')).toMatchObject({ errorCode: 'not-a-mobile' });
});

test('a number that the provider refuses is not tried again', async () => {
  const intake = { caller: { anonymous: false, phone: '+8490' } };
  const ticket = lab.aTicketOffered({ intake });
  const notice = aNotice('citizen.received');
  await lab.sends(ticket, notice);
  expect(await rowWith(notice, 'failed')).toMatchObject({ errorCode: '21211', attempts: 1 });
  expect(await toldAbout(notice)).toEqual({ ticketId: ticket.id, key: notice.key, reason: '21211' });
});

test('a busy provider is asked again after the time it named, and nothing is sent twice', async () => {
  await lab.phones.fault('429');
  const ticket = lab.aTicketOffered();
  const notice = aNotice('citizen.received');
  await lab.sends(ticket, notice);
  await eventually('it waits', async () => ((await rowOf(notice))?.status === 'queued' ? true : null));
  await lab.phones.fault('none');
  const row = await rowWith(notice, 'delivered');
  expect(row.possibleDuplicate).toBe(false);
  expect(await smsAbout(citizenPhone, ticket.code)).toBe(1);
});

test('an answer lost on the way is looked up and adopted: one SMS, not two', async () => {
  await lab.phones.fault('dropAfterAccept');
  const ticket = lab.aTicketOffered();
  const notice = aNotice('citizen.received');
  await lab.sends(ticket, notice);
  const row = await rowWith(notice, 'delivered');
  const adopted = await eventually('the id is adopted', async () =>
    (await rowOf(notice))?.providerId ? rowOf(notice) : null,
  );
  expect(adopted?.possibleDuplicate).toBe(false);
  expect(row.attempts).toBeGreaterThanOrEqual(1);
  expect(await smsAbout(citizenPhone, ticket.code)).toBe(1);
});

test.each(['500', 'timeout'] as const)(
  'after a %s that nobody can explain, it is sent once more and marked as a possible duplicate',
  async (kind) => {
    await lab.phones.fault(kind);
    const ticket = lab.aTicketOffered();
    const notice = aNotice('citizen.received');
    await lab.sends(ticket, notice);
    await eventually('it was tried', async () => ((await rowOf(notice))?.status === 'sending' ? true : null));
    await lab.phones.fault('none');
    const row = await rowWith(notice, 'delivered');
    expect(row.attempts).toBeLessThanOrEqual(3);
    expect(await smsAbout(citizenPhone, ticket.code)).toBe(1);
  },
);

test('a provider that never says yes or no is given up after one marked resend, loudly', async () => {
  await lab.phones.fault('500');
  const ticket = lab.aTicketOffered();
  const notice = aNotice('citizen.received');
  await lab.sends(ticket, notice);
  const row = await rowWith(notice, 'failed');
  expect(row).toMatchObject({ errorCode: 'outcome-unknown', possibleDuplicate: true, attempts: 3 });
  expect(await toldAbout(notice)).toEqual({
    ticketId: ticket.id,
    key: notice.key,
    reason: 'outcome-unknown',
  });
});

test('with nobody listening at the provider’s address, nothing counts as sent', async () => {
  const ticket = lab.aTicketOffered();
  const notice = aNotice('citizen.received');
  lab.put({ ...ticket, outbox: [notice] });
  const provider = createTwilioProvider({
    ...lab.account,
    ...{ from: '+842741022', publicUrl: lab.publicUrl, apiUrl: 'http://127.0.0.1:1' },
  });
  const job = { ticketId: ticket.id, key: notice.key };
  const result = await deliverMessage(job, {
    ...lab.delivery,
    providers: createProviderPool([provider], { breaker: { afterFailures: 5, openMs: 1_000 } }),
  });
  expect(result.outcome).toBe('retry');
  expect((await rowOf(notice))?.status).toBe('queued');
  expect((await deliverMessage(job, lab.delivery)).outcome).toBe('sent');
  expect((await rowOf(notice))?.possibleDuplicate).toBe(false);
});

test('two workers on the same job at once send one SMS', async () => {
  const ticket = lab.aTicketOffered();
  const notice = aNotice('citizen.received');
  lab.put({ ...ticket, outbox: [notice] });
  const job = { ticketId: ticket.id, key: notice.key };
  await Promise.allSettled([deliverMessage(job, lab.delivery), deliverMessage(job, lab.delivery)]);
  const row = await rowWith(notice, 'delivered');
  const copies = await smsAbout(citizenPhone, ticket.code);
  expect(copies === 1 || (copies === 2 && row.possibleDuplicate)).toBe(true);
});

test.each(['duplicateCallbacks', 'outOfOrderCallbacks'] as const)(
  'the carrier’s news in the manner of %s has one effect',
  async (kind) => {
    await lab.phones.fault(kind);
    const ticket = lab.aTicketOffered();
    const notice = aNotice('citizen.claimed');
    await lab.sends(ticket, notice);
    const sms = await lab.phones.phone(citizenPhone).expectsSms(new RegExp(ticket.code), 'delivered');
    expect((await rowWith(notice, 'delivered')).providerId).toBe(sms.sid);
  },
);

test('an SMS that the carrier could not deliver is told once, though the news comes twice', async () => {
  await lab.phones.fault('duplicateCallbacks');
  const phone = '+84903000009';
  lab.users.set('user-9', { ...lab.users.get('user-1')!, id: 'user-9', phone });
  await lab.phones.phone(phone).behaves('unreachable');
  const ticket = lab.aTicketOffered();
  const page = aPage('sms', { userId: 'user-9', teamId: 'team-1' });
  await lab.sends(ticket, page);
  await rowWith(page, 'undelivered');
  const told = (): typeof lab.failures => lab.failures.filter(({ key }) => key === page.key);
  await eventually('the ticket is told', async () => (told().length > 0 ? true : null));
  expect(told()).toEqual([{ ticketId: ticket.id, key: page.key, reason: '30003' }]);
});

test('after Redis has lost everything, the relay queues what was never sent, and only that', async () => {
  const [lost, sent] = [lab.aTicketOffered(), lab.aTicketOffered()];
  const [lostNotice, sentNotice] = [aNotice('citizen.received'), aNotice('citizen.received')];
  await lab.sends(sent, sentNotice);
  await rowWith(sentNotice, 'delivered');
  lab.put({ ...lost, outbox: [lostNotice] });
  const relay = createMessageRelay({
    ...{
      redisUrl: lab.redis.url,
      prefix: lab.redis.prefix,
      messages: lab.messages,
      onError: () => undefined,
    },
    onPermanentFailure: async () => undefined,
    listIntents: async () => [
      { ticketId: lost.id, intent: lostNotice },
      { ticketId: sent.id, intent: sentNotice },
    ],
  });
  expect(await relay.run()).toBe(1);
  await rowWith(lostNotice, 'delivered');
  expect(await relay.run()).toBe(0);
  await relay.close();
  expect(await smsAbout(citizenPhone, lost.code)).toBe(1);
  expect(await smsAbout(citizenPhone, sent.code)).toBe(1);
});

test('with Redis away, queueing fails within seconds instead of hanging', async () => {
  const outbox = createBullOutbox('redis://127.0.0.1:1');
  const begun = Date.now();
  await expect(outbox.enqueue('t1', [aPage('sms')])).rejects.toThrow();
  expect(Date.now() - begun).toBeLessThan(8_000);
  await outbox.close();
});
