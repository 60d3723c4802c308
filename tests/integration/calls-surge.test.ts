import supertest from 'supertest';
import { createCallBackActivities } from '../../src/activities/call-backs';
import type { CallBackState } from '../../src/domain/call-back';
import type { CallState } from '../../src/domain/call';
import type { MessageIntent } from '../../src/domain/message';
import { createOrganisationRepository } from '../../src/models/organisation/organisation-store';
import { createSignedWebhook } from '../../src/simulator/signed-webhook';
import { people } from '../support/api-organisation';
import { hotline, openCallsLab } from '../support/calls-lab';
import type { CallsLab } from '../support/calls-lab';

/**
 * 300 calls in ten minutes and ten agents who can answer half of them. The story plays the telephone network: it
 * sends signed webhooks over HTTP to the real server, and every reader of the clock sees the simulated time.
 */
const startMs = Date.parse('2026-11-20T02:00:00.000Z');
const callCount = 300;
/** Five ring at once, every ten seconds. */
const callersAtOnce = 5;
const callEveryMs = 10_000;
const agentCount = 10;
const talkMs = 40_000;
/** Real timers, simulated time. */
const realTimers = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

let lab: CallsLab;
let post: ReturnType<typeof createSignedWebhook>;
const moved: string[] = [];
beforeAll(async () => {
  jest.useFakeTimers({ now: startMs - 60_000, doNotFake: [...realTimers] });
  lab = await openCallsLab({
    liveCalls: {
      sendTo: (sid) => {
        moved.push(sid);
        return Promise.resolve('sent');
      },
    },
  });
  post = createSignedWebhook(lab.account.authToken);
  for (const agent of agents) {
    await lab.api.deps.users.save({ ...people.agent, id: agent.id, username: agent.id, phone: agent.phone });
  }
}, 120_000);
afterAll(async () => {
  await lab.close();
  jest.useRealTimers();
});

type Agent = { readonly id: string; readonly phone: string; freeAtMs: number };
const agents: readonly Agent[] = Array.from({ length: agentCount }, (_, n) => ({
  id: `agent-${String(n)}`,
  phone: `+8490777000${String(n)}`,
  freeAtMs: startMs,
}));

interface Caller {
  readonly sid: string;
  readonly phone: string;
  readonly startedMs: number;
  /** When the server had them in the queue; null while they are not. */
  waitingMs: number | null;
  answeredMs: number | null;
  isOver: boolean;
}
const callers: Caller[] = [];

/** What is still to happen, in the order of time. */
const agenda: { atMs: number; act: () => Promise<void> }[] = [];
const later = (atMs: number, act: () => Promise<void>): void => {
  agenda.push({ atMs, act });
};
async function play(): Promise<void> {
  for (;;) {
    agenda.sort((a, b) => a.atMs - b.atMs);
    const [next] = agenda;
    if (!next) return;
    // What happens at one moment happens together.
    const together = agenda.splice(0, agenda.filter(({ atMs }) => atMs === next.atMs).length);
    jest.setSystemTime(next.atMs);
    await Promise.all(together.map(({ act }) => act()));
  }
}

const page = async (caller: Caller, path: string, form: Record<string, string> = {}): Promise<string> => {
  const answer = await post(`${lab.publicUrl}/webhooks/twilio/${path}`, {
    ...{ CallSid: caller.sid, From: caller.phone, To: hotline, CallStatus: 'in-progress' },
    ...form,
  });
  expect([200, 204]).toContain(answer.status);
  return answer.text;
};
const as = (id: string) => {
  const { accessToken } = lab.api.deps.tokens.issue(id);
  const agent = supertest.agent(lab.api.app).set('Authorization', `Bearer ${accessToken}`);
  return {
    get: (path: string) => agent.get(`/api/v1${path}`),
    post: (path: string, body: object = {}) => agent.post(`/api/v1${path}`).send(body),
  };
};

/** The provider reports the end twice, at the same moment: news may come double. */
async function hangUp(caller: Caller): Promise<void> {
  if (caller.isOver) return;
  caller.isOver = true;
  const end = () => page(caller, 'ended', { CallStatus: 'completed' });
  await Promise.all([end(), end()]);
}

/** What the nth caller presses: a red flag, each category, an agent, silence. */
const keysOf = (n: number): readonly string[] =>
  [['1', '1'], ['1', '2'], ['2'], ['3'], ['4'], ['5'], ['0'], ['']][n % 8] ?? ['0'];

const givesUpInMenu = (n: number): boolean => n % 25 === 24;
/** Three give up in the menu, four times each; every third caller is one of twelve who call again and again. */
const phoneOf = (n: number): string =>
  givesUpInMenu(n)
    ? `+8491500010${String(Math.floor(n / 25) % 3)}`
    : n % 3 === 0
      ? `+84913000${String(100 + ((n / 3) % 12))}`
      : `+84914000${String(100 + n)}`;

