import { createHmac } from 'node:crypto';
import { aCall } from '../support/api-lab';
import { people } from '../support/api-organisation';
import { ctiSecret, hotline, openCallsLab } from '../support/calls-lab';
import type { CallsLab } from '../support/calls-lab';
import { eventually } from '../support/eventually';

let lab: CallsLab;
beforeAll(async () => {
  lab = await openCallsLab();
});
afterAll(() => lab.close());

let next = 0;
const citizen = () => lab.phones.phone(`+8491${String(2_000_000 + next++)}`);
type Citizen = ReturnType<typeof citizen>;

/** A citizen who waits in the queue after these keys. */
const waits = async (who: Citizen, presses: string, to?: string) => {
  const line = await who.calls(presses, to === undefined ? {} : { to });
  const call = await lab.callWhen(line.sid, 'the caller waits', (status) => status === 'waiting');
  return { ...line, id: call.state.callId };
};
const stored = async (id: string) => (await lab.calls.find(id))!;
const itemOf = (who: Citizen) => eventually('there is a call-back', () => lab.callBacks.findOpen(who.number));
const ended = (line: { sid: string }) =>
  lab.callWhen(line.sid, 'the call has ended', (status) => status === 'ended');

const send = (event: object, change: { secret?: string; at?: number; body?: string } = {}) => {
  const body = JSON.stringify(event);
  const at = String(change.at ?? Math.floor(Date.now() / 1_000));
  const mac = createHmac('sha256', change.secret ?? ctiSecret)
    .update(`${at}.${body}`)
    .digest('hex');
  const headers = { 'x-cti-timestamp': at, 'x-cti-signature': `sha256=${mac}` };
  return fetch(`${lab.publicUrl}/webhooks/cti/calls`, {
    method: 'POST',
    headers,
    body: change.body ?? body,
  });
};
const eventOf = (callId: string, event: string, from: string, to = hotline) => ({
  ...{ source: 'asterisk', callId, event, at: new Date().toISOString(), from, to },
});
/** A caller on an exchange of the unit's own waits; the answer is the call's id. */
const rings = async (from: string, to: string): Promise<string> => {
  const answer = await send(eventOf(`ringing-${from}`, 'ringing', from, to));
  return ((await answer.json()) as { callId: string }).callId;
};

describe('a citizen calls 1022', () => {
  test('hears the menu in Vietnamese, presses 3 before it ends, and hears their place', async () => {
    const caller = citizen();
    const line = await waits(caller, '3');
    const { body } = await caller.hears(line, /Để chúng tôi gọi lại/);
    expect(body).toMatch(/Đây là tổng đài 1022[\s\S]*Xin giữ máy/);
    expect((await stored(line.id)).state.hint).toEqual({ category: 'f0Consult', priority: 'P3', rank: 3 });
    await caller.hangsUp(line);
    await ended(line);
  });

  test('presses star and hears everything in English', async () => {
    const caller = citizen();
    const line = await waits(caller, '*4');
    expect((await caller.hears(line, /To be called back/)).body).toMatch(/This is 1022/);
    expect((await stored(line.id)).state).toMatchObject({ language: 'en', hint: { category: 'foodRelief' } });
    await caller.hangsUp(line);
  });

  test('cannot breathe: the red flag goes ahead of everybody who came earlier', async () => {
    const [slow, transfer, dying] = [citizen(), citizen(), citizen()];
    const first = await waits(slow, '0');
    const second = await waits(transfer, '2');
    const third = await waits(dying, '11');
    const order = (await lab.queue('agent')).map(({ id }: { id: string }) => id);
    expect(order.indexOf(third.id)).toBeLessThan(order.indexOf(second.id));
    expect(order.indexOf(second.id)).toBeLessThan(order.indexOf(first.id));
    expect((await stored(third.id)).state.hint).toEqual({ category: 'emergency', priority: 'P1', rank: 0 });
    for (const [who, line] of [
      [slow, first],
      [transfer, second],
      [dying, third],
    ] as const) {
      await who.hangsUp(line);
      await ended(line);
    }
    const item = await itemOf(dying);
    const windowMs = Date.parse(item.state.clock.dueAt) - Date.parse(item.state.firstCallAt);
    expect([item.state.hint.priority, windowMs]).toEqual(['P1', 5 * 60_000]);
  });

  test('dials a district’s own number: the district sees the call, the next district does not', async () => {
    const caller = citizen();
    const line = await waits(caller, '0', '+842743822718');
    const sees = async (who: 'dispatcher' | 'farDispatcher') =>
      (await lab.queue(who)).some(({ id }: { id: string }) => id === line.id);
    expect([await sees('dispatcher'), await sees('farDispatcher')]).toEqual([true, false]);
    await lab.post('farDispatcher', `/calls/${line.id}/claim`).expect(404);
    await lab.api.as('responder').get('/api/v1/calls/queue').expect(403);
    await caller.hangsUp(line);
  });

  test('the queue says when nothing has changed', async () => {
    await eventually('nothing changes between two looks', async () => {
      const first = await lab.api.as('agent').get('/api/v1/calls/queue').expect(200);
      const tag = String(first.headers.etag);
      const again = await lab.api.as('agent').get('/api/v1/calls/queue').set('If-None-Match', tag);
      return again.status === 304 ? true : null;
    });
    const stale = lab.api.as('agent').get('/api/v1/calls/queue');
    await stale.set('If-None-Match', '"of another day"').expect(200);
  });
});

