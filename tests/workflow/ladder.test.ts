import type { UnitRef } from '../../src/domain/organisation';
import { binhDuong, openWorkflowLab, phuCuong, responderOf, until } from '../support/workflow-lab';
import type { StoryTicket, WorkflowLab } from '../support/workflow-lab';

let lab: WorkflowLab;
beforeAll(async () => {
  lab = await openWorkflowLab();
});
afterEach(() => lab.endStory());
afterAll(() => lab.close());

const claimBy = (teamId: string, unit: UnitRef) => ({
  actor: responderOf(teamId, unit.code),
  team: { teamId, unit },
});
const provinceClaims = claimBy('province-team', binhDuong);
const communeClaims = claimBy('commune-team', phuCuong);
const p1 = { priority: 'P1', score: 0, redFlags: ['spo2'], protocolVersion: 1, because: 'redFlag' } as const;

const openTiers = (ticket: StoryTicket): string[] =>
  ticket.state.ladder?.steps.filter(({ status }) => status === 'open').map(({ tier }) => tier) ?? [];
const minutesFrom = (ticket: StoryTicket, type: string): number[] =>
  ticket.timeline
    .filter((entry) => entry.type === type)
    .map(({ at }) => Math.round((Date.parse(at) - Date.parse(ticket.state.receivedAt)) / 60_000));

test('a straight ticket: the province team claims, arrives, resolves, and the call is answered for', async () => {
  const ticket = await lab.receive();
  expect(ticket.state.status).toBe('dispatched');
  expect(ticket.told()).toEqual([
    'citizen.received',
    'team.page:province-anna',
    'team.page.voice:province-anna',
  ]);
  const { actor } = provinceClaims;
  await ticket.ask('claim', provinceClaims);
  await ticket.ask('enRoute', { actor });
  await ticket.ask('onScene', { actor });
  await ticket.ask('resolve', {
    actor,
    evidence: { adviceGiven: 'uống nhiều nước' },
    required: ['adviceGiven'],
  });
  await ticket.ask('close', {});
  await expect(ticket.handle.result()).resolves.toEqual({ status: 'closed' });
  expect(ticket.timeline.map(({ seq }) => seq)).toEqual(ticket.timeline.map((_, index) => index + 1));
  expect(ticket.types()).toEqual([
    'received',
    'triaged',
    'stepOpened',
    'claimed',
    'enRoute',
    'onScene',
    'resolved',
    'closed',
  ]);
  expect(ticket.state.clocks.map(({ name, tier, state }) => [name, tier, state])).toEqual([
    ['triage', undefined, 'met'],
    ['firstResponse', undefined, 'met'],
    ['resolve', undefined, 'met'],
    ['acknowledge', undefined, 'met'],
    ['acknowledge', 'province', 'met'],
  ]);
  expect(ticket.told().filter((name) => name.startsWith('citizen'))).toEqual([
    'citizen.received',
    'citizen.claimed',
    'citizen.closed',
  ]);
});

test('nobody answers: each tier in its share of the window, then a breach, supervisors by voice, and again', async () => {
  const ticket = await lab.receive();
  await lab.forward('361s');
  await until(() => openTiers(ticket).includes('district'), 'the district is asked');
  expect(openTiers(ticket)).toEqual(['district']);
  await lab.forward('9 minutes');
  await until(() => openTiers(ticket).includes('commune'), 'the commune is asked');
  await lab.forward('15 minutes');
  await until(() => ticket.types().includes('ladderBreached'), 'the ladder ends unclaimed');
  expect(minutesFrom(ticket, 'stepOpened').slice(0, 3)).toEqual([0, 6, 15]);
  expect(minutesFrom(ticket, 'ladderBreached')).toEqual([30]);
  expect(ticket.told('supervisor.breach.voice')).toEqual([
    'supervisor.breach.voice:province-chief',
    'supervisor.breach.voice:district-chief',
    'supervisor.breach.voice:commune-chief',
  ]);
  for (const tier of ['province', 'district', 'commune']) {
    expect(ticket.clock('acknowledge', tier)).toMatchObject({ state: 'breached' });
  }
  expect(ticket.clock('acknowledge')).toMatchObject({ state: 'breached' });
  expect(ticket.state.sla).toBe('breached');
  await until(
    () => ticket.state.ladder?.pass === 2 && openTiers(ticket).includes('province'),
    'it begins again',
  );
  await ticket.ask('claim', communeClaims);
  expect(ticket.clock('acknowledge')).toMatchObject({ state: 'breached', metAt: expect.any(String) });
});

