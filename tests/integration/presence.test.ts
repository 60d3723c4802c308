import { Redis } from 'ioredis';
import { createApp } from '../../src/api/app';
import { fillNextBreach } from '../../src/models/tickets/fill-next-breach';
import { createPresence } from '../../src/models/presence/redis-presence';
import { setTimeout as pause } from 'node:timers/promises';
import supertest from 'supertest';
import { aCall, openApiLab, type ApiLab } from '../support/api-lab';
import type { Person } from '../support/api-organisation';
import { openTestRedis } from '../support/redis';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const look = (person: Person, id: string) => lab.as(person).put(`/api/v1/tickets/${id}/presence`);
const leave = (person: Person, id: string) => lab.as(person).delete(`/api/v1/tickets/${id}/presence`);

describe('two people on one ticket', () => {
  test('see each other by name, until one has closed it', async () => {
    const { id } = await lab.offeredTicket();
    const alone = await look('dispatcher', id).expect(200);
    expect(alone.body).toEqual({ withinMs: 16_000, others: [] });
    const { body } = await look('supervisor', id).expect(200);
    expect(body.others).toMatchObject([
      { userId: 'dispatcher-718', name: 'Người dispatcher-718', role: 'dispatcher', unitCode: '718' },
    ]);
    const back = await look('dispatcher', id).expect(200);
    expect(back.body.others).toMatchObject([{ userId: 'supervisor-718' }]);
    await leave('dispatcher', id).expect(204);
    const after = await look('supervisor', id).expect(200);
    expect(after.body.others).toEqual([]);
  });

  test('whoever works above is known by name; somebody of another area by role and unit alone', async () => {
    const { id } = await lab.offeredTicket();
    await look('agent', id).expect(200);
    // Somebody of the neighbouring district has it open still, from before it was moved here.
    await lab.deps.presence.stay(id, 'responder-725');
    const { body } = await look('dispatcher', id).expect(200);
    expect(body.others).toMatchObject([
      { userId: 'responder-725', name: null, role: 'responder', unitCode: '725' },
      { userId: 'agent', name: 'Người agent' },
    ]);
  });

  test('who may not read the ticket learns nothing, not even that it exists', async () => {
    const { id } = await lab.offeredTicket();
    await look('farDispatcher', id).expect(404);
    await look('dispatcher', 'no-such-ticket').expect(404);
    await leave('farDispatcher', id).expect(404);
    await lab.asNobody().put(`/api/v1/tickets/${id}/presence`).expect(401);
  });

  test('a screen that falls silent counts as closed, and Redis keeps ids only', async () => {
    const { url, prefix } = openTestRedis();
    const redis = new Redis(url);
    const app = createApp({ ...lab.deps, presence: createPresence(redis, prefix, 300) });
    const { id } = await lab.offeredTicket();
    const lookAt = (person: Person) =>
      supertest(app)
        .put(`/api/v1/tickets/${id}/presence`)
        .set('Authorization', `Bearer ${lab.tokenOf(person)}`);
    await lookAt('dispatcher').expect(200);
    expect(await redis.zrevrange(`${prefix}:${id}`, 0, -1)).toEqual(['dispatcher-718']);
    expect((await lookAt('supervisor')).body.others).toHaveLength(1);
    await pause(350);
    expect((await lookAt('supervisor')).body.others).toEqual([]);
    await pause(350);
    expect(await redis.exists(`${prefix}:${id}`)).toBe(0);

    redis.disconnect();
    const refused = await lookAt('supervisor').expect(503);
    expect(refused.headers['retry-after']).toBe('5');
  });
});

describe('the queue', () => {
  test('comes by time to breach, page by page, nothing twice', async () => {
    const ids: string[] = [];
    for (const category of ['other', 'emergency', 'foodRelief', 'emergency', 'other']) {
      const call = { ...aCall(), category, caller: { phone: '0909 000 111' } };
      const { id } = await lab.offeredTicket(call);
      ids.push(id);
    }
    const ask = (query: object) =>
      lab
        .as('dispatcher')
        .get('/api/v1/tickets')
        .query({ order: 'breachNext', phone: '0909000111', ...query });
    const whole = await ask({}).expect(200);
    const dues = whole.body.items.map((one: { nextBreach: { at: string } }) => one.nextBreach.at);
    expect(dues).toEqual([...dues].sort());
    expect(whole.body.items.map(({ id }: { id: string }) => id).sort()).toEqual([...ids].sort());
    expect(whole.body.items[0].priority).toBe('P1');

    const first = await ask({ limit: 3 }).expect(200);
    const second = await ask({ limit: 3, cursor: first.body.nextCursor }).expect(200);
    expect([...first.body.items, ...second.body.items]).toEqual(whole.body.items);
    const other = await lab
      .as('dispatcher')
      .get('/api/v1/tickets')
      .query({ cursor: first.body.nextCursor })
      .expect(400);
    expect(other.body.errors[0].pointer).toBe('/query/cursor');

    // As they lay before the queue was sorted so: a start of the server gives each the same deadline.
    const rows = lab.connection.collection('tickets');
    const sorted = await rows.find({}, { projection: { nextBreachAt: 1 } }).toArray();
    await rows.updateMany({}, { $unset: { nextBreachAt: 1 } });
    await fillNextBreach(lab.connection);
    expect(await rows.find({}, { projection: { nextBreachAt: 1 } }).toArray()).toEqual(sorted);
  });

  test('a dispatcher takes a ticket in hand in person, though the centre is a team on no ladder', async () => {
    const { id } = await lab.offeredTicket();
    const { body } = await lab.as('dispatcher').post(`/api/v1/tickets/${id}/claim`).send({}).expect(200);
    expect(body).toMatchObject({ status: 'claimed', ownerTeamId: null, ownerUserId: 'dispatcher-718' });
  });
});
