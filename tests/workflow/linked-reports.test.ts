import { binhDuong, openWorkflowLab, responderOf, until } from '../support/workflow-lab';
import type { StoryTicket, WorkflowLab } from '../support/workflow-lab';

let lab: WorkflowLab;
beforeAll(async () => {
  lab = await openWorkflowLab();
});
afterEach(() => lab.endStory());
afterAll(() => lab.close());

const actor = responderOf('province-team', '74');
const team = { teamId: 'province-team', unit: binhDuong };
const knows = (main: StoryTicket, ...others: StoryTicket[]): Promise<void> =>
  until(
    () => (main.state.duplicateIds ?? []).join() === others.map(({ id }) => id).join(),
    'the main ticket knows its reports',
  );

test('the main ticket hears of every link from the other’s workflow, and its news reaches each reporter once', async () => {
  const [main, second, third] = [await lab.receive(), await lab.receive(), await lab.receive()];
  await second.ask('link', { duplicateOf: main.id });
  await knows(main, second);
  await third.ask('link', { duplicateOf: main.id });
  await knows(main, second, third);
  await main.ask('claim', { actor, team });
  await third.ask('unlink', { reason: 'khác nhà' });
  await knows(main, second);
  await main.ask('resolve', { evidence: { outcome: 'xong' }, required: ['outcome'] });
  await main.ask('close', {});
  expect(main.types().filter((type) => type.startsWith('duplicate'))).toEqual([
    'duplicateLinked',
    'duplicateLinked',
    'duplicateUnlinked',
  ]);
  expect(main.told().filter((told) => told.startsWith('citizen.'))).toEqual([
    'citizen.received',
    'citizen.claimed',
    `citizen.claimed:${second.id}`,
    `citizen.claimed:${third.id}`,
    'citizen.closed',
    `citizen.closed:${second.id}`,
  ]);
  await until(() => third.state.status === 'dispatched', 'the unlinked ticket is worked by itself');
});

test('a more urgent report warns the supervisors of the main ticket', async () => {
  const main = await lab.receive();
  const urgent = await lab.receive({
    triage: { priority: 'P1', score: 9, redFlags: ['unconscious'], protocolVersion: 1, because: 'redFlag' },
  });
  await urgent.ask('link', { duplicateOf: main.id });
  await until(() => main.told('supervisor.moreUrgent').length === 1, 'somebody is warned');
  expect(main.told('supervisor.moreUrgent')).toEqual(['supervisor.moreUrgent:commune-chief']);
  expect(main.state.priority).toBe('P3');
});

test('a main ticket that settled in the same moment hears it all the same, and its late reporter is told the end', async () => {
  const [main, late] = [await lab.receive(), await lab.receive()];
  await main.ask('claim', { actor, team });
  await main.ask('resolve', { evidence: { outcome: 'xong' }, required: ['outcome'] });
  await main.ask('close', {});
  await main.handle.result();
  await late.ask('link', { duplicateOf: main.id });
  await knows(main, late);
  expect(main.told(`citizen.closed`)).toEqual(['citizen.closed', `citizen.closed:${late.id}`]);
  expect(main.state.status).toBe('closed');
  await main.handle.result();
});

test('two tickets that are linked to each other in one moment are both worked again', async () => {
  const [one, two] = [await lab.receive(), await lab.receive()];
  await Promise.allSettled([
    one.ask('link', { duplicateOf: two.id }),
    two.ask('link', { duplicateOf: one.id }),
  ]);
  const isSearchedAgain = (ticket: StoryTicket): boolean =>
    ticket.types().includes('linked') && ticket.state.status === 'dispatched';
  await until(() => [one, two].some(isSearchedAgain), 'somebody is looked for again');
  const main = isSearchedAgain(one) ? one : two;
  await main.ask('claim', { team: null });
  await until(() => main.state.status === 'claimed', 'it is somebody’s');
});

test('a caller who gets in touch again is in the story once, running or closed', async () => {
  const ticket = await lab.receive();
  const signal = { contactId: 'call/1', channel: 'missedCall', at: '2026-11-22T00:00:00.000Z', callId: '1' };
  for (let time = 0; time < 3; time += 1) await ticket.handle.signal('citizenContact', signal);
  await until(() => ticket.types().includes('citizenContact'), 'it is written down');
  await ticket.ask('cancel', { reason: 'không cần nữa' });
  expect(ticket.types().filter((type) => type === 'citizenContact')).toHaveLength(1);
});
