import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { openSystem } from '../support/system';
import type { Person, System } from '../support/system';

/** What is promised when something is away or dies: an accepted call is never lost and never doubled. */

let system: System;
let agent: Person;
let responder: Person;
beforeAll(async () => {
  system = await openSystem();
  agent = await system.person({ role: 'agent', unitCode: '74' });
  responder = await system.person({ teamId: 'team-74-medical' });
}, 120_000);
afterAll(() => system.close());

const theCall = (phone: string) => ({
  category: 'f0Consult',
  channel: 'hotline1022',
  caller: { phone },
  location: { unitCode: '25747' },
  description: 'cần tư vấn',
});

const storyOf = (ticket: { timeline: { seq: number; type: string }[] }): string[] => {
  expect(ticket.timeline.map(({ seq }) => seq)).toEqual(ticket.timeline.map((_, index) => index + 1));
  return ticket.timeline.map(({ type }) => type);
};

async function runsOf(ticketId: string): Promise<number> {
  let runs = 0;
  for await (const _run of system.client.workflow.list({ query: `WorkflowId = "ticket/${ticketId}"` }))
    runs += 1;
  return runs;
}

test('Temporal is away: calls are taken all the same, commands say when to come back, and nothing waits for ever', async () => {
  await system.kill('temporal');
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      agent('POST', '/tickets', theCall(`+8490321${String(1000 + index)}`)),
    ),
  );
  expect(taken.map(({ status }) => status)).toEqual(taken.map(() => 201));
  const refused = await agent('POST', `/tickets/${String(taken[0]?.body.id)}/cancel`, { reason: 'thử' });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(refused.body.detail).toEqual(expect.any(String));
  await system.start('temporal');
  for (const { body } of taken) {
    const ticket = await system.ticketWhen(
      agent,
      body.id,
      'the relay started it',
      ({ status }) => status === 'dispatched',
    );
    expect(storyOf(ticket)).toEqual(['received', 'triaged', 'stepOpened']);
    await eventually('Temporal lists it', async () => ((await runsOf(body.id)) === 1 ? true : null));
  }
}, 120_000);

test('the worker is killed between two steps: the ticket goes on where it was, each step once', async () => {
  const { body } = await agent('POST', '/tickets', theCall('+84903214444'));
  await system.ticketWhen(agent, body.id, 'teams are paged', ({ status }) => status === 'dispatched');
  expect((await responder('POST', `/tickets/${String(body.id)}/claim`, {})).status).toBe(200);
  await system.kill('worker');
  const waiting = responder(
    'POST',
    `/tickets/${String(body.id)}/onScene`,
    {},
    { 'idempotency-key': 'on-scene-1' },
  );
  await system.start('worker');
  const first = await waiting;
  expect([200, 503]).toContain(first.status);
  const again = await responder(
    'POST',
    `/tickets/${String(body.id)}/onScene`,
    {},
    { 'idempotency-key': 'on-scene-1' },
  );
  expect(again.body.status).toBe('onScene');
  await responder('POST', `/tickets/${String(body.id)}/resolve`, { evidence: { adviceGiven: 'đã gọi' } });
  const closed = (await agent('POST', `/tickets/${String(body.id)}/close`, {})).body;
  expect(storyOf(closed)).toEqual([
    'received',
    'triaged',
    'stepOpened',
    'claimed',
    'onScene',
    'resolved',
    'closed',
  ]);
}, 120_000);

test('Temporal has lost everything: one command gives it the open tickets back, with owner, clocks and story', async () => {
  const { body } = await agent('POST', '/tickets', theCall('+84903215555'));
  const id = String(body.id);
  await system.ticketWhen(agent, id, 'teams are paged', ({ status }) => status === 'dispatched');
  const claimed = (await responder('POST', `/tickets/${id}/claim`, {})).body;
  const chairman = await system.person({ username: 'commander.718' });
  const commune = await system.person({ username: 'commander.25747' });
  const inHours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();
  const order = (
    await chairman('POST', '/command-orders', {
      ...{ text: 'Lập chốt ở cầu Phú Cường', given: { by: 'phone' }, to: { unitCodes: ['25747'] } },
      ...{ acknowledgeBy: inHours(1), resultBy: inHours(4) },
    })
  ).body;
  expect((await commune('POST', `/command-orders/${String(order.id)}/acknowledge`, {})).status).toBe(200);
  await system.kill('worker');
  await system.kill('temporal');
  rmSync(join(system.dataDir, 'temporal.db'));
  await system.start('temporal');
  await system.runScript('restart-workflows');
  await system.start('worker');
  const done = { outcome: 'done', text: 'xong' };
  const reported = (await commune('POST', `/command-orders/${String(order.id)}/report`, done)).body;
  expect(reported.counts).toMatchObject({ acknowledged: 1, reported: 1, late: 0 });
  const arrived = (await responder('POST', `/tickets/${id}/onScene`, {})).body;
  expect(arrived).toMatchObject({ status: 'onScene', ownerTeamId: 'team-74-medical' });
  expect(arrived.clocks.find(({ name }: { name: string }) => name === 'resolve')).toEqual(
    claimed.clocks.find(({ name }: { name: string }) => name === 'resolve'),
  );
  expect(storyOf(arrived)).toEqual(['received', 'triaged', 'stepOpened', 'claimed', 'onScene']);
}, 120_000);

test('the server is killed while calls come in: what was answered is there, what is repeated is not doubled', async () => {
  const calls = Array.from({ length: 30 }, (_, index) => ({
    key: `call-${String(index)}`,
    body: theCall(`+8490322${String(1000 + index)}`),
  }));
  const sending = calls.map(({ key, body }) =>
    agent('POST', '/tickets', body, { 'idempotency-key': key }).catch(() => null),
  );
  await Promise.race(sending);
  await system.kill('server');
  const answered = await Promise.all(sending);
  await system.start('server');
  const repeated = await Promise.all(
    calls.map(({ key, body }) =>
      eventually(
        `${key} is answered`,
        async () => {
          const answer = await agent('POST', '/tickets', body, { 'idempotency-key': key }).catch(() => null);
          // An answer that was being written when the process died is given again once its lease is over.
          return answer?.status === 201 ? answer : null;
        },
        60_000,
      ),
    ),
  );
  const ids = repeated.map(({ body }) => String(body.id));
  expect(new Set(ids).size).toBe(calls.length);
  answered.forEach((answer, index) => {
    if (answer?.status === 201) expect(answer.body.id).toBe(ids[index]);
  });
  expect(
    await system.database.connection.collection('tickets').countDocuments({ _id: { $in: ids as never[] } }),
  ).toBe(calls.length);
  for (const { body } of calls) {
    const { body: found } = await agent('GET', `/tickets?phone=${encodeURIComponent(body.caller.phone)}`);
    expect(found.items).toHaveLength(1);
  }
  for (const id of ids) {
    await system.ticketWhen(agent, id, 'its workflow runs', ({ status }) => status === 'dispatched');
  }
}, 180_000);
