import { randomBytes } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { startClock } from '../../src/domain/clock-ledger';
import { tellUntold } from '../../src/notifications/deliver-message';
import { messageIdOf } from '../../src/notifications/outbox';
import type { MessageIntent } from '../../src/domain/message';
import type { MessageRecord } from '../../src/models/messages/message-repository';
import { createProviderPool } from '../../src/notifications/provider-pool';
import { createSenderLimits } from '../../src/notifications/sender-limits';
import { deliverMessage } from '../../src/notifications/deliver-message';
import type { MessageTexts } from '../../src/notifications/message-texts';
import { signatureOf } from '../../src/simulator/http-sms-api';
import { eventually } from '../support/eventually';
import { aNotice, aPage, citizenPhone, openTelephonyLab, responder } from '../support/telephony-lab';
import type { TelephonyLab } from '../support/telephony-lab';

let lab: TelephonyLab;
beforeAll(async () => {
  lab = await openTelephonyLab({
    secondProvider: true,
    sending: { breaker: { afterFailures: 3, openMs: 300 } },
  });
});
afterAll(() => lab.close());
afterEach(() => lab.simulator.carrier.setFault({ kind: 'none', rate: 0, at: 'twilio' }));

const rowWith = (intent: MessageIntent, status: string): Promise<MessageRecord> =>
  eventually(`the ledger says ${status}`, async () => {
    const row = await lab.messages.find(messageIdOf(intent.key));
    return row?.status === status ? row : null;
  });
const heardAbout = async (phone: string, text: string): Promise<number> =>
  (await lab.phones.phone(phone).heard()).filter(({ body }) => body.includes(text)).length;
const aJob = (notice: MessageIntent): { ticketId: string; key: string } => {
  const ticket = lab.aTicketOffered();
  lab.put({ ...ticket, outbox: [notice] });
  return { ticketId: ticket.id, key: notice.key };
};

test('where the first provider has no route, the second one delivers, once, and the ledger says who', async () => {
  lab.simulator.carrier.setFault({ kind: 'noRoute', rate: 1, at: 'twilio' });
  const ticket = lab.aTicketOffered();
  const notice = aNotice('citizen.received');
  await lab.sends(ticket, notice);
  const row = await rowWith(notice, 'delivered');
  expect(row).toMatchObject({ provider: 'http', possibleDuplicate: false, costVnd: 800, templateVersion: 1 });
  expect(await heardAbout(citizenPhone, ticket.code)).toBe(1);
});

test('a report taken in a surge is told honestly how long it may take, one from before is not', async () => {
  const surge = { unitCode: '74', version: 1, profileId: 'epidemic-peak', honestTimes: true };
  const ticket = lab.aTicketOffered();
  const promise = {
    name: 'resolve',
    round: 1,
    atMs: Date.now(),
    reason: 'received',
    priority: 'P1',
  } as const;
  const clocks = [startClock({ ...promise, withinMs: 5 * 86_400_000 }, ticket.policy)];
  const [during, before] = [aNotice('citizen.received'), aNotice('citizen.received')];
  await lab.sends({ ...lab.put({ ...ticket, surge, state: { ...ticket.state, clocks } }) }, during);
  const other = lab.aTicketOffered();
  await lab.sends(other, before);
  await Promise.all([rowWith(during, 'delivered'), rowWith(before, 'delivered')]);
  const bodies = (await lab.phones.phone(citizenPhone).heard()).map(({ body }) => body);
  const honest = bodies.find((body) => body.includes(ticket.code));
  expect(honest).toMatch(
    /Dang qua dong, co the toi \d\d:\d\d \d\d\/\d\d moi xong\. Gap hon, goi 1022 bam 1\./,
  );
  expect(honest?.length).toBeLessThanOrEqual(160);
  expect(bodies.find((body) => body.includes(other.code))).not.toContain('qua dong');
});

test('after an unknown outcome nobody else is asked until the look-up has said no', async () => {
  lab.simulator.carrier.setFault({ kind: 'dropAfterAccept', rate: 1, at: 'twilio' });
  const notice = aNotice('citizen.received');
  const job = aJob(notice);
  const begun = lab.simulator.carrier.list().length;
  expect((await deliverMessage(job, lab.delivery)).outcome).toBe('retry');
  // The carrier's news may settle it even before the look-up does.
  expect(['sent', 'alreadySent']).toContain((await deliverMessage(job, lab.delivery)).outcome);
  expect(lab.simulator.carrier.list().length - begun).toBe(1);
  expect(await rowWith(notice, 'delivered')).toMatchObject({ provider: 'twilio', possibleDuplicate: false });
});

