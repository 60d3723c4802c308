import { createHmac } from 'node:crypto';
import { aCall } from '../support/api-lab';
import { people, type Person } from '../support/api-organisation';
import { ctiSecret, hotline, openCallsLab } from '../support/calls-lab';
import type { CallsLab } from '../support/calls-lab';
import { eventually } from '../support/eventually';

let lab: CallsLab;
beforeAll(async () => {
  lab = await openCallsLab();
});
afterAll(() => lab.close());

let next = 0;
const citizen = () => lab.phones.phone(`+8491${String(3_000_000 + next++)}`);
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const ask = (who: Person, path: string) => lab.api.as(who).get(`/api/v1${path}`);
const put = (who: Person, code: string, body: object) =>
  lab.api.as(who).put(`/api/v1/surge/${code}`).send(body);
const versionOf = async (code: string): Promise<number> =>
  (await ask('admin', `/surge/${code}`).expect(200)).body.version;
const switchOn = async (who: Person, code: string, change: object = {}) =>
  put(who, code, {
    ...{ on: true, version: await versionOf(code), profileId: 'epidemic-peak' },
    ...{ reason: 'Số cuộc gọi gấp bảy lần tháng trước', endsAt: inHours(24) },
    ...change,
  });
const switchOff = async (who: Person, code: string) =>
  put(who, code, { on: false, version: await versionOf(code), reason: 'Đã đủ người trực' });
const report = async (unitCode: string, change: object = {}) => {
  const body = { ...aCall(), category: 'foodRelief', location: { unitCode }, ...change };
  const answer = await lab.api.as('agent').post('/api/v1/tickets').send(body).expect(201);
  return (await lab.api.deps.tickets.find(answer.body.id))!;
};
const callEnds = (line: { sid: string }) =>
  lab.callWhen(line.sid, 'the call has ended', (status) => status === 'ended');

describe('who may', () => {
  test('a supervisor reads why, and may not switch; a commander only at home', async () => {
    await switchOn('supervisor', '718').then(({ status }) => expect(status).toBe(403));
    await switchOn('farCommander', '718').then(({ status }) => expect(status).toBe(403));
    await switchOn('districtCommander', '74').then(({ status }) => expect(status).toBe(403));
    await ask('farSupervisor', '/surge/718').expect(403);
    await ask('supervisor', '/surge/99999').expect(404);
    expect((await ask('supervisor', '/surge/718').expect(200)).body).toMatchObject({
      ...{ version: 0, own: null, ruling: null, mayDecide: false, history: [] },
      policy: { id: 'binh-duong-2021' },
      policyWith: { 'epidemic-peak': { id: 'binh-duong-2021-surge' } },
    });
  });

  test('what is wrong is said beside its field, and nothing is switched', async () => {
    const pointerOf = async (change: object): Promise<string> =>
      (await switchOn('commander', '74', change)).body.errors?.[0]?.pointer;
    expect(await pointerOf({ endsAt: inHours(0.1) })).toBe('/endsAt');
    expect(await pointerOf({ endsAt: inHours(24 * 8) })).toBe('/endsAt');
    expect(await pointerOf({ reason: ' ' })).toBe('/reason');
    expect(await pointerOf({ profileId: 'invented' })).toBe('/profileId');
    expect((await switchOff('commander', '74')).body.type).toContain('#surge-not-on');
    expect(await versionOf('74')).toBe(0);
  });
});

