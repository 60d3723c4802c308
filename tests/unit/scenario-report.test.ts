import { percentile, duration } from '../../scripts/client/table';
import type { Taken } from '../../scripts/scenario/intake';
import type { PlannedCall } from '../../scripts/scenario/plan';
import type { MessageSeen, SeenCall, TicketSeen } from '../../scripts/scenario/read-back';
import { report } from '../../scripts/scenario/report';

const call = { index: 0, category: 'f0Consult' } as PlannedCall;
const taken: Taken = { call, ticket: { id: 't1', code: 'BD-AAA-AAA' }, problem: null };
const at = (minute: number): string => new Date(Date.UTC(2021, 7, 16, 0, minute)).toISOString();
const entry = (seq: number, type: string, data = {}, tier?: string): TicketSeen['timeline'][number] => ({
  ...{ seq, type, at: at(seq), actor: {}, data },
  ...(tier !== undefined && { tier }),
});
const toCitizen = (template: string): MessageSeen => ({
  template,
  channel: 'sms',
  recipient: { kind: 'citizen' },
  status: 'delivered',
  errorCode: null,
  possibleDuplicate: false,
});
const page: MessageSeen = {
  ...toCitizen('team.page'),
  recipient: { kind: 'user', teamId: 'team-74-medical' },
};

const whole: SeenCall = {
  ticket: {
    ...{ id: 't1', code: 'BD-AAA-AAA', status: 'closed', category: 'f0Consult', priority: 'P3' },
    ...{ channel: 'hotline1022', sla: 'ok', receivedAt: at(1) },
    unitPath: [
      { tier: 'province', code: '74' },
      { tier: 'commune', code: '25747' },
    ],
    clocks: [
      { name: 'resolve', state: 'met', startedAt: at(1), dueAt: at(59) },
      { name: 'acknowledge', state: 'breached', startedAt: at(1), dueAt: at(4) },
    ],
    assignments: [{ unitCode: '25747', claimedAt: at(5) }],
    timeline: [
      entry(1, 'received'),
      entry(2, 'triaged'),
      entry(3, 'stepOpened', { unitCode: '74', teamIds: ['team-74-medical'] }, 'province'),
      entry(4, 'stepPassed', { unitCode: '74' }, 'province'),
      entry(5, 'claimed'),
      entry(6, 'resolved'),
      entry(7, 'closed'),
    ],
  },
  messages: [toCitizen('citizen.received'), toCitizen('citizen.claimed'), toCitizen('citizen.closed'), page],
};

const reported = (seen: readonly SeenCall[], more: readonly Taken[] = []) =>
  report({
    plan: [call],
    taken: [taken, ...more],
    seen: new Map(seen.map((one) => [one.ticket.id, one])),
    places: [{ code: '74', tier: 'province', name: 'Bình Dương', parentCode: null }],
    playedMs: 61_000,
    refusals: new Map([['409 already-claimed', 2]]),
  });
const withTimeline = (timeline: TicketSeen['timeline']): SeenCall => ({
  ...whole,
  ticket: { ...whole.ticket, timeline },
});

describe('the closing table', () => {
  test('a ticket that was answered for breaks no promise', () => {
    const { text, broken } = reported([whole]);
    expect(broken).toBe(0);
    expect(text).toContain('Nothing lost: 1 of 1 accepted calls');
    expect(text).toMatch(/f0Consult +1 +0 +0 +1 +0 +0 +1/);
    expect(text).toContain('409 already-claimed');
  });

  test('an accepted call without a ticket is told by its code', () => {
    const { text, broken } = reported([]);
    expect(broken).toBe(1);
    expect(text).toContain('accepted as BD-AAA-AAA, and there is no such ticket');
  });

  test('a gap, a repeat and a timeline that runs backwards are told', () => {
    const { timeline } = whole.ticket;
    expect(reported([withTimeline(timeline.filter(({ seq }) => seq !== 4))]).text).toContain(
      'its timeline has 5 where 4 belongs',
    );
    const repeated = timeline.map((one) => (one.seq === 7 ? { ...one, seq: 6 } : one));
    expect(reported([withTimeline(repeated)]).broken).toBe(1);
    const backwards = timeline.map((one) => (one.seq === 6 ? { ...one, at: at(2) } : one));
    expect(reported([withTimeline(backwards)]).text).toContain('runs backwards at 6');
    expect(reported([withTimeline([])]).text).toContain('its timeline is empty');
  });

  test.each(['citizen.received', 'citizen.claimed', 'citizen.closed', 'team.page'])(
    'a missing %s is told',
    (template) => {
      const without = { ...whole, messages: whole.messages.filter((one) => one.template !== template) };
      const { text, broken } = reported([without]);
      expect(broken).toBe(1);
      expect(text).toContain(`BD-AAA-AAA: 1 of 1 ${template} messages`);
    },
  );

  test('a citizen who was to hear of a delay and did not is told', () => {
    const warned = entry(8, 'clockWarned', { clock: 'resolve', share: 0.8 });
    expect(reported([withTimeline([...whole.ticket.timeline, warned])]).text).toContain(
      '1 of 1 citizen.delayed messages missing',
    );
  });

  test('the unit that let its step pass is named, and breached clocks are not counted as met', () => {
    const { text } = reported([whole]);
    expect(text).toMatch(/Bình Dương +province +1/);
    expect(text).toMatch(/0\/1 0%/);
    expect(text).toMatch(/1\/1 100%/);
  });

  test('a call that was refused and a ticket left open are shown with their reason, and lose nothing', () => {
    const open = {
      ...whole,
      ticket: { ...whole.ticket, status: 'onHold', timeline: whole.ticket.timeline.slice(0, 6) },
    };
    const refused: Taken = { call: { ...call, index: 1 }, ticket: null, problem: '422 unit-not-found' };
    const { text, broken } = reported([open], [refused]);
    expect(broken).toBe(0);
    expect(text).toContain('P3 is onHold, last: resolved');
    expect(text).toContain('422 unit-not-found');
    expect(text).toContain('accepted 1.');
  });
});

test('percentiles take a value that was measured, and durations read as people say them', () => {
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9);
  expect(percentile([], 0.5)).toBeNull();
  expect([120, 12_400, 200_000, 7_500_000].map(duration)).toEqual([
    '120 ms',
    '12.4 s',
    '3 min 20 s',
    '2 h 5 min',
  ]);
});
