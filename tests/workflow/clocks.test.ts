import { binhDuong, openWorkflowLab, responderOf, until } from '../support/workflow-lab';
import type { StoryTicket, WorkflowLab } from '../support/workflow-lab';
import type { OpeningFacts } from '../../src/domain/open-ticket';
import type { Priority } from '../../src/domain/policy';

let lab: WorkflowLab;
beforeAll(async () => {
  lab = await openWorkflowLab();
});
afterEach(() => lab.endStory());
afterAll(() => lab.close());

const actor = responderOf('province-team', '74');
const team = { teamId: 'province-team', unit: binhDuong };
const triaged = (priority: Priority): Pick<OpeningFacts, 'triage'> => ({
  triage: { priority, score: 0, redFlags: [], protocolVersion: 1, because: 'manual' },
});
const hours = 3_600_000;
/** Real milliseconds pass while a story runs; a tenth of a minute is none of its business. */
const aboutMs = (ms: number): unknown => expect.closeTo(ms / 60_000, 0);
const pausedMinutes = (ticket: StoryTicket): number => (ticket.clock('resolve')?.pausedMs ?? 0) / 60_000;

async function claimed(priority: Priority): Promise<StoryTicket> {
  const ticket = await lab.receive(triaged(priority));
  await ticket.ask('claim', { team: null });
  return ticket;
}

/** Skips to the next local time on a given weekday (1 Monday … 5 Friday), e.g. Friday 15:00. */
async function forwardToLocal(weekday: number, hour: number): Promise<void> {
  const now = new Date((await lab.now()) + 7 * hours);
  const target = new Date(now);
  target.setUTCHours(hour, 0, 0, 0);
  while (target.getUTCDay() !== weekday || target <= now) target.setUTCDate(target.getUTCDate() + 1);
  await lab.forward(target.getTime() - now.getTime());
}

test('a team that is slow to arrive: warnings at 50 % and 80 %, the citizen told before the breach, then the breach', async () => {
  const ticket = await lab.receive();
  await ticket.ask('claim', { actor, team });
  await lab.forward('61 minutes');
  await until(() => ticket.state.sla === 'warning', 'half of the first response is gone');
  expect(ticket.told('citizen.delayed')).toEqual([]);
  await lab.forward('36 minutes');
  await until(() => ticket.told('citizen.delayed').length === 1, 'the citizen hears of the delay');
  expect(ticket.clock('firstResponse')).toMatchObject({ state: 'running', warned: [0.5, 0.8] });
  expect(ticket.told('supervisor.warning')).toEqual(['supervisor.warning:province-chief']);
  await lab.forward('25 minutes');
  await until(() => ticket.state.sla === 'breached', 'the first response is late');
  expect(ticket.told('supervisor.breach')).toEqual(['supervisor.breach:province-chief']);
  await ticket.ask('onScene', { actor });
  expect(ticket.clock('firstResponse')).toMatchObject({ state: 'breached', metAt: expect.any(String) });
  await lab.forward('4 hours');
  await until(() => ticket.clock('resolve')?.state === 'breached', 'the answer is late too');
  expect(ticket.told('citizen.delayed')).toHaveLength(1);
});

test('hold, change the priority, resume: the pause that was accumulated is kept', async () => {
  const ticket = await claimed('P4');
  await forwardToLocal(3, 8);
  const before = Date.parse(ticket.clock('resolve')?.startedAt ?? '');
  await ticket.ask('hold', { reason: 'waitingForCitizen' });
  await lab.forward('2 hours');
  await ticket.ask('reclassify', { priority: 'P5', reason: 'chỉ là góp ý' });
  expect(ticket.state.status).toBe('onHold');
  expect(ticket.clock('resolve')).toMatchObject({ state: 'paused' });
  await lab.forward('1 hour');
  await ticket.ask('resume', {});
  expect(ticket.clock('resolve')).toMatchObject({ state: 'running' });
  expect(pausedMinutes(ticket)).toEqual(aboutMs(3 * hours));
  expect(Date.parse(ticket.clock('resolve')?.dueAt ?? '')).toBeGreaterThan(before + 43 * hours);
});