test('an earlier tier may still claim after the ladder has moved on', async () => {
  const ticket = await lab.receive();
  await lab.forward('7 minutes');
  await until(() => openTiers(ticket).includes('district'), 'the district is asked');
  await ticket.ask('claim', provinceClaims);
  expect(ticket.state.assignments.at(-1)).toMatchObject({ teamId: 'province-team', tier: 'province' });
  expect(ticket.clock('acknowledge')).toMatchObject({ state: 'met' });
  expect(ticket.clock('acknowledge', 'province')).toMatchObject({ state: 'breached' });
  expect(ticket.clock('acknowledge', 'district')).toMatchObject({ state: 'cancelled' });
});

test('people are told by their own rules, pinned when their step opens, and no event more is written', async () => {
  const province = lab.duty.get('74') ?? [];
  const callLater = { channel: 'voice', afterMs: 120_000, priorities: ['P3'], quietHours: null } as const;
  const link = { channel: 'push', afterMs: 0, priorities: ['P1', 'P3'], quietHours: null } as const;
  lab.duty.set('74', [
    {
      teamId: 'province-team',
      userIds: ['province-anna', 'province-bao'],
      rules: { 'province-anna': [link, callLater] },
    },
  ]);
  const ticket = await lab.receive();
  lab.duty.set('74', province);
  const pages = ticket.intents.filter(({ template }) => template.startsWith('team.page'));
  expect(
    pages.map(({ recipient, channel, afterMs }) => [
      recipient.kind === 'user' && recipient.userId,
      channel,
      afterMs ?? 0,
    ]),
  ).toEqual([
    ['province-anna', 'sms', 0],
    ['province-anna', 'voice', 120_000],
    // Nobody knows of rules: the channels of the class, at once.
    ['province-bao', 'sms', 0],
    ['province-bao', 'voice', 0],
  ]);
  expect(new Set(pages.map(({ key }) => key)).size).toBe(4);
  expect(pages[1]?.data).toMatchObject({ round: 1, pass: 1, unitCode: '74' });
  const eventCount = async (): Promise<number> => (await ticket.handle.fetchHistory()).events?.length ?? 0;
  await until(async () => (await eventCount()) >= 8, 'the alarm is set');
  expect(await eventCount()).toBe(8);
});

test('the ladder ends: supervisors are told by their rules, a call only where they want one', async () => {
  const before = new Map(lab.supervisorRules);
  lab.supervisorRules.set('province-chief', [
    { channel: 'sms', afterMs: 0, priorities: ['P3'], quietHours: null },
    { channel: 'voice', afterMs: 300_000, priorities: ['P3'], quietHours: null },
  ]);
  const duty = new Map(lab.duty);
  lab.duty.clear();
  const ticket = await lab.receive();
  await until(() => ticket.told('supervisor.breach.voice').length === 3, 'supervisors are called');
  expect(ticket.told('supervisor.breach')).toEqual(['supervisor.breach:province-chief']);
  const late = ticket.intents.filter(({ afterMs }) => afterMs !== undefined);
  expect(late.map(({ template, afterMs }) => [template, afterMs])).toEqual([
    ['supervisor.breach.voice', 300_000],
  ]);
  lab.supervisorRules.clear();
  for (const [userId, rules] of before) lab.supervisorRules.set(userId, rules);
  for (const [unitCode, teams] of duty) lab.duty.set(unitCode, teams);
});

test('P1 pages every tier at once, again each minute, and calls supervisors when two minutes pass', async () => {
  const ticket = await lab.receive({ triage: p1, category: { code: 'emergency', field: 'medical' } });
  expect(openTiers(ticket)).toEqual(['province', 'district', 'commune']);
  expect(ticket.told('team.page')).toHaveLength(3);
  await lab.forward('61s');
  await until(() => ticket.told('team.page').length === 6, 'everyone is paged again');
  await lab.forward('60s');
  await until(() => ticket.told('supervisor.breach.voice').length === 3, 'supervisors are called');
  expect(minutesFrom(ticket, 'ladderBreached')).toEqual([2]);
  await ticket.ask('claim', communeClaims);
  const pages = ticket.told('team.page').length;
  await lab.forward('5 minutes');
  expect(ticket.told('team.page')).toHaveLength(pages);
});

