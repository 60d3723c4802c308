import { openSystem } from '../support/system';
import type { Person, System } from '../support/system';

/** Half an hour in which nobody answers, through both processes, on Temporal's skipped clock. */

let system: System;
let agent: Person;
beforeAll(async () => {
  system = await openSystem({ time: 'skipped' });
  agent = await system.person({ role: 'agent', unitCode: '74' });
}, 120_000);
afterAll(() => system.close());

test('silence on every step: each tier is paged in turn, then the supervisors of every tier hear it by voice', async () => {
  const chiefs = ['74', '718', '25747'].map((unitCode) =>
    system.phones.phone(system.accountOf({ role: 'supervisor', unitCode }).phone ?? ''),
  );
  for (const chief of chiefs) await chief.behaves('answers');
  const { body } = await agent('POST', '/tickets', {
    category: 'f0Consult',
    channel: 'hotline1022',
    caller: { phone: '0903 299 001' },
    location: { unitCode: '25747' },
    description: 'không ai trả lời',
  });
  const openTier =
    (tier: string) =>
    ({ ladder }: { ladder: { steps: { tier: string; status: string }[] } | null }) =>
      ladder?.steps.some((step) => step.tier === tier && step.status === 'open') ?? false;
  await system.ticketWhen(agent, body.id, 'the province is asked', openTier('province'));
  await system.forward('361s');
  await system.ticketWhen(agent, body.id, 'the district is asked', openTier('district'));
  await system.forward('9 minutes');
  await system.ticketWhen(agent, body.id, 'the commune is asked', openTier('commune'));
  await system.forward('15 minutes');
  const breached = await system.ticketWhen(
    agent,
    body.id,
    'the ladder breached',
    ({ sla }) => sla === 'breached',
  );
  expect(breached.ladder).toMatchObject({ round: 1, pass: 2 });
  for (const chief of chiefs) await chief.expectsCall(/chưa có đội nào nhận/i);
  const late = await system.person({ teamId: 'team-25747-response' });
  expect((await late('POST', `/tickets/${String(body.id)}/claim`, {})).body).toMatchObject({
    status: 'claimed',
  });
}, 120_000);
