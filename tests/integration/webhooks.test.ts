import { createHmac } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { messageIdOf } from '../../src/notifications/outbox';
import { TemporalUnavailable } from '../../src/api/ticket-desk';
import { ownerOf } from '../../src/domain/ticket';
import { eventually } from '../support/eventually';
import {
  aNotice,
  aPage,
  openTelephonyLab,
  otherResponder,
  responder,
  supervisor,
} from '../support/telephony-lab';
import type { MessageIntent } from '../../src/domain/message';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import type { TelephonyLab } from '../support/telephony-lab';

let lab: TelephonyLab;
beforeAll(async () => {
  lab = await openTelephonyLab();
});
afterAll(() => lab.close());
afterEach(() => lab.memory.goesAway(null));

type Form = Record<string, string>;

const post = (path: string, form: Form, signature: string): Promise<Response> =>
  fetch(`${lab.publicUrl}${path}`, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(form),
  });
const signed = (path: string, form: Form): Promise<Response> =>
  post(path, form, getExpectedTwilioSignature(lab.account.authToken, `${lab.publicUrl}${path}`, form));
const spokenBy = async (response: Promise<Response>): Promise<string> => (await response).text();
const ownerNow = async (ticket: StoredTicket): Promise<string | null | undefined> =>
  ownerOf((await lab.tickets.find(ticket.id))!.state)?.teamId;

/** A page whose phone rings, so that its row is in the ledger. */
const paged = async (ticket: StoredTicket, to = responder): Promise<MessageIntent> => {
  await lab.phones.phone(to.phone).behaves('sleeps');
  const page = aPage('voice', to);
  await lab.sends(ticket, page);
  await eventually('it rings', async () => {
    const row = await lab.messages.find(messageIdOf(page.key));
    return row?.providerId ? row : null;
  });
  return page;
};
const keyUrl = (page: MessageIntent): string => `/webhooks/twilio/gather?n=${messageIdOf(page.key)}`;

describe('who may call the webhooks', () => {
  const paths = ['voice', 'gather', 'sms', 'status'].map((name) => `/webhooks/twilio/${name}?n=m1`);

  test.each(paths)('a forger at %s is turned away, whatever they make of the signature', async (path) => {
    const form = { CallSid: 'CA1', Digits: '1', MessageStatus: 'delivered' };
    const url = `${lab.publicUrl}${path}`;
    const right = getExpectedTwilioSignature(lab.account.authToken, url, form);
    const wrong = [
      '',
      'x',
      right.slice(0, -1),
      getExpectedTwilioSignature('another token', url, form),
      getExpectedTwilioSignature(lab.account.authToken, `${url}&x=1`, form),
      getExpectedTwilioSignature(lab.account.authToken, url, { ...form, Digits: '2' }),
      createHmac('sha1', '').update(url).digest('base64'),
    ];
    for (const signature of wrong) expect((await post(path, form, signature)).status).toBe(403);
    expect((await post(path, form, right)).status).toBeLessThan(300);
  });

  test('a host name of the caller’s own choice changes nothing', async () => {
    const path = '/webhooks/twilio/voice?n=m1';
    const forged = getExpectedTwilioSignature(lab.account.authToken, `http://evil.example${path}`, {});
    const response = await fetch(`${lab.publicUrl}${path}`, {
      method: 'POST',
      headers: { 'x-twilio-signature': forged, 'x-forwarded-host': 'evil.example' },
    });
    expect(response.status).toBe(403);
  });

  test('a form larger than any of Twilio’s is refused', async () => {
    expect((await signed('/webhooks/twilio/sms', { Body: 'a'.repeat(70_000) })).status).toBe(413);
  });
});