test('a step with nobody on duty is skipped at once, and the gap is reported to its unit and the province', async () => {
  const province = lab.duty.get('74') ?? [];
  lab.duty.set('74', []);
  const ticket = await lab.receive();
  lab.duty.set('74', province);
  expect(openTiers(ticket)).toEqual(['district']);
  expect(minutesFrom(ticket, 'stepSkipped')).toEqual([0]);
  await until(() => ticket.told('supervisor.rosterGap').length === 1, 'the gap is reported');
  expect(ticket.told('supervisor.rosterGap')).toEqual(['supervisor.rosterGap:province-chief']);
});

test('a province where nobody is on duty does not spin: it calls supervisors once a window', async () => {
  const duty = new Map(lab.duty);
  lab.duty.clear();
  const ticket = await lab.receive();
  await until(() => ticket.told('supervisor.breach.voice').length === 3, 'supervisors are called');
  await lab.forward('31 minutes');
  await until(() => ticket.state.ladder?.pass === 3, 'the next pass is tried after a window');
  expect(minutesFrom(ticket, 'ladderBreached')).toEqual([0, 30]);
  expect(ticket.told('supervisor.rosterGap')).toHaveLength(3 + 2);
  for (const [unitCode, teams] of duty) lab.duty.set(unitCode, teams);
  await lab.forward('31 minutes');
  await until(() => openTiers(ticket).includes('province'), 'the team that came on duty is asked');
  expect(ticket.timeline.length).toBeLessThan(25);
});

test('when every team of a step declines, the ladder moves on in the same moment', async () => {
  const ticket = await lab.receive();
  await ticket.ask('decline', {
    actor: responderOf('province-team', '74'),
    teamId: 'province-team',
    reason: 'xe đang sửa',
  });
  expect(openTiers(ticket)).toEqual(['district']);
  expect(minutesFrom(ticket, 'stepOpened')).toEqual([0, 0]);
  await ticket.ask('decline', {
    actor: responderOf('district-team', '718'),
    teamId: 'district-team',
    reason: 'đang ở hiện trường khác',
  });
  await ticket.ask('claim', communeClaims);
  expect(ticket.clock('acknowledge', 'commune')).toMatchObject({ state: 'met' });
});

test('a ticket taken at a commune starts there and climbs', async () => {
  const ticket = await lab.receive({ channel: 'hotlineCommune', intakeUnit: phuCuong });
  expect(ticket.state.ladder?.steps.map(({ tier, withinMs }) => [tier, withinMs / 60_000])).toEqual([
    ['commune', 15],
    ['district', 9],
    ['province', 6],
  ]);
  expect(openTiers(ticket)).toEqual(['commune']);
});

test('a place without districts has a two-step ladder that shares the whole window', async () => {
  const hoChiMinh: UnitRef = { tier: 'province', code: '79' };
  const thuDauMotWard: UnitRef = { tier: 'commune', code: '25747' };
  const ticket = await lab.receive({ unitPath: [hoChiMinh, thuDauMotWard], intakeUnit: hoChiMinh });
  expect(
    ticket.state.ladder?.steps.map(({ tier, withinMs }) => [tier, Math.round(withinMs / 1_000)]),
  ).toEqual([
    ['province', 514],
    ['commune', 1_286],
  ]);
});

test('the owner hands back: the search begins again without asking the same team', async () => {
  const ticket = await lab.receive();
  await ticket.ask('claim', provinceClaims);
  await ticket.ask('handBack', { actor: provinceClaims.actor, reason: 'ngoài khả năng' });
  expect(openTiers(ticket)).toEqual(['district']);
  expect(ticket.state.ladder).toMatchObject({ round: 2, pass: 1 });
  expect(ticket.clock('acknowledge')).toMatchObject({ round: 2, state: 'running' });
  expect(ticket.state.assignments.at(-1)).toMatchObject({ endReason: 'handedBack' });
  expect(ticket.types()).toContain('stepSkipped');
});

