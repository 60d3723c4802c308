import { Queue } from 'bullmq';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { MessageIntent } from '../../src/domain/message';
import type { TicketState } from '../../src/domain/ticket';
import { ownerOf } from '../../src/domain/ticket';
import { createFigures } from '../../src/models/messages/message-figures';
import type { MessageRecord } from '../../src/models/messages/message-repository';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import { messageIdOf } from '../../src/notifications/outbox';
import { createMessageRelay } from '../../src/notifications/relay';
import { openApiLab } from '../support/api-lab';
import type { ApiLab } from '../support/api-lab';
import { eventually } from '../support/eventually';
import { aPage, openTelephonyLab, otherResponder, responder, supervisor } from '../support/telephony-lab';
import type { TelephonyLab } from '../support/telephony-lab';

let lab: TelephonyLab;
beforeAll(async () => {
  // Slow enough that somebody can claim while another phone rings or a third person listens.
  lab = await openTelephonyLab({ pace: 0.4 });
});
afterAll(() => lab.close());
afterEach(() => {
  lab.offDuty.clear();
});

const team = () => lab.phones.phone(responder.phone);
const otherTeam = () => lab.phones.phone(otherResponder.phone);
let startedAt = '';
beforeEach(() => {
  startedAt = new Date().toISOString();
});
/** Everything that reached this phone in this story, oldest first. */
const reached = async (phone: ReturnType<typeof team>): Promise<string[]> =>
  (await phone.heard()).filter(({ at }) => at >= startedAt).map(({ kind }) => kind);

const step = { round: 1, pass: 1, unitCode: '25777', tier: 'commune' } as const;
/** A ticket on its ladder's commune step, offered to both teams. */
function aTicketOnTheLadder(): StoredTicket {
  const ladder: TicketState['ladder'] = {
    ...{ round: 1, pass: 1, direction: 'down', startsAt: new Date().toISOString(), pages: 1 },
    steps: [{ tier: 'commune', unitCode: '25777', withinMs: 120_000, status: 'open', teams: [] }],
  };
  return lab.aTicketOffered({ state: { ladder } });
}
const later = (page: MessageIntent, afterMs: number): MessageIntent => ({ ...page, data: step, afterMs });
const rowOf = (page: MessageIntent): Promise<MessageRecord | null> =>
  lab.messages.find(messageIdOf(page.key));
const rowWhen = (
  page: MessageIntent,
  what: string,
  holds: (row: MessageRecord) => boolean,
): Promise<MessageRecord> =>
  eventually(what, async () => {
    const row = await rowOf(page);
    return row && holds(row) ? row : null;
  });
const press = (page: MessageIntent, action: 'claim' | 'decline'): Promise<Response> =>
  fetch(lab.linkOf(page), {
    method: 'POST',
    body: new URLSearchParams({ action, lang: 'vi', reason: 'noVehicle' }),
    redirect: 'manual',
  });
/** What the worker does when a transition that ends pages has been written. */
const transitionWritten = async (ticket: StoredTicket): Promise<void> => {
  const { state } = (await lab.tickets.find(ticket.id))!;
  await lab.outbox.withdraw(ticket.id, state.revision);
};
/** In the app: faster than any phone that still rings. */
const otherTeamClaims = (ticket: StoredTicket): Promise<unknown> =>
  lab.memory.desk.command(ticket, 'claim', {
    actor: { kind: 'user', userId: 'user-2' },
    team: { teamId: 'team-2', unit: { tier: 'commune', code: '25777' } },
  });
const ownerNow = async (ticket: StoredTicket): Promise<string | null | undefined> =>
  ownerOf((await lab.tickets.find(ticket.id))!.state)?.teamId;
const post = async (path: string, form: Record<string, string>): Promise<string> => {
  const signature = getExpectedTwilioSignature(lab.account.authToken, `${lab.publicUrl}${path}`, form);
  const response = await fetch(`${lab.publicUrl}${path}`, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(form),
  });
  return response.text();
};
const keyOn = (page: MessageIntent, Digits: string): Promise<string> =>
  post(`/webhooks/twilio/gather?n=${messageIdOf(page.key)}`, { Digits });