describe('a surge in Thủ Dầu Một', () => {
  test('is switched once, however many press; the others hear who was quicker', async () => {
    const answers = await Promise.all([switchOn('districtCommander', '718'), switchOn('admin', '718')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = answers.find(({ status }) => status === 409);
    expect(late?.body.type).toContain('#surge-changed');
    expect([people.admin.id, people.districtCommander.id]).toContain(late?.body.by);
    const { body } = await ask('districtCommander', '/surge/718').expect(200);
    expect(body).toMatchObject({ version: 1, mayDecide: true, policy: { id: 'binh-duong-2021-surge' } });
    expect(body.own.profile.id).toBe('epidemic-peak');
    expect(body.history).toHaveLength(1);
  });

  test('is seen by its agents, supervisors and those below, not by the neighbours', async () => {
    const seenBy = async (who: Person): Promise<string[]> =>
      (await ask(who, '/surge').expect(200)).body.items.map(({ unitCode }: { unitCode: string }) => unitCode);
    for (const who of ['agent', 'supervisor', 'communeDispatcher', 'commander'] as const)
      expect(await seenBy(who)).toEqual(['718']);
    expect(await seenBy('farDispatcher')).toEqual([]);
    const { body } = await ask('communeCommander', '/surge/25747').expect(200);
    expect(body).toMatchObject({ version: 0, own: null, ruling: { unitCode: '718' } });
  });

  test('a new ticket has the surge’s policy and remembers it; a running one and the neighbours keep theirs', async () => {
    await switchOff('admin', '718');
    const before = await report('25747');
    await switchOn('districtCommander', '718');
    const [during, elsewhere] = [await report('25747'), await report('725')];
    expect(before.state.policy.id).toBe('binh-duong-2021');
    expect(during.state.policy.id).toBe('binh-duong-2021-surge');
    expect(elsewhere.state.policy.id).toBe('binh-duong-2021');
    expect(during.surge).toMatchObject({ unitCode: '718', profileId: 'epidemic-peak', honestTimes: true });
    expect([before.surge, elsewhere.surge]).toEqual([undefined, undefined]);
    const dueMs = ({ state }: typeof during): number =>
      Date.parse(state.clocks.find(({ name }) => name === 'resolve')?.dueAt ?? '') -
      Date.parse(state.receivedAt);
    expect([dueMs(before), dueMs(during)]).toEqual([5 * 3_600_000, 12 * 3_600_000]);
    expect((await lab.api.deps.tickets.find(before.id))?.state.policy.id).toBe('binh-duong-2021');
  });

  test('a commune’s own switch with another profile rules there', async () => {
    await switchOn('communeCommander', '25747', { profileId: 'calls-overload' });
    expect((await report('25747')).state.policy.id).toBe('binh-duong-2021');
    await switchOff('communeCommander', '25747');
    expect((await report('25747')).state.policy.id).toBe('binh-duong-2021-surge');
  });
});

describe('the telephone in a surge', () => {
  const districtNumber = '+842743822718';

  test('everybody but an emergency is offered a call-back instead of the queue; silence is a yes', async () => {
    const caller = citizen();
    const line = await caller.calls('4', { to: districtNumber });
    await caller.hears(line, /rất đông người gọi vì dịch\. Nếu có người nguy hiểm tính mạng, bấm phím 0/);
    await caller.hears(line, /Đã ghi nhận\. Chúng tôi sẽ gọi lại/);
    const call = await callEnds(line);
    expect(call.state).toMatchObject({ outcome: 'callBackAsked', waitingSince: null });
    const item = await eventually('there is a call-back', () => lab.callBacks.findOpen(caller.number));
    expect(item.state.hint.category).toBe('foodRelief');
  });

  test.each([
    ['presses 1', '01', 'callBackAsked'],
    ['leaves a message', '02', 'voicemail'],
  ])('a caller who %s', async (_, keys, outcome) => {
    const caller = citizen();
    expect((await callEnds(await caller.calls(keys, { to: districtNumber }))).state.outcome).toBe(outcome);
    await eventually('there is a call-back', () => lab.callBacks.findOpen(caller.number));
  });

  test('a caller who hangs up during the offer is on the list all the same', async () => {
    const caller = citizen();
    const line = await caller.calls('0', { to: districtNumber, patienceMs: 60_000 });
    await caller.hangsUp(line);
    await callEnds(line);
    await eventually('there is a call-back', () => lab.callBacks.findOpen(caller.number));
  });

  test.each([
    ['key 1 of the menu', '12'],
    ['key 1 and the red flag', '11'],
    ['danger after all, without the red flag', '402'],
    ['danger after all, and the red flag', '401'],
  ])('%s goes through to the queue as ever', async (_, keys) => {
    const caller = citizen();
    const line = await caller.calls(keys, { to: districtNumber });
    const call = await lab.callWhen(line.sid, 'the caller waits', (status) => status === 'waiting');
    expect(call.state.hint).toMatchObject({ category: 'emergency', priority: 'P1' });
    await caller.hangsUp(line);
    await callEnds(line);
  });

  test('on the province’s number, where no surge is on, callers wait as ever', async () => {
    const caller = citizen();
    const line = await caller.calls('4');
    await lab.callWhen(line.sid, 'the caller waits', (status) => status === 'waiting');
    await caller.hangsUp(line);
    await callEnds(line);
  });

  test('an exchange is told to offer a call-back, except to an emergency', async () => {
    const ring = async (callId: string, change: object = {}) => {
      const event = { source: 'asterisk', callId, event: 'ringing', at: new Date().toISOString() };
      const body = JSON.stringify({ ...event, from: '0912999200', to: districtNumber, ...change });
      const at = String(Math.floor(Date.now() / 1_000));
      const mac = createHmac('sha256', ctiSecret).update(`${at}.${body}`).digest('hex');
      const headers = { 'x-cti-timestamp': at, 'x-cti-signature': `sha256=${mac}` };
      const answer = await fetch(`${lab.publicUrl}/webhooks/cti/calls`, { method: 'POST', headers, body });
      return (await answer.json()) as { offer?: string };
    };
    expect((await ring('s1')).offer).toBe('callBack');
    expect((await ring('s2', { category: 'emergency' })).offer).toBeUndefined();
    expect((await ring('s3', { from: '' })).offer).toBeUndefined();
    expect((await ring('s4', { to: hotline })).offer).toBeUndefined();
  });
});

describe('the end', () => {
  test('comes by time alone: nothing has to run at that moment', async () => {
    const at = new Date(Date.now() - 3_600_000).toISOString();
    const [profile] = lab.api.deps.surgeProfiles;
    const path = [
      { tier: 'province', code: '74' },
      { tier: 'district', code: '725' },
    ] as const;
    const decision = { unitCode: '725', unitPath: path, version: 1, profile: profile!, reason: 'thử' };
    const endsAt = new Date(Date.now() - 1_000).toISOString();
    await lab.api.deps.surges.add({ ...decision, since: at, at, endsAt, byUserId: people.admin.id });
    expect((await ask('farDispatcher', '/surge').expect(200)).body.items).toEqual([]);
    expect((await report('725')).surge).toBeUndefined();
    const { body } = await ask('farCommander', '/surge/725').expect(200);
    expect(body).toMatchObject({ version: 1, own: null, ruling: null });
    expect(body.history).toMatchObject([{ by: { name: 'Người admin' }, reason: 'thử', endsAt }]);
  });

  test('the figures tell how often and how long, and that it ended by itself', async () => {
    const { body } = await ask('commander', '/stats/surge').expect(200);
    expect(body.units).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ unitCode: '725', times: 1, isOn: false }),
        expect.objectContaining({ unitCode: '718', times: 2, isOn: true }),
      ]),
    );
    const far = body.spans.find(({ unitCode }: { unitCode: string }) => unitCode === '725');
    expect(far).toMatchObject({ ended: 'byItself', profileId: 'calls-overload' });
    const nearMs = body.units.find(({ unitCode }: { unitCode: string }) => unitCode === '725').onMs;
    expect(nearMs / 60_000).toBeCloseTo(60, 0);
    await ask('farCommander', '/stats/surge?unit=718').expect(403);
  });
});

