import { once } from 'node:events';
import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { claimCallBack, openCallBack } from '../../src/domain/call-back';
import { tickCallBack } from '../../src/domain/call-back-clock';
import { claimCall, endCall, incomingCall, wait } from '../../src/domain/call';
import type { CallRepository } from '../../src/models/calls/call-repository';
import { createApp } from '../../src/api/app';
import { openApiLab, type ApiLab } from '../support/api-lab';
import { people, type Person } from '../support/api-organisation';

let lab: ApiLab;
const servers: { close(): unknown; closeAllConnections(): void }[] = [];
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await lab.close();
});

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: {
    readonly ticketId?: string;
    readonly callId?: string;
    readonly callBackId?: string;
    readonly status?: string;
    readonly reason?: string;
    readonly unitCode?: string;
  };
}

/** A console's open stream: what it was told so far, and a way to wait for more. */
interface Console {
  readonly told: readonly Told[];
  readonly raw: () => string;
  until(what: (told: readonly Told[]) => boolean): Promise<readonly Told[]>;
  hangUp(): void;
  readonly ended: Promise<unknown>;
}

async function watch(
  app: Express,
  person: Person,
  lastEventId?: string,
  token = lab.tokenOf(person),
): Promise<Console> {
  const server = app.listen(0);
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = {
    authorization: `Bearer ${token}`,
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  };
  const request: ClientRequest = get({ port, path: '/api/v1/stream', headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.headers['content-type']).toMatch(/^text\/event-stream/);
  const told: Told[] = [];
  let text = '';
  let read = 0;
  const news = new Set<() => void>();
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const whole = text.lastIndexOf('\n\n');
    for (const block of text.slice(read, whole).split('\n\n')) {
      const field = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
      if (field('event') !== '')
        told.push({ id: field('id'), event: field('event'), data: JSON.parse(field('data')) });
    }
    if (whole > 0) read = whole + 2;
    for (const wake of news) wake();
  });
  return {
    told,
    raw: () => text,
    ended: new Promise((resolve) => response.once('close', resolve)),
    until: (what) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`not told in 10 s; told: ${JSON.stringify(told)}`));
        }, 10_000);
        const look = (): void => {
          if (!what(told)) return;
          clearTimeout(timer);
          news.delete(look);
          resolve(told);
        };
        news.add(look);
        look();
      }),
    hangUp: () => request.destroy(),
  };
}

const standing = (told: readonly Told[]) => told.some(({ event }) => event === 'ready');
const about = (id: string) => (told: readonly Told[]) => told.filter(({ data }) => data.ticketId === id);
const saw = (id: string, status: string) => (told: readonly Told[]) =>
  about(id)(told).some(({ data }) => data.status === status);

test('a link’s session is told of its own ticket alone', async () => {
  const mine = await lab.offeredTicket();
  const link = { teamId: people.responder.teamId ?? '', ticketIds: [mine.id] };
  const { accessToken } = lab.deps.tokens.issueForLink(people.responder.id, link);
  const byLink = await watch(lab.app, 'responder', undefined, accessToken);
  const whole = await watch(lab.app, 'responder');
  await Promise.all([byLink, whole].map((one) => one.until(standing)));
  const other = await lab.offeredTicket();
  await lab.as('responder').post(`/api/v1/tickets/${other.id}/claim`).send({}).expect(200);
  await lab.as('responder').post(`/api/v1/tickets/${mine.id}/claim`).send({}).expect(200);
  await Promise.all([byLink, whole].map((one) => one.until(saw(mine.id, 'claimed'))));
  expect(about(other.id)(whole.told)).not.toEqual([]);
  expect(byLink.told.filter(({ event }) => event === 'ticket')).toEqual(about(mine.id)(byLink.told));
  byLink.hangUp();
  whole.hangUp();
});

test('forty consoles cost the database no more than one', async () => {
  const { db } = lab.connection;
  /** What the database was asked while a ticket was claimed and every one of these consoles heard of it. */
  const costOfAClaim = async (consoles: readonly Console[]): Promise<number> => {
    const { id } = await lab.offeredTicket();
    await Promise.all(consoles.map((one) => one.until(saw(id, 'dispatched'))));
    await db?.command({ profile: 2 });
    await lab.as('responder').post(`/api/v1/tickets/${id}/claim`).send({}).expect(200);
    await Promise.all(consoles.map((one) => one.until(saw(id, 'claimed'))));
    await db?.command({ profile: 0 });
    const profile = db?.collection('system.profile');
    // The cursor of the stream asks again and again by itself, and reads what changed.
    const asked = await profile?.countDocuments({
      ns: /\.tickets$/,
      op: { $ne: 'getmore' },
      'command.hello': null,
    });
    await profile?.drop();
    return asked ?? NaN;
  };
  const one = await watch(lab.app, 'dispatcher');
  await one.until(standing);
  const alone = await costOfAClaim([one]);
  const others = await Promise.all(Array.from({ length: 39 }, () => watch(lab.app, 'dispatcher')));
  await Promise.all(others.map((other) => other.until(standing)));
  expect(alone).toBeGreaterThan(0);
  expect(await costOfAClaim([one, ...others])).toBe(alone);
  for (const other of [one, ...others]) other.hangUp();
});