describe('again, by another channel, until somebody answers', () => {
  test('the link stays unread: the call comes when its time is there, and key 1 claims', async () => {
    const ticket = aTicketOnTheLadder();
    await team().behaves('answers');
    const sentAt = Date.now();
    const [link, call] = [aPage('sms'), later(aPage('voice'), 800)];
    await lab.sends(ticket, link, call);
    await team().expectsSms(new RegExp(ticket.code));
    await team().expectsCall(/đã nhận phiếu/, 'completed');
    expect((await rowOf(call))!.createdAt.getTime() - sentAt).toBeGreaterThanOrEqual(790);
    expect(await ownerNow(ticket)).toBe('team-1');
    expect(await reached(team())).toEqual(['sms', 'call']);
  });

  test('an answering machine is not an acknowledgement: not reached, and the next rule speaks', async () => {
    const ticket = aTicketOnTheLadder();
    await team().behaves('machine');
    const [call, link] = [aPage('voice'), later(aPage('sms'), 500)];
    await lab.sends(ticket, call, link);
    await team().expectsCall(/Phiếu chưa được nhận/, 'completed');
    expect(await rowWhen(call, 'it is judged', ({ status }) => status === 'undelivered')).toMatchObject({
      ...{ errorCode: 'answering-machine', answeredBy: 'machine', usedAt: null },
    });
    await team().expectsSms(new RegExp(ticket.code));
    expect(await ownerNow(ticket)).toBeUndefined();
    expect(lab.failures.filter(({ ticketId }) => ticketId === ticket.id)).toEqual([]);
  });

  test('somebody who listens and presses nothing that counts was not reached either', async () => {
    const ticket = aTicketOnTheLadder();
    await team().behaves('answers', { presses: '9' });
    const call = aPage('voice');
    await lab.sends(ticket, call);
    await team().expectsCall(/Phiếu chưa được nhận/, 'completed');
    expect(await rowWhen(call, 'it is judged', ({ status }) => status === 'undelivered')).toMatchObject({
      ...{ errorCode: 'no-key', answeredBy: 'human' },
    });
  });

  test('a person whom the provider took for a machine, and who presses 1, has claimed', async () => {
    const ticket = aTicketOnTheLadder();
    await team().behaves('sleeps');
    const call = aPage('voice');
    await lab.sends(ticket, call);
    await rowWhen(call, 'it rings', ({ providerId }) => providerId !== null);
    const id = messageIdOf(call.key);
    await post(`/webhooks/twilio/answered-by?n=${id}`, { AnsweredBy: 'machine_start' });
    expect(await keyOn(call, '1')).toContain('đã nhận phiếu');
    await post(`/webhooks/twilio/status?n=${id}`, { CallStatus: 'completed' });
    expect(await rowOf(call)).toMatchObject({ status: 'answered', errorCode: null, answeredBy: 'machine' });
    expect(await ownerNow(ticket)).toBe('team-1');
  });

  test('Redis forgets everything: the call that was still to come is put back, waits its rest and comes once', async () => {
    const ticket = aTicketOnTheLadder();
    await team().behaves('answers');
    const call = later(aPage('voice'), 1_500);
    await lab.sends(ticket, call);
    const queue = new Queue('urgent', { connection: { url: lab.redis.url }, prefix: lab.redis.prefix });
    await queue.obliterate({ force: true });
    const relay = createMessageRelay({
      ...{ redisUrl: lab.redis.url, prefix: lab.redis.prefix, messages: lab.messages, olderThanMs: 0 },
      listIntents: async () => [{ ticketId: ticket.id, intent: call }],
      onPermanentFailure: async () => undefined,
      onError: () => undefined,
    });
    expect(await relay.run()).toBe(1);
    expect(await relay.run()).toBe(0);
    expect(await queue.getJobCountByTypes('delayed')).toBe(1);
    await queue.close();
    await relay.close();
    await team().expectsCall(/đã nhận phiếu/, 'completed');
    expect(await reached(team())).toEqual(['call']);
  });
});

