import fc from 'fast-check';
import { actions } from '../../src/domain/commands';
import type { Action } from '../../src/domain/commands';
import { decide } from '../../src/domain/decide';
import type { Outcome } from '../../src/domain/draft';
import { unitsToOpen } from '../../src/domain/ladder';
import { begin, nextMoment, open, tick } from '../../src/domain/lifecycle';
import { openTicket } from '../../src/domain/open-ticket';
import type { Priority } from '../../src/domain/policy';
import { priorities } from '../../src/domain/policy';
import { DomainError } from '../../src/domain/refusal';
import type { TicketState, TimelineEntry } from '../../src/domain/ticket';
import { isSettled, ownerOf } from '../../src/domain/ticket';
import { defaultPolicy as policy } from '../support/policies';

/** What may happen to a ticket, one after another, in any order: invariants must survive all of it. */
type Event =
  { kind: 'wait'; minutes: number } | { kind: 'command'; action: Action; team: number; priority: Priority };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.oneof({ weight: 5, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(400) }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      // Mostly what makes a life long; the rest ends it or is refused.
      action: fc.oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom<Action>(
            'claim',
            'claim',
            'hold',
            'resume',
            'reclassify',
            'resolve',
            'reopen',
          ),
        },
        { weight: 1, arbitrary: fc.constantFrom(...actions) },
      ),
      team: fc.constantFrom(0, 0, 0, 1, 2),
      priority: fc.constantFrom(...priorities),
    }),
  },
);

const units = [
  { tier: 'province', code: '74' },
  { tier: 'district', code: '718' },
  { tier: 'commune', code: '25747' },
] as const;
const actor = { kind: 'user', userId: 'someone', role: 'dispatcher', unitCode: '74' } as const;

const commandOf = (action: Action, team: number, priority: Priority, nowMs: number): never =>
  ({
    actor,
    team:
      action === 'dispatch'
        ? { teamId: `team-${String(team)}`, userIds: ['a'] }
        : { teamId: `team-${String(team)}`, unit: units[team] },
    unit: units[team],
    teamId: `team-${String(team)}`,
    priority,
    triage: { score: 0, redFlags: [], protocolVersion: 1, because: 'manual' },
    reason: action === 'hold' ? 'waitingForCitizen' : 'vì vậy',
    evidence: { outcome: 'xong' },
    required: ['outcome'],
    kind: team === 0 ? 'contactAttempt' : 'note',
    text: 'ghi chú',
    duplicateOf: 'another',
    result: team === 0 ? 'rejected' : 'confirmed',
    ...(action === 'hold' && team === 1 && { until: new Date(nowMs + 60_000).toISOString() }),
  }) as never;

function play(
  events: readonly Event[],
  triaged: boolean,
  priority: Priority,
  channel: 'hotline1022' | 'press' = 'hotline1022',
) {
  let nowMs = Date.parse('2021-08-09T03:00:00Z');
  const opened = openTicket({
    ticketId: 't1',
    code: 'BD-7K3-9QF',
    category: { code: 'other', field: 'relief' },
    channel,
    unitPath: units,
    intakeUnit: units[0],
    policy,
    ...(triaged && { triage: { priority, score: 0, redFlags: [], protocolVersion: 1, because: 'default' } }),
    defaultPriority: priority,
    receivedAt: new Date(nowMs).toISOString(),
    actor,
  });
  let state: TicketState = opened.state;
  const timeline: TimelineEntry[] = [...opened.timeline];
  const keys: string[] = [];
  const context = () => ({ policy, nowMs });
  const take = (outcome: Outcome): void => {
    if (outcome.state !== state) expect(outcome.state.revision).toBe(state.revision + 1);
    state = outcome.state;
    timeline.push(...outcome.entries);
    keys.push(...outcome.intents.map(({ key }) => key));
  };
  const settle = (): void => {
    for (let turn = 0; unitsToOpen(state, nowMs).length > 0; turn += 1) {
      expect(turn).toBeLessThan(5);
      const rosters = units.map(({ code }, index) => ({
        unitCode: code,
        teams: [{ teamId: `team-${String(index)}`, userIds: ['a', 'b'] }],
      }));
      take(open(state, rosters, context()));
    }
  };
  take(begin(state, context()));
  settle();
  for (const each of events) {
    if (each.kind === 'wait') {
      const end = nowMs + each.minutes * 60_000;
      for (let turn = 0; ; turn += 1) {
        const next = nextMoment(state, policy);
        if (next === null || next > end) break;
        // After everything due is done the next moment must lie ahead, or the workflow would spin.
        expect(turn).toBeLessThan(3_000);
        nowMs = Math.max(nowMs, next);
        take(tick(state, context()));
        settle();
        const after = nextMoment(state, policy);
        if (after !== null) expect(after).toBeGreaterThan(nowMs);
      }
      nowMs = end;
    } else {
      const before = state;
      try {
        take(decide(state, each.action, commandOf(each.action, each.team, each.priority, nowMs), context()));
        settle();
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
        expect(state).toBe(before);
      }
    }
  }
  return { state, timeline, keys };
}

/** A property that never reaches a state proves nothing about it. */
const lived = new Set<string>();

test('whatever happens, in any order: no gap in the story, one owner, no clock forgotten, no message twice', () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 24, minLength: 6 }),
      fc.boolean(),
      fc.constantFrom(...priorities),
      fc.constantFrom('hotline1022' as const, 'press' as const),
      (events, triaged, priority, channel) => {
        const { state, timeline, keys } = play(events, triaged, priority, channel);
        for (const { type } of timeline) lived.add(type);
        expect(timeline.map(({ seq }) => seq)).toEqual(timeline.map((_, index) => index + 1));
        expect(state.seq).toBe(timeline.length);
        expect(new Set(keys).size).toBe(keys.length);
        expect(state.assignments.filter(({ endedAt }) => endedAt === undefined).length).toBeLessThanOrEqual(
          1,
        );
        const owned = ['claimed', 'enRoute', 'onScene', 'onHold'].includes(state.status);
        expect(ownerOf(state) !== undefined).toBe(owned);
        expect(state.ladder !== undefined).toBe(['triaged', 'dispatched'].includes(state.status));
        expect(state.hold !== undefined).toBe(state.status === 'onHold');
        const live = state.clocks.filter((clock) => clock.state === 'running' || clock.state === 'paused');
        if (isSettled(state)) {
          expect(live).toEqual([]);
          expect(nextMoment(state, policy)).toBeNull();
        } else {
          // Nothing ends unowned: an open ticket always has a next moment of its own.
          if (state.status !== 'onHold' && state.sla !== 'breached')
            expect(nextMoment(state, policy)).not.toBeNull();
          expect(live.some((clock) => clock.state === 'paused')).toBe(
            state.status === 'onHold' && live.some((clock) => clock.state === 'paused'),
          );
        }
        for (const clock of state.clocks.filter((each) => each.state === 'paused')) {
          expect([state.status, clock.state]).toEqual(['onHold', 'paused']);
        }
      },
    ),
    { numRuns: 400 },
  );
  for (const type of [
    'held',
    'resumed',
    'reclassified',
    'handedBack',
    'resolved',
    'reopened',
    'ladderBreached',
  ]) {
    expect(lived).toContain(type);
  }
}, 120_000);