test('a console hears of every change in its area, and of none elsewhere', async () => {
  const [near, far] = await Promise.all([watch(lab.app, 'dispatcher'), watch(lab.app, 'farDispatcher')]);
  await Promise.all([near.until(standing), far.until(standing)]);
  const { id } = await lab.offeredTicket();
  const elsewhere = await lab.offeredTicket({ location: { unitCode: '725' } });
  await lab.as('responder').post(`/api/v1/tickets/${id}/claim`).send({}).expect(200);
  await near.until(saw(id, 'claimed'));
  await far.until(saw(elsewhere.id, 'dispatched'));
  expect(about(id)(far.told)).toEqual([]);
  expect(about(elsewhere.id)(near.told)).toEqual([]);
  expect(near.raw()).not.toMatch(/Nguyễn|901234567|Bạch Đằng|ngất/);
  near.hangUp();
  far.hangUp();
});

describe('calls in the stream', () => {
  const district = [
    { tier: 'province', code: '74' },
    { tier: 'district', code: '718' },
  ] as const;
  const phone = '+84912345678';
  const at = () => new Date().toISOString();
  const told = (id: string) => (all: readonly Told[]) =>
    all.filter(({ data }) => data.callId === id || data.callBackId === id).map(({ data }) => data);
  const has = (id: string, facts: object) => (all: readonly Told[]) =>
    told(id)(all).some((data) =>
      Object.entries(facts).every(([name, value]) => data[name as keyof typeof data] === value),
    );

  test('whoever may see the queue hears it move, from the ring to the overdue call-back, and resumes', async () => {
    const { calls, callBacks } = lab.deps;
    const [near, far, team] = await Promise.all([
      watch(lab.app, 'dispatcher'),
      watch(lab.app, 'farDispatcher'),
      watch(lab.app, 'responder'),
    ]);
    await Promise.all([near.until(standing), far.until(standing), team.until(standing)]);
    const callId = 'call-of-the-stream';
    const state = incomingCall({ callId, unitPath: district, at: at() });
    const call = { ...{ source: 'twilio', providerId: 'CA-stream', phone }, state };
    await (calls as CallRepository).receive(call);
    await near.until(has(callId, { status: 'inMenu' }));
    await calls.change(callId, (now) => wait(now, at()));
    await near.until(has(callId, { status: 'waiting' }));
    await calls.change(callId, (now) => wait(now, at()));
    await calls.change(callId, (now) => claimCall(now, people.agent.id, at()));
    await near.until(has(callId, { status: 'claimed', claimedBy: people.agent.id }));
    expect(told(callId)(near.told)).toHaveLength(3);
    const lastId = near.told.at(-1)?.id ?? '';
    near.hangUp();

    const over = await calls.change(callId, (now) => endCall(now, 'hungUp', at()));
    const item = openCallBack('item-of-the-stream', over?.state ?? state);
    await callBacks.open({ phone, state: item });
    const again = await watch(lab.anotherProcess(), 'dispatcher', lastId);
    await again.until(has(callId, { status: 'ended', outcome: 'hungUp' }));
    await again.until(has(item.callBackId, { sla: 'ok', claimedBy: null }));
    await callBacks.change(item.callBackId, (now) => tickCallBack(now, now.clock.dueAt, null));
    await again.until(has(item.callBackId, { sla: 'breached' }));
    await callBacks.change(item.callBackId, (now) => claimCallBack(now, people.dispatcher.id, at()));
    await again.until(has(item.callBackId, { claimedBy: people.dispatcher.id }));

    const { id } = await lab.offeredTicket();
    await team.until(saw(id, 'dispatched'));
    await lab.offeredTicket({ location: { unitCode: '725' } });
    for (const other of [far, team]) {
      expect(other.told.filter(({ event }) => event === 'call' || event === 'callBack')).toEqual([]);
    }
    expect(near.raw() + again.raw()).not.toMatch(/912345678/);
    for (const stream of [far, team, again]) stream.hangUp();
  });
});