describe('a team answers by telephone', () => {
  test('the phone is answered, key 1 claims, and the claim is spoken back', async () => {
    const ticket = lab.aTicketOffered();
    const phone = lab.phones.phone(responder.phone);
    await phone.behaves('answers');
    await lab.sends(ticket, aPage('voice'));
    const call = await phone.expectsCall(
      new RegExp(`Đội y tế Chánh Nghĩa đã nhận phiếu ${spelt(ticket)}`),
      'completed',
    );
    expect(call.body).toMatch(/Phiếu B D, .*mức P1, lĩnh vực y tế, tại Chánh Nghĩa/);
    expect(await ownerNow(ticket)).toBe('team-1');
  });

  test('key 2 declines, spoken back, and nobody owns the ticket', async () => {
    const ticket = lab.aTicketOffered();
    const phone = lab.phones.phone(responder.phone);
    await phone.behaves('declines');
    await lab.sends(ticket, aPage('voice'));
    await phone.expectsCall(new RegExp(`không thể nhận phiếu ${spelt(ticket)}`), 'completed');
    expect((await lab.tickets.find(ticket.id))?.state.declinedTeamIds).toEqual(['team-1']);
    expect(await ownerNow(ticket)).toBeUndefined();
  });

  test('a machine that answers hears it twice and has claimed nothing', async () => {
    const ticket = lab.aTicketOffered();
    const phone = lab.phones.phone(responder.phone);
    await phone.behaves('machine');
    await lab.sends(ticket, aPage('voice'));
    const call = await phone.expectsCall(/Phiếu chưa được nhận/, 'completed');
    expect(call.body.match(/Bấm phím 1 để nhận/g)).toHaveLength(2);
    expect(await ownerNow(ticket)).toBeUndefined();
  });

  test('a phone that nobody picks up has claimed nothing, and the ledger says no answer', async () => {
    const ticket = lab.aTicketOffered();
    const page = await paged(ticket);
    await eventually('it stops ringing', async () => {
      const row = await lab.messages.find(messageIdOf(page.key));
      return row?.status === 'undelivered' && row.errorCode === 'no-answer' ? row : null;
    });
    expect(await ownerNow(ticket)).toBeUndefined();
    expect(lab.failures.filter(({ key }) => key === page.key)).toEqual([]);
  });

  test('a wrong key first, then 1: the question is asked again', async () => {
    const ticket = lab.aTicketOffered();
    const phone = lab.phones.phone(responder.phone);
    await phone.behaves('answers', { presses: '91' });
    await lab.sends(ticket, aPage('voice'));
    const call = await phone.expectsCall(/đã nhận phiếu/, 'completed');
    expect(call.body.match(/Bấm phím 1 để nhận/g)).toHaveLength(2);
    expect(await ownerNow(ticket)).toBe('team-1');
  });

  test('whoever is a second late hears which team was faster', async () => {
    const ticket = lab.aTicketOffered();
    const [first, second] = [await paged(ticket), await paged(ticket, otherResponder)];
    await signed(keyUrl(first), { Digits: '1' });
    expect(await spokenBy(signed(keyUrl(second), { Digits: '1' }))).toContain(
      'đã được Đội y tế Chánh Nghĩa nhận',
    );
  });

  test('two teams press 1 at the same moment: one has it, the other is told who', async () => {
    const ticket = lab.aTicketOffered();
    const pages = [await paged(ticket), await paged(ticket, otherResponder)];
    const answers = await Promise.all(pages.map((page) => spokenBy(signed(keyUrl(page), { Digits: '1' }))));
    expect(answers.filter((text) => text.includes('đã được'))).toHaveLength(1);
    expect(answers.filter((text) => /Đội y tế .* đã nhận phiếu/.test(text))).toHaveLength(1);
  });

  test('the same key sent again by the provider is the same claim', async () => {
    const ticket = lab.aTicketOffered();
    const page = await paged(ticket);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => spokenBy(signed(keyUrl(page), { Digits: '1' }))),
    );
    for (const answer of answers) expect(answer).toContain('Đội y tế Chánh Nghĩa đã nhận phiếu');
    expect((await lab.tickets.find(ticket.id))?.state.assignments).toHaveLength(1);
  });

  test('a key for a ticket that is finished gets a clear answer', async () => {
    const ticket = lab.aTicketOffered();
    const page = await paged(ticket);
    lab.memory.change(ticket.id, { status: 'closed' });
    expect(await spokenBy(signed(keyUrl(page), { Digits: '1' }))).toContain('đã kết thúc');
    expect(await spokenBy(signed(`/webhooks/twilio/voice?n=${messageIdOf(page.key)}`, {}))).toContain(
      'đã kết thúc',
    );
  });

  test('with nobody able to decide just now, the team is asked to press again', async () => {
    const ticket = lab.aTicketOffered();
    const page = await paged(ticket);
    lab.memory.goesAway(new TemporalUnavailable(new Error('away')));
    const answer = await spokenBy(signed(keyUrl(page), { Digits: '1' }));
    expect(answer).toContain('phiếu chưa được nhận');
    expect(answer).toContain('<Gather');
    expect(await ownerNow(ticket)).toBeUndefined();
  });

  test('a call about a message that never was is politely ended', async () => {
    expect(await spokenBy(signed('/webhooks/twilio/gather?n=m0', { Digits: '1' }))).toContain(
      'không còn hiệu lực',
    );
  });

  test('a supervisor hears of a breach twice and is asked for no key', async () => {
    const ticket = lab.aTicketOffered();
    const phone = lab.phones.phone(supervisor.phone);
    await phone.behaves('machine');
    const { recipient: _, ...page } = aPage('voice');
    const call = {
      ...page,
      template: 'supervisor.breach.voice',
      recipient: { kind: 'user', userId: supervisor.userId },
    };
    await lab.sends(ticket, call as MessageIntent);
    const heard = await phone.expectsCall(/chưa có đội nào nhận/, 'completed');
    expect(heard.body.match(/quá hạn/g)).toHaveLength(2);
  });
});