describe('after one acknowledgement every other channel stops', () => {
  test('a call that was still to come never rings, and the ledger says why at once', async () => {
    const ticket = aTicketOnTheLadder();
    const [link, call] = [aPage('sms', otherResponder), later(aPage('voice'), 2_500)];
    await lab.sends(ticket, link, call);
    await otherTeam().expectsSms(new RegExp(ticket.code), 'delivered');
    expect((await press(link, 'claim')).status).toBe(303);
    await transitionWritten(ticket);
    expect(await rowWhen(call, 'it is taken back', () => true)).toMatchObject({
      ...{ status: 'failed', errorCode: 'already-claimed', attempts: 0, deadSince: null, untoldSince: null },
    });
    await new Promise((resolve) => setTimeout(resolve, 2_600));
    expect(await reached(team())).toEqual([]);
  });

  test('a queue that lost the order to stop costs nothing: the call looks at the ticket before it rings', async () => {
    const ticket = aTicketOnTheLadder();
    const call = later(aPage('voice'), 1_000);
    await lab.sends(ticket, call);
    await otherTeamClaims(ticket);
    expect(await rowWhen(call, 'it is not sent', () => true)).toMatchObject({ errorCode: 'already-claimed' });
    expect(await reached(team())).toEqual([]);
  });

  test('a phone that rings stops ringing', async () => {
    const ticket = aTicketOnTheLadder();
    await team().behaves('sleeps');
    const [call, link] = [aPage('voice'), aPage('sms', otherResponder)];
    await lab.sends(ticket, call, link);
    await team().expectsCall(/(?:)/, 'ringing');
    await otherTeam().expectsSms(new RegExp(ticket.code), 'delivered');
    await press(link, 'claim');
    await transitionWritten(ticket);
    expect(await rowWhen(call, 'it has stopped', ({ status }) => status === 'undelivered')).toMatchObject({
      ...{ withdrawnBecause: 'already-claimed', errorCode: 'canceled' },
    });
    expect((await team().heard()).at(-1)?.status).toBe('canceled');
  });

  test('whoever is listening is told who has it', async () => {
    const ticket = aTicketOnTheLadder();
    // Listens to both prompts and presses nothing.
    await team().behaves('machine');
    const call = aPage('voice');
    await lab.sends(ticket, call);
    await rowWhen(call, 'somebody listens', ({ status }) => status === 'answered');
    await otherTeamClaims(ticket);
    await transitionWritten(ticket);
    const heard = await team().expectsCall(/đã được Đội y tế Phú Cường nhận/, 'completed');
    expect(heard.body).not.toContain('Phiếu chưa được nhận');
    const told = await rowWhen(
      call,
      'it is written down',
      ({ withdrawnBecause }) => withdrawnBecause !== null,
    );
    expect(told).toMatchObject({ withdrawnBecause: 'already-claimed', status: 'answered' });
  });

  test('whoever claimed by telephone hears the answer to its end', async () => {
    const ticket = aTicketOnTheLadder();
    await team().behaves('answers');
    const call = aPage('voice');
    await lab.sends(ticket, call);
    await eventually('it is claimed', async () => (await ownerNow(ticket)) ?? null);
    await transitionWritten(ticket);
    await team().expectsCall(/đã nhận phiếu/, 'completed');
    expect(await rowOf(call)).toMatchObject({ withdrawnBecause: null, errorCode: null, status: 'answered' });
  });

  test('a supervisor who picks up after the claim hears who has the ticket, not that nobody does', async () => {
    const ticket = aTicketOnTheLadder();
    const call = { ...aPage('voice'), template: 'supervisor.breach.voice' as const };
    const breach: MessageIntent = { ...call, recipient: { kind: 'user', userId: supervisor.userId } };
    await lab.phones.phone(supervisor.phone).behaves('sleeps');
    await lab.sends(ticket, breach);
    await rowWhen(breach, 'it rings', ({ providerId }) => providerId !== null);
    await otherTeamClaims(ticket);
    const said = await post(`/webhooks/twilio/voice?n=${messageIdOf(breach.key)}`, {});
    expect(said).toContain('đã được Đội y tế Phú Cường nhận');
    expect(said).not.toContain('chưa có đội nào nhận');
  });

  test('a team that cannot come is left alone; the other one is still rung', async () => {
    const ticket = aTicketOnTheLadder();
    await otherTeam().behaves('answers');
    const pages = [
      aPage('sms'),
      later(aPage('voice'), 2_500),
      later(aPage('voice', otherResponder), 2_500),
    ] as const;
    await lab.sends(ticket, ...pages);
    await team().expectsSms(new RegExp(ticket.code), 'delivered');
    await press(pages[0], 'decline');
    await transitionWritten(ticket);
    expect(await rowWhen(pages[1], 'it is taken back', () => true)).toMatchObject({
      errorCode: 'team-declined',
    });
    await otherTeam().expectsCall(/Đội y tế Phú Cường đã nhận phiếu/, 'completed');
    expect(await reached(team())).toEqual(['sms']);
  });

  test('the step is over: what was still to come of it does not', async () => {
    const ticket = aTicketOnTheLadder();
    const call = later(aPage('voice'), 60_000);
    await lab.sends(ticket, call);
    const { ladder } = ticket.state;
    lab.memory.change(ticket.id, {
      ladder: { ...ladder!, steps: ladder!.steps.map((one) => ({ ...one, status: 'passed' })) },
    });
    await transitionWritten(ticket);
    expect(await rowWhen(call, 'it is taken back', () => true)).toMatchObject({ errorCode: 'step-passed' });
  });

  test('a provider that does not answer is asked again: the phone stops ringing all the same', async () => {
    const ticket = aTicketOnTheLadder();
    await team().behaves('sleeps');
    const call = aPage('voice');
    await lab.sends(ticket, call);
    await team().expectsCall(/(?:)/, 'ringing');
    await otherTeamClaims(ticket);
    await lab.phones.fault('500');
    await transitionWritten(ticket);
    await rowWhen(call, 'it was tried', ({ withdrawnBecause }) => withdrawnBecause !== null);
    await lab.phones.fault('none');
    await rowWhen(call, 'it has stopped', ({ errorCode }) => errorCode === 'canceled');
  });
});

