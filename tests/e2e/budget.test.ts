import { Queue } from 'bullmq';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import { openSystem } from '../support/system';
import type { Person, System } from '../support/system';

/**
 * What a straight ticket costs: create → claim → on scene → resolve → close. These figures do not jitter with
 * the machine, so they are budgets; `docs/history-events.md` explains every event.
 */

let system: System;
let agent: Person;
let responder: Person;
let ticketId: string;
const ticketsNamespace = (): string => `${system.database.connection.name}.tickets`;
let ticket: { timeline: { type: string }[]; revision: number };

beforeAll(async () => {
  system = await openSystem();
  agent = await system.person({ role: 'agent', unitCode: '74' });
  responder = await system.person({ teamId: 'team-74-medical' });
  // Only what is counted: the profile is a ring that reads of a busy moment would push the first write out of.
  await system.database.connection.db?.command({
    profile: 1,
    filter: { ns: ticketsNamespace(), op: { $in: ['insert', 'update', 'remove'] } },
  });
  const { body } = await agent('POST', '/tickets', {
    category: 'f0Consult',
    channel: 'hotline1022',
    caller: { name: 'Nguyễn Thị Hoa', phone: '0903 123 456' },
    location: { unitCode: '25747', address: '12 Lê Lợi' },
    description: 'sốt hai ngày, ho nhiều',
    details: { answers: { breathless: false, spo2: 97 } },
  });
  ticketId = body.id;
  await system.ticketWhen(agent, ticketId, 'teams are paged', ({ status }) => status === 'dispatched');
  await responder('POST', `/tickets/${ticketId}/claim`, {});
  await responder('POST', `/tickets/${ticketId}/onScene`, {});
  await responder('POST', `/tickets/${ticketId}/resolve`, { evidence: { adviceGiven: 'uống đủ nước' } });
  ticket = (await agent('POST', `/tickets/${ticketId}/close`, {})).body;
  await system.client.workflow.getHandle(`ticket/${ticketId}`).result();
}, 120_000);
afterAll(() => system.close());

test('Temporal: at most 40 events and 24 kB of history, everything encrypted', async () => {
  const handle = system.client.workflow.getHandle(`ticket/${ticketId}`);
  const { events } = await handle.fetchHistory();
  expect(events?.length).toBeLessThanOrEqual(40);
  const { historySize } = await handle.describe();
  expect(historySize).toBeLessThanOrEqual(24_000);
});

test('MongoDB: one write when the call is taken and one a transition, on the ticket itself', async () => {
  const writes = await system.database.connection
    .collection('system.profile')
    .find({ ns: ticketsNamespace() })
    .project<{ op: string }>({ op: 1 })
    .toArray();
  expect(ticket.revision).toBeGreaterThanOrEqual(5);
  // Beginning and first page are one write: nobody ever sees a ticket that is triaged but not offered.
  expect(writes.map(({ op }) => op)).toEqual(['insert', 'update', 'update', 'update', 'update', 'update']);
});

test('Redis: one job a message, named by the business fact, and nothing left of the order to stop the others', async () => {
  const row = await system.database.connection
    .collection<StoredTicket & { _id: string }>('tickets')
    .findOne({ _id: ticketId });
  const keys = row?.outbox.map(({ key }) => key) ?? [];
  expect(new Set(keys).size).toBe(keys.length);
  const connection = { url: system.env.REDIS_URL };
  const jobs = [];
  for (const lane of ['urgent', 'bulk']) {
    const queue = new Queue<{ ticketId: string; key: string }>(lane, { connection });
    jobs.push(...(await queue.getJobs(['completed', 'failed', 'waiting', 'active', 'delayed'])));
    await queue.close();
  }
  expect(jobs.map(({ data }) => data.key).sort()).toEqual([...keys].sort());
  expect(JSON.stringify(jobs.map(({ data }) => data))).not.toContain('903123456');
});

test('the stored ticket stays below 12 kB with its whole story', async () => {
  const [size] = await system.database.connection
    .collection('tickets')
    .aggregate<{ bytes: number }>([
      { $match: { _id: ticketId as never } },
      { $project: { bytes: { $bsonSize: '$$ROOT' } } },
    ])
    .toArray();
  expect(size?.bytes).toBeLessThan(12_000);
});