test('the forecast counts arrivals and the agents at work, and is not for agents', async () => {
  const { body } = await ask('supervisor', '/stats/forecast').expect(200);
  expect(body.hours).toHaveLength(6);
  expect(body.hours.at(-1).received).toBeGreaterThan(8);
  expect(body).toMatchObject({ unitCode: '718', handlingMs: 180_000, handledCalls: 0, agents: 0 });
  expect(body.now).toMatchObject({ answeredShare: 0, meanWaitMs: null, occupancy: null });
  expect(body.now.agentsNeeded).toBeGreaterThan(1);

  const caller = citizen();
  await lab.agentPhone('agent').behaves('answers');
  const line = await caller.calls('12', { to: '+842743822718' });
  const call = await lab.callWhen(line.sid, 'the caller waits', (status) => status === 'waiting');
  await lab.post('agent', `/calls/${call.state.callId}/claim`).expect(200);
  await lab.callWhen(line.sid, 'they talk', (status) => status === 'talking');
  await caller.hangsUp(line);
  await callEnds(line);
  await lab.post('agent', `/calls/${call.state.callId}/finish`, { result: 'advised' }).expect(200);
  const after = (await ask('commander', '/stats/forecast?unit=718').expect(200)).body;
  expect(after).toMatchObject({ agents: 1, handledCalls: 1 });
  expect(after.handlingMs).toBeLessThan(60_000);
  await ask('agent', '/stats/forecast').expect(403);
});