test('a hold over the weekend counts only working time, and the lunch gap is not working time', async () => {
  await forwardToLocal(5, 15);
  const ticket = await claimed('P4');
  const due = Date.parse(ticket.clock('resolve')?.dueAt ?? '');
  await ticket.ask('hold', { reason: 'waitingForCitizen' });
  await forwardToLocal(1, 14);
  await ticket.ask('resume', {});
  // Friday 15–17 is two hours, Monday 7:30–11:30 and 13–14 are five.
  expect(pausedMinutes(ticket)).toEqual(aboutMs(7 * hours));
  const moved = Date.parse(ticket.clock('resolve')?.dueAt ?? '');
  expect(moved).toBeGreaterThan(due);
});

test('moving between two reasons to wait neither resets nor double-counts the pause', async () => {
  const ticket = await claimed('P2');
  await ticket.ask('hold', { reason: 'waitingForBed' });
  await lab.forward('10 minutes');
  await ticket.ask('hold', { reason: 'waitingForVehicle' });
  await lab.forward('10 minutes');
  await ticket.ask('resume', {});
  expect(pausedMinutes(ticket)).toEqual(aboutMs(20 * 60_000));
  expect(ticket.state.status).toBe('claimed');
});

test('P2 waiting for a bed stops its clock while a second one goes on counting the whole time', async () => {
  const ticket = await claimed('P2');
  await ticket.ask('hold', { reason: 'waitingForBed' });
  await lab.forward('5 hours');
  await until(() => ticket.clock('resolveTotal')?.state === 'breached', 'the whole time is over');
  expect(ticket.clock('resolve')).toMatchObject({ state: 'paused' });
  expect(ticket.state.sla).toBe('ok');
});

test('a hold ends by itself at the time that was said', async () => {
  const ticket = await claimed('P2');
  const until2 = new Date((await lab.now()) + 30 * 60_000).toISOString();
  await ticket.ask('hold', { reason: 'waitingForVehicle', until: until2 });
  await lab.forward('31 minutes');
  await until(() => ticket.state.status === 'claimed', 'the hold is over');
  expect(ticket.timeline.at(-1)).toMatchObject({ type: 'resumed', actor: { kind: 'system' } });
});

test('an emergency is never held, and becoming one ends a hold', async () => {
  const emergency = await claimed('P1');
  await expect(emergency.ask('hold', { reason: 'waitingForBed' })).rejects.toMatchObject({
    code: 'hold-not-allowed',
    facts: { priority: 'P1', allowed: [] },
  });
  const transfer = await claimed('P2');
  await transfer.ask('hold', { reason: 'waitingForBed' });
  await transfer.ask('reclassify', { priority: 'P1', reason: 'SpO2 tụt' });
  expect(transfer.state.status).toBe('claimed');
  expect(transfer.clock('resolve')).toMatchObject({ state: 'running' });
});

test('a citizen counts as unreachable only after three logged tries', async () => {
  const ticket = await claimed('P3');
  await expect(ticket.ask('hold', { reason: 'citizenUnreachable' })).rejects.toMatchObject({
    code: 'hold-not-allowed',
    facts: { needed: 3, logged: 0 },
  });
  for (const time of ['8 giờ', '8 giờ 10', '8 giờ 20']) {
    await ticket.ask('note', { kind: 'contactAttempt', text: `gọi lúc ${time}, không nghe máy` });
  }
  await ticket.ask('hold', { reason: 'citizenUnreachable' });
  expect(ticket.state.status).toBe('onHold');
});

test('made urgent late: the deadline moves forward, never into the past, never beyond the old one', async () => {
  const ticket = await claimed('P3');
  await lab.forward('4 hours');
  await until(() => ticket.clock('firstResponse')?.state === 'breached', 'nobody came in two hours');
  const old = Date.parse(ticket.clock('resolve')?.dueAt ?? '');
  const now = await lab.now();
  await ticket.ask('reclassify', { priority: 'P1', reason: 'khó thở' });
  const due = Date.parse(ticket.clock('resolve')?.dueAt ?? '');
  expect(due).toBeGreaterThan(now);
  expect(due).toBeLessThanOrEqual(old);
  expect(ticket.clock('resolve')).toMatchObject({ state: 'running' });
});

test('a resolved ticket nobody objects to closes by itself; reopening starts fresh clocks', async () => {
  const ticket = await claimed('P3');
  await ticket.ask('resolve', { evidence: { outcome: 'đã tư vấn' }, required: ['outcome'] });
  await lab.forward('25 hours');
  await until(() => ticket.state.status === 'closed', 'it closes by itself');
  await ticket.handle.result();
  await ticket.ask('reopen', { reason: 'chưa có ai đến' });
  await until(() => ticket.state.status === 'dispatched', 'it is offered again');
  expect(ticket.state.sla).toBe('ok');
  const now = await lab.now();
  for (const name of ['firstResponse', 'resolve']) {
    expect(ticket.clock(name)).toMatchObject({ state: 'running', round: 2 });
    expect(Date.parse(ticket.clock(name)?.startedAt ?? '')).toBeGreaterThan(now - hours);
  }
  expect(ticket.timeline.map(({ seq }) => seq)).toEqual(ticket.timeline.map((_, index) => index + 1));
  expect(ticket.told('citizen.reopened')).toHaveLength(1);
});