describe('the carrier’s news', () => {
  test('in any order, twice and at once, it ends the same and changes the ledger once', async () => {
    const ticket = lab.aTicketOffered();
    const notice = aNotice('citizen.received');
    await lab.sends(ticket, notice);
    const id = messageIdOf(notice.key);
    const path = `/webhooks/twilio/status?n=${id}`;
    await eventually('it is delivered', async () =>
      (await lab.messages.find(id))?.status === 'delivered' ? true : null,
    );
    const before = await lab.messages.find(id);
    const late = ['sent', 'delivered', 'queued', 'failed', 'undelivered', 'delivered', 'sent'];
    const answers = await Promise.all(late.map((MessageStatus) => signed(path, { MessageStatus })));
    expect(answers.map(({ status }) => status)).toEqual(late.map(() => 204));
    expect(await lab.messages.find(id)).toEqual(before);
  });

  test('news of a message that is not ours, or in words nobody knows, is taken without harm', async () => {
    expect((await signed('/webhooks/twilio/status?n=m0', { MessageStatus: 'delivered' })).status).toBe(204);
    expect((await signed('/webhooks/twilio/status', { MessageStatus: 'teleported' })).status).toBe(204);
  });
});

describe('a citizen writes', () => {
  test('an SMS becomes a ticket once, is answered with silence, and echoes start nothing', async () => {
    const count = lab.memory.all().length;
    const form = { MessageSid: 'SM1', From: '0912 000 004', To: '+842741022', Body: 'Cần gạo' };
    for (const sms of [form, form]) {
      const answer = await signed('/webhooks/twilio/sms', sms);
      expect(await answer.text()).not.toContain('<Message');
    }
    expect(lab.memory.all()).toHaveLength(count + 1);
    for (const From of ['+842741022', '0274 1022', '1022', 'VIETTEL', '']) {
      await signed('/webhooks/twilio/sms', { ...form, From, MessageSid: `SM${From}` });
    }
    expect(lab.memory.all()).toHaveLength(count + 1);
  });
});

const spelt = ({ code }: StoredTicket): string =>
  code
    .split('-')
    .map((group) => [...group].join(' '))
    .join(', ');