async function calls(n: number): Promise<void> {
  const caller: Caller = {
    ...{ sid: `CA${String(n).padStart(32, '0')}`, phone: phoneOf(n), startedMs: Date.now() },
    ...{ waitingMs: null, answeredMs: null, isOver: false },
  };
  callers.push(caller);
  expect(await page(caller, 'voice')).toContain('1022');
  if (givesUpInMenu(n)) return hangUp(caller);
  const [menu = '', redFlag] = keysOf(n);
  let said = await page(caller, 'menu', { Digits: menu });
  if (redFlag !== undefined) said = await page(caller, 'red-flag', { Digits: redFlag });
  expect(said).toMatch(/Trước quý vị còn \d+ cuộc gọi|Quý vị là người tiếp theo/);
  caller.waitingMs = Date.now();
  const patienceMs = 20_000 + ((n * 7) % 40) * 1_000;
  later(Date.now() + patienceMs, async () => {
    if (caller.isOver || caller.answeredMs !== null) return;
    if (n % 10 === 9) await page(caller, 'queue', { Digits: '1' });
    if (n % 10 === 7)
      await page(caller, 'voicemail', { RecordingSid: `RE${caller.sid}`, RecordingDuration: '9' });
    await hangUp(caller);
  });
}

/** Free agents take the most urgent calls, all at once; the last of them reaches for the first one's. */
async function takeNext(): Promise<void> {
  const free = agents.filter(({ freeAtMs }) => freeAtMs <= Date.now());
  const [first] = free;
  if (!first) return;
  const { body } = await as(first.id).get('/calls/queue').expect(200);
  const waiting = body.items.filter(({ status }: { status: string }) => status === 'waiting');
  const idle = free.length > 1 ? free.at(-1) : undefined;
  const taken = waiting.slice(0, idle ? free.length - 1 : 1) as { id: string }[];
  await Promise.all(
    taken.map(({ id }, n) =>
      take(
        id,
        [free[n], ...(n === 0 ? [idle] : [])].filter((agent) => agent !== undefined),
      ),
    ),
  );
}

let races = 0;
async function take(id: string, rivals: readonly Agent[]): Promise<void> {
  const claims = await Promise.all(rivals.map((agent) => as(agent.id).post(`/calls/${id}/claim`)));
  const won = claims.findIndex(({ status }) => status === 200);
  expect(claims.map(({ status }) => status).sort()).toEqual(rivals.length === 2 ? [200, 409] : [200]);
  races += rivals.length - 1;
  const winner = rivals[won];
  const caller = callers.findLast(
    ({ phone, isOver, answeredMs }) => phone === claims[won]?.body.phone && !isOver && answeredMs === null,
  );
  if (!winner || !caller) throw new Error('whoever was claimed is not on the line');
  expect(moved).toContain(caller.sid);
  const agentUrl = /<Number[^>]* url="([^"]+)"/
    .exec(await page(caller, 'queue'))?.[1]
    ?.replaceAll('&amp;', '&');
  await page(caller, (agentUrl ?? '').replace('/webhooks/twilio/', ''), { Digits: '5' });
  caller.answeredMs = Date.now();
  winner.freeAtMs = Date.now() + talkMs;
  later(winner.freeAtMs, async () => {
    await page(caller, 'dialled');
    await hangUp(caller);
    await as(winner.id).post(`/calls/${id}/finish`, { result: 'advised' }).expect(200);
  });
}

const everyState = async <T>(collection: string): Promise<T[]> =>
  (await lab.api.connection.collection(collection).find({}).toArray()).map((row) => row.state as T);

const stats = async () => {
  const until = new Date(Date.now() + 1).toISOString();
  const since = new Date(startMs - 1).toISOString();
  return (await lab.api.as('agent').get('/api/v1/stats/calls').query({ since, until }).expect(200)).body;
};

test('300 calls, 10 agents who answer half: every unanswered one is in exactly one call-back', async () => {
  for (let n = 0; n < callCount; n += 1)
    later(startMs + Math.floor(n / callersAtOnce) * callEveryMs, () => calls(n));
  const lastMs = startMs + (callCount / callersAtOnce) * callEveryMs;
  for (let second = 1; second <= 600; second += 2) later(startMs + second * 1_000 + 500, takeNext);
  await play();
  expect(races).toBeGreaterThan(5);
  expect(Date.now()).toBeLessThan(lastMs + 3 * 60_000);

  const unanswered = callers.filter(({ answeredMs }) => answeredMs === null);
  const answeredCount = callCount - unanswered.length;
  expect(callers.every(({ isOver }) => isOver)).toBe(true);
  expect(answeredCount / callCount).toBeGreaterThan(0.45);
  expect(answeredCount / callCount).toBeLessThan(0.55);

  const callStates = await everyState<CallState>('calls');
  const items = await everyState<CallBackState>('callBacks');
  expect(callStates).toHaveLength(callCount);
  expect(callStates.filter(({ status, rescue }) => status !== 'ended' || rescue !== null)).toEqual([]);
  const owed = callStates.filter(({ answeredAt }) => answeredAt === null).map(({ callId }) => callId);
  expect(owed).toHaveLength(unanswered.length);
  expect(items.flatMap(({ callIds }) => callIds).sort()).toEqual(owed.sort());
}, 300_000);

