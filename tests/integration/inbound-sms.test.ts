import { createHmac } from 'node:crypto';
import { eventually } from '../support/eventually';
import { openSystem } from '../support/system';
import type { Answer, Person, System } from '../support/system';

/** What happens when a citizen who has reported something writes or calls again. */

let system: System;
let agent: Person;
let responder: Person;
let last = 1_000;
beforeAll(async () => {
  process.env.SMS_HTTP_TOKEN = httpToken;
  process.env.SMS_HTTP_URL = 'http://127.0.0.1:9';
  process.env.SMS_HTTP_FROM = 'TRUC';
  system = await openSystem();
  agent = await system.person({ role: 'agent', unitCode: '74' });
  responder = await system.person({ teamId: 'team-74-medical' });
}, 120_000);
afterAll(async () => {
  for (const name of ['SMS_HTTP_TOKEN', 'SMS_HTTP_URL', 'SMS_HTTP_FROM']) delete process.env[name];
  await system.close();
});
const httpToken = 'a token shared with the second carrier';

interface Entry {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** A phone that nobody has used before. */
const citizen = () => system.phones.phone(`+8490342${String((last += 1)).padStart(4, '0')}`);
type Phone = ReturnType<typeof citizen>;

async function reports(phone: Phone): Promise<{ id: string; code: string }> {
  const { body } = await agent('POST', '/tickets', {
    category: 'f0Consult',
    channel: 'hotline1022',
    caller: { phone: phone.number },
    location: { unitCode: '25747', address: `${String(last)} Lê Lợi` },
    description: 'sốt hai ngày, ho nhiều',
    details: { answers: { breathless: false, spo2: 97 } },
  });
  await phone.expectsSms(new RegExp(`tiep nhan phan anh ${String(body.code)}`));
  await system.ticketWhen(agent, body.id, 'it is offered', ({ status }) => status === 'dispatched');
  return body;
}
const contactsOf = ({ timeline }: Answer['body']): Entry[] =>
  (timeline as Entry[]).filter(({ type }) => type === 'citizenContact');
const contacted = (ticket: { id: string }, times: number): Promise<Answer['body']> =>
  system.ticketWhen(
    agent,
    ticket.id,
    `${String(times)} contacts`,
    (body) => contactsOf(body).length === times,
  );
const ticketsOf = async (phone: Phone): Promise<{ code: string; channel: string; description: string }[]> =>
  (await agent('GET', `/tickets?phone=${encodeURIComponent(phone.number)}`)).body.items;

test('a code, however sloppily typed, is answered with the status; doubled deliveries are one message', async () => {
  const phone = citizen();
  const { id, code } = await reports(phone);
  await phone.texts(code.toLowerCase().replaceAll('-', ' '), { times: 3 });
  await phone.expectsSms(new RegExp(`^1022 BD: Phan anh ${code}: dang tim doi xu ly\\..*/t/${code}$`));
  await responder('POST', `/tickets/${id}/claim`, {});
  await phone.expectsSms(/da co doi nhan xu ly/);
  await phone.texts(`Tinh trang ${code.replaceAll('-', '')}?`);
  await phone.expectsSms(new RegExp(`Phan anh ${code}: da co doi nhan\\.`));
  await phone.expectsNothingElse();
  expect(contactsOf((await agent('GET', `/tickets/${id}`)).body)).toEqual([]);
});

test('somebody else’s code and one that never was get the same answer, and leak nothing', async () => {
  const { code } = await reports(citizen());
  const [stranger, guesser] = [citizen(), citizen()];
  await stranger.texts(code);
  await guesser.texts('BD-222-222');
  const [first, second] = [
    await stranger.expectsSms(/Khong tim thay/),
    await guesser.expectsSms(/Khong tim/),
  ];
  expect(first.body).toBe(second.body);
  for (const phone of [stranger, guesser]) {
    await phone.expectsNothingElse();
    expect(await ticketsOf(phone)).toEqual([]);
  }
});

test('a text without a code joins the live ticket, its words encrypted, and shows that they wait', async () => {
  const phone = citizen();
  const ticket = await reports(phone);
  await phone.texts('Vẫn chưa thấy ai đến, bà mệt hơn');
  await phone.expectsSms(new RegExp(`Da ghi them vao phan anh ${ticket.code}: dang tim doi`));
  const body = await contacted(ticket, 1);
  expect(contactsOf(body)[0]?.data).toMatchObject({
    channel: 'sms',
    text: 'Vẫn chưa thấy ai đến, bà mệt hơn',
  });
  expect(body.citizenContacts).toMatchObject({ count: 1, pressing: true });
  expect(await ticketsOf(phone)).toHaveLength(1);
  for (const collection of ['tickets', 'citizencontacts', 'inboundmessages']) {
    const rows = await system.database.connection.collection(collection).find().toArray();
    expect(JSON.stringify(rows)).not.toMatch(/mệt hơn|903421/);
  }
  await responder('POST', `/tickets/${ticket.id}/claim`, {});
  await phone.expectsSms(/da co doi nhan xu ly/);
  const owned = await system.ticketWhen(
    agent,
    ticket.id,
    'it is claimed',
    ({ status }) => status === 'claimed',
  );
  expect(owned.citizenContacts.pressing).toBe(false);
  await phone.expectsNothingElse();
});

test('the text of a linked report’s caller reaches the people at work, and says whose it is', async () => {
  const [wife, neighbour] = [citizen(), citizen()];
  const [main, linked] = [await reports(wife), await reports(neighbour)];
  const dispatcher = await system.person({ role: 'dispatcher', unitCode: '74' });
  await dispatcher('POST', `/tickets/${linked.id}/link`, { duplicateOf: main.id });
  await neighbour.texts('đã đưa bà ra đầu hẻm');
  await neighbour.expectsSms(new RegExp(`Da ghi them vao phan anh ${linked.code}`));
  expect(contactsOf(await contacted(main, 1))[0]?.data).toMatchObject({ reportId: linked.id });
  await wife.expectsNothingElse();
  await neighbour.expectsNothingElse();
});

test('an unknown number’s need becomes a ticket, a greeting is told how, thanks are left alone', async () => {
  const [hungry, greeting, polite] = [citizen(), citizen(), citizen()];
  await hungry.texts('Nhà 5 hẻm 7 Lê Lợi hết gạo từ hôm qua', { times: 2 });
  const [ticket, ...others] = await eventually('a ticket is there', async () => {
    const found = await ticketsOf(hungry);
    return found.length > 0 ? found : null;
  });
  expect(others).toEqual([]);
  expect(ticket).toMatchObject({ channel: 'sms', description: 'Nhà 5 hẻm 7 Lê Lợi hết gạo từ hôm qua' });
  await hungry.expectsSms(new RegExp(`tiep nhan phan anh ${String(ticket?.code)}`));
  await greeting.texts('Alo');
  await greeting.expectsSms(/De phan anh, nhan tin: viec can giup, dia chi/);
  await polite.texts('Dạ cảm ơn nhiều');
  for (const phone of [hungry, greeting, polite]) await phone.expectsNothingElse();
  expect(await ticketsOf(greeting)).toEqual([]);
  expect(await ticketsOf(polite)).toEqual([]);
});

test('two machines never write to each other: echoes, auto-replies and repeats are silence, answers are few', async () => {
  const phone = citizen();
  const { id, code } = await reports(phone);
  for (const body of ['Auto-reply: I am away', `1022 BD: Phan anh ${code}: da co doi nhan.`, 'STOP']) {
    await phone.texts(body);
  }
  for (const from of ['1022', 'VIETTEL', system.accountOf({ role: 'admin' }).username, '0274 1022 115']) {
    await system.ask('POST', '/simulator/messages', { from: from.slice(0, 20), body: 'Cần gạo' });
  }
  await phone.texts('START');
  await phone.expectsNothingElse();
  for (let time = 0; time < 3; time += 1) await phone.texts('bao giờ có người tới');
  await phone.expectsSms(/Da ghi them vao/);
  await contacted({ id }, 1);
  for (let time = 0; time < 8; time += 1) await phone.texts(`lần thứ ${String(time)}: vẫn chưa ai tới`);
  await contacted({ id }, 9);
  for (let time = 0; time < 4; time += 1) await phone.expectsSms(/Da ghi them vao/);
  await phone.expectsNothingElse();
});

test('who asked for no messages is heard all the same', async () => {
  const phone = citizen();
  const ticket = await reports(phone);
  await phone.texts('DUNG GUI');
  await phone.texts('bà khó thở hơn');
  await contacted(ticket, 1);
  await phone.expectsNothingElse();
});

test('a call that nobody answered joins the live ticket, and its call-back names it', async () => {
  const phone = citizen();
  const ticket = await reports(phone);
  const call = await phone.calls('3', { patienceMs: 60_000 });
  await phone.hangsUp(call);
  const body = await contacted(ticket, 1);
  expect(contactsOf(body)[0]?.data).toMatchObject({ channel: 'missedCall' });
  const item = await eventually('the call-back names the ticket', async () => {
    const { items } = (await agent('GET', '/call-backs')).body;
    return (
      (items as { liveTicketId: string | null }[]).find(({ liveTicketId }) => liveTicketId === ticket.id) ??
      null
    );
  });
  expect(item).toMatchObject({ calls: 1 });
});

test('an agent makes what was said part of the ticket; a settled one refuses and says what to do', async () => {
  const ticket = await reports(citizen());
  const said = { text: 'gọi từ máy của con gái' };
  const added = await agent('POST', `/tickets/${ticket.id}/contacts`, said, {
    'idempotency-key': 'k'.repeat(20),
  });
  expect(added.status).toBe(200);
  expect(contactsOf(added.body)).toMatchObject([{ data: { channel: 'call', text: said.text } }]);
  expect((await agent('POST', `/tickets/${ticket.id}/contacts`, { callId: 'nope' })).status).toBe(404);
  await agent('POST', `/tickets/${ticket.id}/cancel`, { reason: 'gọi nhầm' });
  const late = await agent('POST', `/tickets/${ticket.id}/contacts`, said);
  expect(late.status).toBe(409);
  expect(JSON.stringify(late.body)).toContain('reopen it');
});

test('the second carrier brings texts in as well, signed, and is answered in its own way', async () => {
  const phone = citizen();
  const { code } = await reports(phone);
  const send = async (sms: object, token = httpToken) => {
    const body = JSON.stringify(sms);
    const response = await fetch(`${system.url}/webhooks/http-sms/incoming`, {
      method: 'POST',
      headers: { 'x-signature': createHmac('sha256', token).update(body).digest('hex') },
      body,
    });
    return { status: response.status, body: await response.json() };
  };
  const sms = { id: 'in-1', from: phone.number, to: '8079', text: code };
  expect((await send(sms, 'forged')).status).toBe(403);
  expect((await send({ id: 'in-2' })).status).toBe(400);
  const answers = await Promise.all([send(sms), send(sms)]);
  const replies = answers.map(({ body }) => (body as { reply: string | null }).reply);
  expect(replies.filter((reply) => reply?.includes(`Phan anh ${code}: `))).toHaveLength(1);
  expect(replies.filter((reply) => reply === null)).toHaveLength(1);
});

test('while Temporal is away a text is stored, and its ticket hears of it afterwards', async () => {
  const phone = citizen();
  const ticket = await reports(phone);
  await system.kill('temporal');
  await phone.texts('bà ngất rồi');
  await phone.expectsSms(/Da ghi them vao/);
  expect(contactsOf((await agent('GET', `/tickets/${ticket.id}`)).body)).toEqual([]);
  await system.start('temporal');
  await contacted(ticket, 1);
  await phone.expectsNothingElse();
}, 90_000);