test('a dispatcher sends another team by hand; the first owner is told', async () => {
  const ticket = await lab.receive();
  await ticket.ask('claim', provinceClaims);
  await ticket.ask('dispatch', {
    team: { teamId: 'commune-team', userIds: ['commune-chi'] },
    unit: phuCuong,
  });
  expect(ticket.state.status).toBe('dispatched');
  expect(ticket.told('team.released')).toEqual(['team.released:province-team-member']);
  expect(openTiers(ticket)).toEqual(['commune']);
  await ticket.ask('claim', communeClaims);
  expect(ticket.state.assignments.map(({ teamId, endReason }) => [teamId, endReason])).toEqual([
    ['province-team', 'reassigned'],
    ['commune-team', undefined],
  ]);
});

test('a team sent by hand that stays silent gives the ticket back to the ladder', async () => {
  const ticket = await lab.receive();
  await ticket.ask('dispatch', {
    team: { teamId: 'commune-team', userIds: ['commune-chi'] },
    unit: phuCuong,
  });
  await lab.forward('31 minutes');
  await until(() => ticket.state.ladder?.direction === 'down', 'the planned ladder takes over');
  expect(ticket.types()).toContain('ladderBreached');
});

test('a dispatcher takes an unclaimed ticket in hand', async () => {
  const ticket = await lab.receive();
  await ticket.ask('claim', { team: null });
  expect(ticket.state.assignments.at(-1)).toMatchObject({
    teamId: null,
    userId: 'dispatcher',
    unitCode: '74',
  });
});

test('two hundred teams claim in the same second: one wins, the others are told who', async () => {
  const teams = Array.from({ length: 200 }, (_, index) => `team-${String(index)}`);
  const province = lab.duty.get('74') ?? [];
  lab.duty.set(
    '74',
    teams.map((teamId) => ({ teamId, userIds: [`${teamId}-member`] })),
  );
  const ticket = await lab.receive();
  lab.duty.set('74', province);
  const answers = await Promise.allSettled(
    teams.map((teamId) => ticket.ask('claim', claimBy(teamId, binhDuong))),
  );
  const winners = teams.filter((_, index) => answers[index]?.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  const refusals = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason as unknown] : [],
  );
  expect(refusals).toHaveLength(199);
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ code: 'already-claimed', facts: { teamId: winners[0] } });
  }
  expect(ticket.types().filter((type) => type === 'claimed')).toHaveLength(1);
}, 60_000);

test('the winner may repeat the claim; a team that was never asked may not claim', async () => {
  const ticket = await lab.receive();
  await expect(ticket.ask('claim', communeClaims)).rejects.toMatchObject({ code: 'team-not-offered' });
  await ticket.ask('claim', provinceClaims);
  await ticket.ask('claim', provinceClaims);
  expect(ticket.types().filter((type) => type === 'claimed')).toHaveLength(1);
});

test('an ordinary ticket that comes at night pages nobody before the morning', async () => {
  const ticket = await lab.receive({
    triage: { priority: 'P4', score: 0, redFlags: [], protocolVersion: 1, because: 'default' },
  });
  const localHour = new Date(Date.parse(ticket.state.receivedAt) + 7 * 3_600_000).getUTCHours();
  const opens = Date.parse(ticket.state.ladder?.startsAt ?? '');
  expect(new Date(opens + 7 * 3_600_000).getUTCHours()).toBeGreaterThanOrEqual(7);
  expect(opens).toBeGreaterThanOrEqual(Date.parse(ticket.state.receivedAt));
  if (localHour < 7 || localHour >= 17) expect(ticket.told('team.page')).toEqual([]);
  await lab.forward('96 hours');
  await until(() => ticket.told('team.page').length > 0, 'the team is paged in working hours');
  const pagedAt = ticket.intents.find(({ template }) => template === 'team.page')?.at ?? '';
  const pagedLocal = new Date(Date.parse(pagedAt) + 7 * 3_600_000);
  expect(pagedLocal.getUTCDay()).not.toBe(0);
  expect(pagedLocal.getUTCDay()).not.toBe(6);
  expect(pagedLocal.getUTCHours()).toBeGreaterThanOrEqual(7);
  expect(pagedLocal.getUTCHours()).toBeLessThan(17);
});
