import { once } from 'node:events';
import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
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
  readonly data: { readonly ticketId?: string; readonly status?: string; readonly reason?: string };
}

/** A console's open stream: what it was told so far, and a way to wait for more. */
interface Console {
  readonly told: readonly Told[];
  readonly raw: () => string;
  until(what: (told: readonly Told[]) => boolean): Promise<readonly Told[]>;
  hangUp(): void;
  readonly ended: Promise<unknown>;
}

async function watch(app: Express, person: Person, lastEventId?: string): Promise<Console> {
  const server = app.listen(0);
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = {
    authorization: `Bearer ${lab.tokenOf(person)}`,
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