describe('an agent takes a call', () => {
  test('two take it at once: one is connected with a draft, the other is told who', async () => {
    const caller = citizen();
    await lab.agentPhone('agent').behaves('answers');
    await lab.agentPhone('supervisor').behaves('answers');
    const line = await waits(caller, '11', '+842743822718');
    const answers = await Promise.all([
      lab.post('agent', `/calls/${line.id}/claim`),
      lab.post('supervisor', `/calls/${line.id}/claim`),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [won, lost] = answers[0]?.status === 200 ? answers : [...answers].reverse();
    expect(won?.body).toMatchObject({
      ...{ connecting: 'now', phone: caller.number, open: [], earlier: [] },
      answers: [
        { question: 'menu', key: '1' },
        { question: 'redFlag', key: '1' },
      ],
    });
    expect(lost?.body).toMatchObject({ claimedBy: won?.body.call.claim.userId });
    await lab.callWhen(line.sid, 'they talk', (status) => status === 'talking');
    await caller.hangsUp(line);
    expect((await ended(line)).state.outcome).toBe('answered');
    const winner = won?.body.call.claim.userId === people.agent.id ? 'agent' : 'supervisor';
    const { body } = await lab.post(winner, `/calls/${line.id}/finish`, { result: 'advised' }).expect(200);
    expect(body).toMatchObject({ result: 'advised', outcome: 'answered' });
    expect(await lab.callBacks.findOpen(caller.number)).toBeNull();
  });

  test('the draft shows what this number has open, and the finished call names its ticket', async () => {
    const caller = citizen();
    const report = { ...aCall(), caller: { phone: caller.number } };
    const { body: ticket } = await lab.api.as('agent').post('/api/v1/tickets').send(report).expect(201);
    const national = caller.number.replace('+84', '0');
    const id = await rings(national, hotline);
    const { body } = await lab.post('agent', `/calls/${id}/claim`).expect(200);
    expect(body).toMatchObject({ connecting: 'byExchange', open: [{ code: ticket.code }] });
    await send(eventOf(`ringing-${national}`, 'answered', national));
    const result = { result: 'ticket', ticketId: ticket.code };
    const finished = await lab.post('agent', `/calls/${id}/finish`, result).expect(200);
    expect(finished.body).toMatchObject({ ticketId: ticket.id, result: 'ticket', outcome: 'answered' });
  });

  test('a machine at the agent’s end swallows nobody: the caller is back at their old place', async () => {
    const caller = citizen();
    await lab.agentPhone('agent').behaves('machine');
    const line = await waits(caller, '0');
    const since = (await stored(line.id)).state.waitingSince;
    await lab.post('agent', `/calls/${line.id}/claim`).expect(200);
    await caller.hears(line, /Chưa nối được máy/);
    const call = await lab.callWhen(line.sid, 'they wait again', (status) => status === 'waiting');
    expect(call.state).toMatchObject({ waitingSince: since, claim: null });
    expect(call.state.earlierClaims).toMatchObject([{ userId: people.agent.id, how: 'notConnected' }]);
    await caller.hangsUp(line);
  });

  test('a claimant who vanishes turns amber; the call is retaken and the record says from whom', async () => {
    const line = { id: await rings('0912999010', '+842743822718') };
    await lab.calls.change(line.id, (call) => ({
      ...call,
      ...{ status: 'claimed', revision: call.revision + 1 },
      claim: { userId: people.agent.id, at: ago(60), seenAt: ago(40) },
    }));
    await lab.post('dispatcher', `/calls/${line.id}/retake`).expect(409);
    await lab.post('supervisor', `/calls/${line.id}/retake`).expect(409);
    await lab.calls.change(line.id, (call) => ({
      ...call,
      revision: call.revision + 1,
      claim: call.claim && { ...call.claim, seenAt: ago(46) },
    }));
    const shown = (await lab.queue('dispatcher')).find(({ id }: { id: string }) => id === line.id);
    expect(shown.claim.amber).toBe(true);
    const { body } = await lab.post('dispatcher', `/calls/${line.id}/retake`).expect(200);
    expect(body.call).toMatchObject({
      claim: { userId: people.dispatcher.id, amber: false },
      earlierClaims: [{ userId: people.agent.id, how: 'retaken', byUserId: people.dispatcher.id }],
    });
    const reason = { reason: 'shiftEnded' };
    const taken = await lab.post('supervisor', `/calls/${line.id}/retake`, reason).expect(200);
    expect(taken.body.call.earlierClaims[1]).toMatchObject({ userId: people.dispatcher.id, ...reason });
    await lab.post('dispatcher', `/calls/${line.id}/heartbeat`).expect(409);
    await lab.post('supervisor', `/calls/${line.id}/heartbeat`).expect(200);
  });
});

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();

describe('a nuisance caller', () => {
  const blocked = async (who: Citizen) => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const entry = { phone: who.number, reason: 'gọi chửi bới 30 lần', by: people.admin.id, expiresAt };
    await lab.api.deps.blocklist.add(entry);
    return expiresAt.toISOString();
  };

  test('hears that the number is not served, is not queued, and the call keeps why and until when', async () => {
    const caller = citizen();
    const until = await blocked(caller);
    const line = await caller.calls('0');
    await caller.hears(line, /tạm thời không được phục vụ/);
    const call = await ended(line);
    expect(call).toMatchObject({
      blockReason: 'gọi chửi bới 30 lần',
      state: { outcome: 'blocked', blockedUntil: until, waitingSince: null, rescue: null },
    });
    expect(await lab.callBacks.findOpen(caller.number)).toBeNull();
    const rows = await lab.api.connection.collection('calls').find({}).toArray();
    expect(JSON.stringify(rows)).not.toContain('chửi');
  });

  test('hangs up in the menu: no call-back is owed', async () => {
    const caller = citizen();
    await blocked(caller);
    const event = (name: string) => eventOf('nuisance', name, caller.number);
    const answer = (await (await send(event('ringing'))).json()) as { blockedUntil?: string };
    expect(answer.blockedUntil).toEqual(expect.any(String));
    await send(event('abandoned'));
    await send(eventOf('nuisance-2', 'abandoned', caller.number));
    for (const id of ['nuisance', 'nuisance-2'])
      expect((await lab.calls.findByProviderId('cti:asterisk', id))?.state.outcome).toBe('blocked');
    expect(await lab.callBacks.findOpen(caller.number)).toBeNull();
  });

  test('presses 1 for an emergency, with or without the red flag: goes through as everybody does', async () => {
    for (const keys of ['12', '11']) {
      const caller = citizen();
      await blocked(caller);
      const line = await waits(caller, keys);
      await caller.hangsUp(line);
      await ended(line);
      expect((await itemOf(caller)).state.hint.category).toBe('emergency');
    }
    const answer = await send({ ...eventOf('e1', 'ringing', '0912999077'), category: 'emergency' });
    expect(await answer.json()).toEqual({ callId: expect.any(String) });
  });

  test('is served again when the block has ended', async () => {
    const caller = citizen();
    const entry = { phone: caller.number, reason: 'thử', by: people.admin.id };
    await lab.api.deps.blocklist.add({ ...entry, expiresAt: new Date(Date.now() - 1_000) });
    const line = await waits(caller, '0');
    await caller.hangsUp(line);
    await ended(line);
  });
});

describe('nobody answered', () => {
  test('voicemail, call-back key and hang-up are one item of one number; the third raises it', async () => {
    const caller = citizen();
    const words = await ended(await caller.calls('02'));
    expect(words.state.outcome).toBe('voicemail');
    expect((await itemOf(caller)).state).toMatchObject({
      hint: { priority: 'P4' },
      callIds: [words.state.callId],
    });
    const asked = await ended(await caller.calls('01'));
    expect(asked.state.outcome).toBe('callBackAsked');
    const line = await waits(caller, '0');
    await caller.hangsUp(line);
    await ended(line);
    const item = await eventually('all three calls are in it', async () => {
      const open = await itemOf(caller);
      return open.state.callIds.length === 3 ? open : null;
    });
    expect(item.state.hint.priority).toBe('P3');
    expect(item.state.firstCallAt).toBe(words.state.startedAt);
    const draft = await lab.post('agent', `/call-backs/${item.state.callBackId}/claim`).expect(200);
    expect(draft.body).toMatchObject({ phone: caller.number, callBack: { calls: 3, sla: 'ok' } });
    expect(draft.body.calls[0].voicemailSeconds).toBe(12);
    const taken = await lab.post('supervisor', `/call-backs/${item.state.callBackId}/claim`);
    expect([taken.status, taken.body.claimedBy ?? null]).toEqual([404, null]);
    const path = `/call-backs/${item.state.callBackId}`;
    await lab.post('agent', `${path}/finish`, { result: 'unreachable' }).expect(409);
    await lab.post('agent', `${path}/attempt`, { result: 'reached' }).expect(200);
    await lab.post('agent', `${path}/finish`, { result: 'advised' }).expect(200);
    expect(await lab.callBacks.findOpen(caller.number)).toBeNull();
  });

  test('the citizen calls again and is answered: nothing is owed any more', async () => {
    const caller = citizen();
    await lab.agentPhone('agent').behaves('answers');
    const vain = await waits(caller, '4');
    await caller.hangsUp(vain);
    const item = await itemOf(caller);
    const line = await waits(caller, '4');
    await lab.post('agent', `/calls/${line.id}/claim`).expect(200);
    const closed = await eventually('the item is closed', async () => {
      const now = await lab.callBacks.find(item.state.callBackId);
      return now?.state.closedAt == null ? null : now;
    });
    expect(closed.state.result).toBe('reachedUs');
    await caller.hangsUp(line);
  });

  test('Temporal is away: the item is there, and its clock is started by the relay', async () => {
    lab.goesAway(true);
    const caller = citizen();
    const line = await waits(caller, '0');
    await caller.hangsUp(line);
    const { state } = await itemOf(caller);
    expect(lab.told).not.toContain(state.callBackId);
    lab.goesAway(false);
    await eventually('the relay tells the clock', async () => {
      await lab.relay();
      return lab.told.includes(state.callBackId) ? true : null;
    });
    expect((await lab.callBacks.find(state.callBackId))?.state.clockTold).toBe(true);
  });

  test('figures: answered, abandoned, rescued', async () => {
    const { body } = await lab.api.as('agent').get('/api/v1/stats/calls').expect(200);
    const { calls, callBacks } = body;
    expect(calls.received).toBeGreaterThan(10);
    expect(calls.answered).toBe(3);
    expect(calls.answeredWithin15s).toBe(3);
    expect(calls.medianWaitMs).toBeLessThan(15_000);
    expect(calls.abandoned).toBeGreaterThan(callBacks.opened - 1);
    expect(callBacks).toMatchObject({ rescued: 2, breached: 0 });
  });
});

describe('an exchange tells of its calls', () => {
  test('a forger, a changed body and a recording played again are turned away', async () => {
    const event = eventOf('a1', 'ringing', '0912999001');
    const answers = await Promise.all([
      send(event, { secret: 'another secret' }),
      send(event, { body: JSON.stringify({ ...event, from: '0912999002' }) }),
      send(event, { at: Math.floor(Date.now() / 1_000) - 301 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await lab.calls.findByProviderId('cti:asterisk', 'a1')).toBeNull();
  });

  test('a wrong field is named', async () => {
    const answer = await send({ ...eventOf('a2', 'exploded', '0912999001') });
    expect([answer.status, (await answer.json()) as object]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/event' })] }),
    ]);
  });

  test('the same events, twice and in any order, are one call and one call-back', async () => {
    const [ringing, abandoned] = ['ringing', 'abandoned'].map((name) => eventOf('a3', name, '0912999003'));
    for (const event of [abandoned, ringing, abandoned, ringing]) {
      expect((await send(event ?? {})).status).toBe(200);
    }
    const call = await lab.calls.findByProviderId('cti:asterisk', 'a3');
    expect(call?.state).toMatchObject({ status: 'ended', outcome: 'hungUp' });
    expect((await lab.callBacks.findOpen('+84912999003'))?.state.callIds).toEqual([call?.state.callId]);
  });

  test('an exchange may tell the time of its own zone', async () => {
    const at = { ringing: '2026-11-20T09:00:00+07:00', abandoned: '2026-11-20T02:00:20Z' };
    for (const name of ['ringing', 'abandoned'] as const)
      await send({ ...eventOf('zone', name, '0912999005'), at: at[name] });
    const call = await lab.calls.findByProviderId('cti:asterisk', 'zone');
    expect(call?.state).toMatchObject({
      ...{ startedAt: '2026-11-20T02:00:00.000Z', endedAt: '2026-11-20T02:00:20.000Z' },
    });
  });

  test('a hidden number owes no call-back, because nobody could ring it, and is counted', async () => {
    const { from: _hidden, ...event } = eventOf('hidden', 'abandoned', '');
    expect((await send(event)).status).toBe(200);
    const call = await lab.calls.findByProviderId('cti:asterisk', 'hidden');
    expect(call).toMatchObject({ phone: null, state: { outcome: 'hungUp', rescue: null } });
    const { body } = await lab.api.as('agent').get('/api/v1/stats/calls').expect(200);
    expect(body.calls.withoutNumber).toBe(1);
  });

  test('news of the answer that comes after the end still settles the call-back', async () => {
    const events = ['ringing', 'ended', 'answered'].map((name) => eventOf('a4', name, '0912999004'));
    for (const event of events) await send(event);
    const call = await lab.calls.findByProviderId('cti:asterisk', 'a4');
    expect(call?.state.outcome).toBe('answered');
    expect(await lab.callBacks.findOpen('+84912999004')).toBeNull();
  });
});

test('no number and no key of a citizen is in a log or lies open in the database', async () => {
  expect(lab.log.join('') + lab.api.log.join('')).not.toMatch(/\+8491200/);
  const rows = await lab.api.connection.collection('calls').find({}).toArray();
  const items = await lab.api.connection.collection('callBacks').find({}).toArray();
  expect(rows.length).toBeGreaterThan(10);
  expect(JSON.stringify([rows, items])).not.toMatch(/\+84912|"redFlag":"1"/);
});
