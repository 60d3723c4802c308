import { handOverStory } from '../support/history-stories';
import { openWorkflowLab } from '../support/workflow-lab';
import type { WorkflowLab } from '../support/workflow-lab';

let lab: WorkflowLab;
beforeAll(async () => {
  lab = await openWorkflowLab();
});
afterEach(() => lab.endStory());
afterAll(() => lab.close());

test('the watch sleeps from look to look, accounts for every moment once, and ends with the roster', async () => {
  const { looks, watch, ticket } = await handOverStory(lab);
  // Each look begins where the one before ended.
  expect(looks.slice(1).map(({ since }) => since)).toEqual(looks.slice(0, -1).map(({ at }) => at));
  expect(looks.length).toBe(4);
  const [entry, ...more] = ticket.timeline.filter(({ type }) => type === 'handedOver');
  expect(more).toEqual([]);
  expect(entry).toMatchObject({
    ...{ actor: { kind: 'system' }, data: { teamId: 'province-team', handOverId: 'hand-over' } },
  });
  // A ticket that is gone is no reason to stop watching.
  expect((await watch.describe()).status.name).toBe('COMPLETED');
  expect((await watch.fetchHistory()).events?.length).toBeLessThan(40);
});

test('a ticket that the team has given away is none of its shift’s business', async () => {
  const ticket = await lab.receive();
  await ticket.handle.signal('dutyHandedOver', { handOverId: 'hand-over', teamId: 'province-team' });
  await ticket.ask('claim', { team: null });
  expect(ticket.types()).not.toContain('handedOver');
});