describe('late and repeated keys are answered', () => {
  test('the same team again, another team, and an offer that has passed', async () => {
    const ticket = aTicketOnTheLadder();
    for (const phone of [team(), otherTeam()]) await phone.behaves('sleeps');
    const [mine, theirs] = [aPage('voice'), aPage('voice', otherResponder)];
    await lab.sends(ticket, mine, theirs);
    for (const page of [mine, theirs])
      await rowWhen(page, 'it rings', ({ providerId }) => providerId !== null);
    expect(await keyOn(mine, '1')).toMatch(/Đội y tế Chánh Nghĩa đã nhận phiếu .*Địa chỉ/);
    expect(await keyOn(mine, '1')).toContain('trước đó rồi, không cần bấm lại');
    expect(await keyOn(theirs, '2')).toContain('đã được Đội y tế Chánh Nghĩa nhận');
    const { assignments } = (await lab.tickets.find(ticket.id))!.state;
    const endedAt = new Date().toISOString();
    lab.memory.change(ticket.id, {
      status: 'dispatched',
      assignments: assignments.map((one) => ({ ...one, endedAt, endReason: 'handedBack' as const })),
    });
    expect(await keyOn(mine, '1')).toContain('đã hết hiệu lực');
    expect(await ownerNow(ticket)).toBeUndefined();
  });
});

describe('who is not rung at all', () => {
  test('the shift ends between the page and its call: skipped, with the reason, and the ticket is told', async () => {
    const ticket = aTicketOnTheLadder();
    const [link, call] = [aPage('sms'), later(aPage('voice'), 1_500)];
    await lab.sends(ticket, link, call);
    await team().expectsSms(new RegExp(ticket.code), 'delivered');
    lab.offDuty.add(responder.userId);
    expect(await rowWhen(call, 'it is skipped', () => true)).toMatchObject({
      ...{ status: 'failed', errorCode: 'off-duty', attempts: 0 },
    });
    await eventually(
      'the ticket is told',
      async () => lab.failures.find(({ key }) => key === call.key) ?? null,
    );
    expect(await reached(team())).toEqual(['sms']);
  });

  test('quiet hours: nothing rings, nobody is alarmed about it, and the ledger says why', async () => {
    const ticket = aTicketOnTheLadder();
    const call: MessageIntent = { ...aPage('voice'), withheld: 'quiet-hours' };
    await lab.sends(ticket, call);
    expect(await rowWhen(call, 'it is in the ledger', () => true)).toMatchObject({
      ...{ status: 'failed', errorCode: 'quiet-hours', deadSince: null, untoldSince: null },
    });
    expect(lab.failures.filter(({ key }) => key === call.key)).toEqual([]);
    expect(await reached(team())).toEqual([]);
  });
});