test('a provider that keeps failing is left alone for a while, and asked again afterwards', async () => {
  lab.simulator.carrier.setFault({ kind: '500', rate: 1, at: 'twilio' });
  const providers = createProviderPool([lab.twilioProvider, lab.httpProvider], {
    breaker: { afterFailures: 2, openMs: 3_000 },
  });
  const delivery = { ...lab.delivery, providers };
  for (const _ of [1, 2]) {
    expect((await deliverMessage(aJob(aNotice('citizen.received')), delivery)).outcome).toBe('retry');
  }
  expect(providers.states()).toContainEqual({ provider: 'twilio', isOpen: true });
  const notice = aNotice('citizen.received');
  expect((await deliverMessage(aJob(notice), delivery)).outcome).toBe('sent');
  expect((await rowWith(notice, 'delivered')).provider).toBe('http');

  lab.simulator.carrier.setFault({ kind: 'none', rate: 0, at: 'twilio' });
  await eventually('the first provider is asked again', async () => {
    const next = aNotice('citizen.received');
    await deliverMessage(aJob(next), delivery);
    return (await lab.messages.find(messageIdOf(next.key)))?.provider === 'twilio' ? true : null;
  });
});

test('a call has no second provider: it waits for the first, and is not turned into an SMS', async () => {
  const providers = createProviderPool([lab.httpProvider], { breaker: { afterFailures: 2, openMs: 300 } });
  const page = aPage('voice');
  const result = await deliverMessage(aJob(page), { ...lab.delivery, providers });
  expect(result.outcome).toBe('retry');
  expect((await lab.messages.find(messageIdOf(page.key)))?.status).toBe('queued');
});

test('news of the second provider counts only with its signature', async () => {
  const notice = aNotice('citizen.received');
  lab.simulator.carrier.setFault({ kind: 'noRoute', rate: 1, at: 'twilio' });
  const job = aJob(notice);
  expect((await deliverMessage(job, lab.delivery)).outcome).toBe('sent');
  const body = JSON.stringify({ id: 'x', reference: messageIdOf(notice.key), status: 'failed' });
  const post = (signature: string | null, text = body): Promise<Response> =>
    fetch(`${lab.publicUrl}/webhooks/http-sms/status`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature !== null && { 'x-signature': signature }),
      },
      body: text,
    });
  for (const forged of [null, '', 'f'.repeat(64), signatureOf('another token of the', body)]) {
    expect((await post(forged)).status).toBe(403);
  }
  expect((await post(signatureOf(lab.httpToken, body), `${body} `)).status).toBe(403);
  const nonsense = JSON.stringify({ status: 'gone' });
  expect((await post(signatureOf(lab.httpToken, nonsense), nonsense)).status).toBe(400);
  await rowWith(notice, 'delivered');
  expect(lab.failures.some(({ key }) => key === notice.key)).toBe(false);
});

test('whoever asked for no more messages gets none, but is still paged when on duty', async () => {
  const phone = '+84901999888';
  await lab.optOuts.add({ phone, because: 'stopWord', by: null });
  const ticket = lab.aTicketOffered({ intake: { caller: { anonymous: false, phone } } });
  const notice = aNotice('citizen.received');
  await lab.sends(ticket, notice);
  expect(await rowWith(notice, 'failed')).toMatchObject({ errorCode: 'opted-out', deadSince: null });
  expect(await heardAbout(phone, ticket.code)).toBe(0);

  await lab.optOuts.add({ phone: responder.phone, because: 'stopWord', by: null });
  const page = aPage('sms');
  await lab.sends(ticket, page);
  await rowWith(page, 'delivered');
  await lab.optOuts.remove(responder.phone);
});

test('a citizen writes STOP and hears no more, START and hears again; a sentence with the word is a report', async () => {
  const phone = '+84901555123';
  const writes = async (Body: string): Promise<number> => {
    const path = '/webhooks/twilio/sms';
    const form = { MessageSid: `SM${randomBytes(16).toString('hex')}`, From: phone, To: '+842741022', Body };
    const signature = getExpectedTwilioSignature(lab.account.authToken, `${lab.publicUrl}${path}`, form);
    const response = await fetch(`${lab.publicUrl}${path}`, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams(form),
    });
    expect(await response.text()).not.toContain('<Message');
    return lab.memory.all().filter(({ intake }) => intake.caller.phone === phone && intake.channel === 'sms')
      .length;
  };
  const hears = async (): Promise<string> => {
    const ticket = lab.aTicketOffered({ intake: { caller: { anonymous: false, phone } } });
    const notice = aNotice('citizen.claimed');
    await lab.sends(ticket, notice);
    const row = await eventually('it has an end', async () => {
      const found = await lab.messages.find(messageIdOf(notice.key));
      return found && ['delivered', 'failed'].includes(found.status) ? found : null;
    });
    expect(await heardAbout(phone, ticket.code)).toBe(row.status === 'delivered' ? 1 : 0);
    return row.errorCode ?? row.status;
  };
  expect(await hears()).toBe('delivered');
  expect(await writes('Dừng gửi.')).toBe(0);
  expect(await hears()).toBe('opted-out');
  // Whoever wants no messages may still need help: the word alone is a wish, a sentence is a report.
  expect(await writes('Đừng gửi tin nữa, nhà tôi cháy')).toBe(1);
  expect(await hears()).toBe('opted-out');
  expect(await writes('START')).toBe(1);
  expect(await hears()).toBe('delivered');
});