test('reopened before it closed, the same run goes on', async () => {
  const ticket = await claimed('P3');
  await ticket.ask('resolve', { evidence: { outcome: 'đã giao' }, required: ['outcome'] });
  await ticket.ask('reopen', { reason: 'giao nhầm nhà' });
  expect(ticket.state.status).toBe('dispatched');
  expect(ticket.state.assignments.at(-1)).toMatchObject({ endReason: 'resolved' });
});

test('linked to another report it stops; unlinked it is back on the ladder with fresh clocks', async () => {
  const ticket = await lab.receive();
  await ticket.ask('link', { duplicateOf: 'another-ticket', reason: 'cùng một nhà' });
  await expect(ticket.handle.result()).resolves.toEqual({ status: 'duplicate' });
  expect(ticket.state.clocks.some(({ state }) => state === 'running')).toBe(false);
  await ticket.ask('unlink', { reason: 'khác người' });
  await until(() => ticket.state.status === 'dispatched', 'it is offered again');
  expect(ticket.state.duplicateOf).toBeUndefined();
});

test('cancelled: clocks stop, the owner and the citizen are told, and nothing more happens', async () => {
  const ticket = await lab.receive();
  await ticket.ask('claim', { actor, team });
  await ticket.ask('cancel', { reason: 'người dân báo không cần nữa' });
  expect(ticket.told('team.released')).toHaveLength(1);
  expect(ticket.told('citizen.cancelled')).toHaveLength(1);
  await ticket.handle.result();
  await expect(ticket.ask('note', { kind: 'note', text: 'muộn' })).rejects.toMatchObject({
    code: 'transition-not-allowed',
  });
});

test('a public report that nobody triages goes out by itself when its triage clock ends', async () => {
  const { triage: _untriaged, ...facts } = triaged('P3');
  const ticket = await lab.receive({ ...facts, triage: undefined as never, channel: 'web' });
  expect(ticket.state.status).toBe('received');
  expect(ticket.told()).toEqual(['citizen.received']);
  await lab.forward('16 minutes');
  await until(() => ticket.state.status === 'dispatched', 'it is offered to teams');
  expect(ticket.clock('triage')).toMatchObject({ state: 'breached', metAt: expect.any(String) });
});

test('triaged by an agent in time, with a priority that its answers give', async () => {
  const ticket = await lab.receive({ triage: undefined as never, channel: 'web' });
  await ticket.ask('triage', {
    priority: 'P2',
    triage: { score: 7, redFlags: [], protocolVersion: 1, because: 'score' },
  });
  expect(ticket.state).toMatchObject({ priority: 'P2', status: 'dispatched' });
  expect(ticket.clock('triage')).toMatchObject({ state: 'met' });
  const promised = Date.parse(ticket.clock('resolve')?.dueAt ?? '') - Date.parse(ticket.state.receivedAt);
  expect(promised).toBe(4 * hours);
});

test('refusals change nothing and say what is missing', async () => {
  const ticket = await lab.receive();
  await expect(ticket.ask('onScene', { actor })).rejects.toMatchObject({ code: 'transition-not-allowed' });
  await ticket.ask('claim', { actor, team });
  await expect(ticket.ask('enRoute', { actor: responderOf('commune-team', '25747') })).rejects.toMatchObject({
    code: 'not-the-owner',
  });
  await expect(
    ticket.ask('resolve', { actor, evidence: { outcome: '  ' }, required: ['outcome', 'handoverTo'] }),
  ).rejects.toMatchObject({ code: 'evidence-missing', facts: { missing: ['outcome', 'handoverTo'] } });
  await expect(ticket.ask('close', {})).rejects.toMatchObject({ code: 'transition-not-allowed' });
  await expect(ticket.ask('link', { duplicateOf: ticket.id })).rejects.toMatchObject({
    code: 'invalid-command',
  });
  expect(ticket.types()).toEqual(['received', 'triaged', 'stepOpened', 'claimed']);
});