test('merged by number, raised by repeats, settled when the citizen was answered later', async () => {
  const callStates = new Map(
    (await everyState<CallState>('calls')).map((state) => [state.callId, state] as const),
  );
  const byPhone = new Map<string, CallBackState[]>();
  for (const phone of new Set(callers.map((caller) => caller.phone))) {
    const open = await lab.callBacks.findOpen(phone);
    byPhone.set(phone, open ? [open.state] : []);
  }
  const repeats = [...byPhone].filter(([, [item]]) => (item?.callIds.length ?? 0) >= 3);
  expect(repeats.length).toBeGreaterThanOrEqual(3);
  for (const [phone, [item]] of byPhone) {
    const own = callers.filter((caller) => caller.phone === phone);
    const lastAnsweredMs = Math.max(0, ...own.map(({ answeredMs }) => answeredMs ?? 0));
    const vain = own.filter(({ answeredMs, startedMs }) => answeredMs === null && startedMs > lastAnsweredMs);
    expect([phone, item !== undefined]).toEqual([phone, vain.length > 0]);
    if (!item) continue;
    const ranks = item.callIds.map((id) => callStates.get(id)?.hint.rank ?? 9);
    const worst = Math.min(...ranks);
    expect(item.hint.rank).toBe(item.callIds.length >= 3 && worst > 1 ? worst - 1 : worst);
    const windowMs = (item.hint.priority === 'P1' ? 5 : 30) * 60_000;
    expect(Date.parse(item.clock.dueAt)).toBeLessThanOrEqual(Date.parse(item.firstCallAt) + windowMs);
  }
});

test('the figures add up: received, answered, within 15 s, abandoned, rescued, breached', async () => {
  const answered = callers.filter(({ answeredMs }) => answeredMs !== null);
  const inTime = answered.filter(
    ({ answeredMs, waitingMs }) => (answeredMs ?? 0) - (waitingMs ?? 0) <= 15_000,
  ).length;
  const items = await everyState<CallBackState>('callBacks');
  const open = items.filter(({ closedAt }) => closedAt === null);
  const settled = items.length - open.length;
  const before = await stats();
  expect(before.calls).toMatchObject({
    ...{ received: callCount, answered: answered.length, abandoned: callCount - answered.length },
    ...{ answeredWithin15s: inTime, answeredWithin15sShare: inTime / callCount },
    ...{ blocked: 0, withoutNumber: 0, waitingNow: 0, longestWaitMs: null },
  });
  expect(inTime).toBeGreaterThan(0);
  expect(before.callBacks).toEqual({
    ...{ opened: items.length, open: open.length, rescued: settled, breached: 0, breachedOpen: 0 },
  });

  const worked = 12;
  const order: { priority: string; firstCallAt: string }[] = [];
  for (let turn = 0; turn < worked; turn += 1) {
    const desk = as(agents[turn % agentCount]?.id ?? '');
    const { body } = await desk.get('/call-backs').expect(200);
    const first = body.items[0];
    order.push({ priority: first.hint.priority, firstCallAt: first.firstCallAt });
    await desk.post(`/call-backs/${String(first.id)}/claim`).expect(200);
    await desk.post(`/call-backs/${String(first.id)}/attempt`, { result: 'reached' }).expect(200);
    await desk.post(`/call-backs/${String(first.id)}/finish`, { result: 'advised' }).expect(200);
  }
  expect(order.every(({ priority }, n) => n === 0 || priority >= (order[n - 1]?.priority ?? ''))).toBe(true);

  jest.setSystemTime(Date.now() + 31 * 60_000);
  const pages: MessageIntent[] = [];
  const clock = createCallBackActivities({
    ...{ callBacks: lab.callBacks, organisation: createOrganisationRepository(lab.api.connection) },
    outbox: {
      enqueue: (_subject, intents) => {
        pages.push(...intents);
        return Promise.resolve();
      },
    },
  });
  for (const { callBackId } of open)
    await clock.runCallBackClock({ callBackId, at: new Date().toISOString() });
  const after = await stats();
  const left = open.length - worked;
  expect(after.callBacks).toEqual({
    ...{ opened: items.length, open: left, rescued: settled + worked, breached: left, breachedOpen: left },
  });
  // The province of this test has no supervisor of its own: the rounds are counted, nobody can be called.
  expect(pages).toEqual([]);
  const told = new Set(lab.told);
  expect(items.filter(({ callBackId }) => !told.has(callBackId))).toEqual([]);
});
