import { openForgetfulServer } from '../support/time-skipping-server';
import { binhDuong, openWorkflowLab, responderOf, until } from '../support/workflow-lab';
import type { WorkflowLab } from '../support/workflow-lab';

let lab: WorkflowLab;
beforeAll(async () => {
  lab = await openWorkflowLab(undefined, () => openForgetfulServer(40));
});
afterAll(() => lab.close());

test('a ticket that lives long begins a new history with everything it knew: owner, clocks, story', async () => {
  const ticket = await lab.receive();
  const actor = responderOf('province-team', '74');
  await ticket.ask('claim', { actor, team: { teamId: 'province-team', unit: binhDuong } });
  const due = ticket.clock('resolve')?.dueAt;
  const firstRun = (await ticket.handle.describe()).runId;
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    await ticket.ask('note', { kind: 'contactAttempt', text: `lần ${String(attempt)}` });
  }
  const { runId, historyLength } = await ticket.handle.describe();
  expect(runId).not.toBe(firstRun);
  expect(historyLength).toBeLessThan(60);
  expect(ticket.state.contactAttempts).toBe(12);
  expect(ticket.clock('resolve')?.dueAt).toBe(due);
  await ticket.ask('resolve', { actor, evidence: { outcome: 'xong' }, required: ['outcome'] });
  await ticket.ask('close', {});
  expect(ticket.timeline.map(({ seq }) => seq)).toEqual(ticket.timeline.map((_, index) => index + 1));
  expect(ticket.told('citizen.claimed')).toHaveLength(1);
});

test('a command that reaches the worker with the start finds a ticket that has begun: citizen told, ladder running', async () => {
  const ticket = await lab.receiveAndNoteWhileTheWorkerRests();
  await until(() => ticket.types().includes('stepOpened'), 'the province is asked');
  expect(ticket.types()).toEqual(['received', 'triaged', 'noted', 'stepOpened']);
  expect(ticket.told()).toEqual([
    'citizen.received',
    'team.page:province-anna',
    'team.page.voice:province-anna',
  ]);
});