test('the desks of an area hear at once that a surge was switched on and off, the neighbours do not', async () => {
  const path = '/api/v1/surge/718';
  const streams = await Promise.all([
    ...(['agent', 'supervisor', 'farDispatcher'] as const).map((who) => watch(lab.app, who)),
  ]);
  const [agent, supervisor, neighbour] = streams;
  await Promise.all(streams.map((stream) => stream.until(standing)));
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  const facts = { version: 0, profileId: 'calls-overload', reason: 'quá tải', endsAt };
  await lab
    .as('districtCommander')
    .put(path)
    .send({ on: true, ...facts })
    .expect(200);
  await lab.as('districtCommander').put(path).send({ on: false, version: 1, reason: 'hết' }).expect(200);
  const ofSurge = (all: readonly Told[]) => all.filter(({ event }) => event === 'surge');
  for (const stream of [agent, supervisor]) {
    await stream?.until((all) => ofSurge(all).length === 2);
    expect(ofSurge(stream?.told ?? []).map(({ data }) => data)).toEqual([
      { unitCode: '718', version: 1, on: true, profileId: 'calls-overload', endsAt },
      { unitCode: '718', version: 2, on: false, profileId: null, endsAt: null },
    ]);
    expect(stream?.raw()).not.toContain('quá tải');
  }
  const { id } = await lab.offeredTicket({ location: { unitCode: '725' } });
  await neighbour?.until(saw(id, 'dispatched'));
  expect(ofSurge(neighbour?.told ?? [])).toEqual([]);
  for (const stream of streams) stream.hangUp();
});

test('a team hears of a ticket from the moment it is offered', async () => {
  const team = await watch(lab.app, 'responder');
  await team.until(standing);
  const { id } = await lab.offeredTicket();
  await team.until(saw(id, 'dispatched'));
  expect(about(id)(team.told).map(({ data }) => data.status)).not.toContain('received');
  team.hangUp();
});

test('a console that was cut off hears what it missed from another process, once and in order', async () => {
  const first = await watch(lab.app, 'dispatcher');
  await first.until(standing);
  const { id } = await lab.offeredTicket();
  await first.until(saw(id, 'dispatched'));
  const lastId = first.told.at(-1)?.id ?? '';
  first.hangUp();
  await lab.as('responder').post(`/api/v1/tickets/${id}/claim`).send({}).expect(200);
  await lab.as('responder').post(`/api/v1/tickets/${id}/enRoute`).send({}).expect(200);
  const second = await watch(lab.anotherProcess(), 'dispatcher', lastId);
  await second.until(saw(id, 'enRoute'));
  await lab.as('responder').post(`/api/v1/tickets/${id}/onScene`).send({}).expect(200);
  await second.until(saw(id, 'onScene'));
  expect(second.told.map(({ event }) => event)).not.toContain('reset');
  expect(about(id)(second.told).at(-1)?.data.status).toBe('onScene');
  const ids = second.told.map(({ id: eventId }) => eventId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).not.toContain(lastId);
  second.hangUp();
});

test('a console that saw nothing yet can resume too', async () => {
  const first = await watch(lab.app, 'dispatcher');
  const [ready] = await first.until(standing);
  first.hangUp();
  const { id } = await lab.offeredTicket();
  const second = await watch(lab.anotherProcess(), 'dispatcher', ready?.id);
  await second.until(saw(id, 'dispatched'));
  second.hangUp();
});

test.each(['rubbish', '00', '826826826'])(
  'a place that is none (%s) means: read your lists again',
  async (lastId) => {
    const stream = await watch(lab.app, 'dispatcher', lastId);
    await stream.until((told) => told.some(({ event }) => event === 'reset'));
    const { id } = await lab.offeredTicket();
    await stream.until(saw(id, 'dispatched'));
    stream.hangUp();
  },
);

test('the stream of an account that is switched off ends, and others are kept alive', async () => {
  const app = createApp({ ...lab.deps, heartbeatMs: 100 });
  const [doomed, kept] = await Promise.all([watch(app, 'farSupervisor'), watch(app, 'supervisor')]);
  await Promise.all([doomed.until(standing), kept.until(standing)]);
  await lab.deps.users.save({ ...people.farSupervisor, active: false });
  await doomed.ended;
  expect(kept.raw()).toContain(': still here');
  kept.hangUp();
});

test('nobody streams without signing in', async () => {
  await lab.asNobody().get('/api/v1/stream').expect(401);
});