test('with accents chosen, a citizen reads Vietnamese in at most two parts, and a team’s page stays one', async () => {
  const texts = async (): Promise<MessageTexts> => ({ ...(await lab.delivery.texts()), accented: true });
  const delivery = { ...lab.delivery, texts };
  const notice = aNotice('citizen.claimed');
  expect((await deliverMessage(aJob(notice), delivery)).outcome).toBe('sent');
  const row = await rowWith(notice, 'delivered');
  expect(row.body).toMatch(/^1022 BD: Phản ánh BD-.* đã có đội nhận xử lý\./);
  expect(row).toMatchObject({ segments: 2, costVnd: 4_000 });
  const page = aPage('sms');
  expect((await deliverMessage(aJob(page), delivery)).outcome).toBe('sent');
  expect((await rowWith(page, 'delivered')).segments).toBe(1);
  // Who speaks English reads English, whatever Vietnamese looks like.
  const caller = { anonymous: false, phone: citizenPhone, language: 'en' } as const;
  const told = aNotice('citizen.claimed');
  const foreigners = lab.aTicketOffered({ intake: { caller } });
  lab.put({ ...foreigners, outbox: [told] });
  await deliverMessage({ ticketId: foreigners.id, key: told.key }, delivery);
  const english = await rowWith(told, 'delivered');
  expect(english.body).toMatch(/^1022 BD: A team has taken your report BD-.*\?lang=en/);
  expect(english.segments).toBe(1);
});

test('an hour’s cap stops a flood to one number, never the page for a P1', async () => {
  const sending = { ...lab.sending, capsPerHour: { citizen: 2, user: 1 } };
  const limits = createSenderLimits(null, sending);
  const delivery = { ...lab.delivery, limits };
  const outcomes = [];
  for (let count = 0; count < 3; count += 1) {
    outcomes.push(await deliverMessage(aJob(aNotice('citizen.claimed')), delivery));
  }
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'dropped']);
  expect(outcomes[2]).toMatchObject({ reason: 'capped' });

  for (let count = 0; count < 4; count += 1) {
    expect((await deliverMessage(aJob(aPage('sms')), delivery)).outcome).toBe('sent');
  }
});

test('a nuisance caller is turned away until the entry ends, and never with an emergency', async () => {
  const phone = '+84901777666';
  const entry = { phone, reason: 'gọi phá', by: 'admin-1' };
  await lab.blocklist.add({ ...entry, expiresAt: new Date(Date.now() + 60_000) });
  expect(await lab.blocklist.isBlocked(phone, 'none')).toBe(true);
  expect(await lab.blocklist.isBlocked(phone, 'emergency')).toBe(false);
  expect(await lab.blocklist.isBlocked('+84901777667', 'none')).toBe(false);
  const raw = JSON.stringify(await lab.database.connection.collection('blockednumbers').find().toArray());
  expect(raw).not.toContain(phone);
  expect(raw).not.toContain('gọi phá');
  await lab.blocklist.add({ ...entry, expiresAt: new Date(Date.now() - 1) });
  expect(await lab.blocklist.isBlocked(phone, 'none')).toBe(false);
});

test('a ticket that could not be told of a failure is told later, once', async () => {
  const page = aPage('sms');
  const job = aJob(page);
  lab.offDuty.add(responder.userId);
  const away = { ...lab.delivery, onPermanentFailure: () => Promise.reject(new Error('Temporal is away')) };
  await expect(deliverMessage(job, away)).rejects.toThrow('Temporal is away');
  lab.offDuty.clear();
  expect((await deliverMessage(job, lab.delivery)).outcome).toBe('alreadySent');
  const told = (): number => lab.failures.filter(({ key }) => key === page.key).length;
  expect(told()).toBe(0);
  expect(await tellUntold(lab.delivery, new Date(Date.now() + 1_000))).toBeGreaterThan(0);
  expect(told()).toBe(1);
  await tellUntold(lab.delivery, new Date(Date.now() + 1_000));
  expect(told()).toBe(1);
});

test('a message given up as unknown that arrives after all is no failure any more', async () => {
  const notice = aNotice('citizen.received');
  const job = aJob(notice);
  await deliverMessage(job, lab.delivery);
  const other = aNotice('citizen.received');
  const identity = await rowWith(notice, 'delivered');
  await lab.messages.beginSending({ ...identity, id: messageIdOf(other.key), key: other.key });
  await lab.messages.markFailed(messageIdOf(other.key), {
    ...{ errorCode: 'outcome-unknown', isDead: true, mustTell: false },
  });
  const news = { errorCode: null, providerId: 'SM1', isPermanent: false } as const;
  expect(await lab.messages.applyStatus(messageIdOf(other.key), { ...news, status: 'delivered' })).toBe(true);
  expect(await lab.messages.find(messageIdOf(other.key))).toMatchObject({
    ...{ status: 'delivered', errorCode: null, deadSince: null, providerId: 'SM1' },
  });
  const refused = { errorCode: '30003', isDead: true, mustTell: false };
  const third = messageIdOf(`${other.key}/third`);
  await lab.messages.beginSending({ ...identity, id: third, key: `${other.key}/third` });
  await lab.messages.markFailed(third, refused);
  expect(await lab.messages.applyStatus(third, { ...news, status: 'delivered' })).toBe(false);
});