test('the figures say by which channel people were reached, and why not', async () => {
  const figures = createFigures(lab.database.connection);
  const since = new Date(Date.now() - 3_600_000);
  const of = async (channel: string) =>
    (await figures.pageOutcomes('74', since, new Date(Date.now() + 1_000))).find(
      (one) => one.channel === channel,
    )!;
  const [voice, sms] = [await of('voice'), await of('sms')];
  const rows = await lab.database.connection.collection('messages').find({ template: /^team/ }).toArray();
  expect(voice.pages + sms.pages).toBe(rows.length);
  expect(voice.acknowledged).toBe(rows.filter((row) => row.channel === 'voice' && row.usedAt).length);
  expect(voice).toMatchObject({ machine: 1, noKey: 1, skipped: 2 });
  expect(voice.withdrawn).toBeGreaterThanOrEqual(6);
  expect(sms.acknowledged).toBeGreaterThanOrEqual(3);
});

describe('everybody’s own rules', () => {
  let api: ApiLab;
  beforeAll(async () => {
    api = await openApiLab();
  });
  afterAll(() => api.close());
  const path = '/api/v1/me/notification-rules';
  const all = ['P1', 'P2', 'P3', 'P4', 'P5'];
  const night = { from: '22:00', to: '06:00' };
  const link = { channel: 'push', afterMs: 0, priorities: all, quietHours: null };
  const call = { channel: 'voice', afterMs: 60_000, priorities: ['P2', 'P3'], quietHours: night };

  test('a responder reads those of the role, sets their own, and takes the role’s again', async () => {
    const { body: before } = await api.as('responder').get(path).expect(200);
    expect(before).toMatchObject({ isDefault: true, updatedBy: null });
    expect(before.rules[0]).toMatchObject({ channel: 'push', afterMs: 0 });
    const { body: own } = await api
      .as('responder')
      .put(path)
      .send({ rules: [link, call] })
      .expect(200);
    expect(own).toMatchObject({ isDefault: false, rules: [link, call], updatedBy: before.userId });
    expect((await api.as('responder').get(path).expect(200)).body).toEqual(own);
    expect(await api.deps.notificationRules.rulesOf([before.userId])).toEqual({
      [before.userId]: [link, call],
    });
    const { body: again } = await api.as('responder').put(path).send({ rules: null }).expect(200);
    expect(again).toEqual(before);
  });

  test.each([
    ['P1 would reach nobody', [{ ...link, priorities: ['P2'] }], 422, '/rules'],
    ['P1 would come too late', [{ ...link, afterMs: 90_000 }], 422, '/rules'],
    ['quiet hours on a P1', [link, { ...call, priorities: ['P1', 'P2'] }], 422, '/rules/1/quietHours'],
    ['the same twice', [link, { ...link, channel: 'sms' }], 422, '/rules/1'],
    ['no such channel', [{ ...link, channel: 'pigeon' }], 400, '/rules/0/channel'],
    ['a delay beyond every step', [{ ...link, afterMs: 3_600_000 }], 400, '/rules/0/afterMs'],
    [
      'no such hour',
      [link, { ...call, quietHours: { from: '25:00', to: '06:00' } }],
      400,
      '/rules/1/quietHours/from',
    ],
    ['no priority', [link, { ...call, priorities: [] }], 400, '/rules/1/priorities'],
    ['no rule at all', [], 400, '/rules'],
    ['thirteen rules', Array.from({ length: 13 }, () => link), 400, '/rules'],
  ])('%s: refused, and the field is named', async (_why, rules, status, pointer) => {
    const { body } = await api.as('responder').put(path).send({ rules }).expect(status);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect((await api.as('responder').get(path).expect(200)).body.isDefault).toBe(true);
  });

  test('supervisors and admins set those of their people, nobody else’s do', async () => {
    const { body: me } = await api.as('responder').get('/api/v1/me').expect(200);
    const theirs = `/api/v1/users/${String(me.id)}/notification-rules`;
    await api.as('agent').get(theirs).expect(403);
    await api.as('responder').get(theirs).expect(403);
    const { body } = await api
      .as('admin')
      .put(theirs)
      .send({ rules: [link] })
      .expect(200);
    expect(body).toMatchObject({ userId: me.id, isDefault: false, rules: [link] });
    expect(body.updatedBy).not.toBe(me.id);
    expect((await api.as('supervisor').get(theirs)).body).toEqual(body);
    await api.as('farSupervisor').get(theirs).expect(404);
    await api.as('admin').get('/api/v1/users/nobody/notification-rules').expect(404);
    await api.asNobody().get(path).expect(401);
  });
});
