import { actionStatuses } from '../../src/domain/action-statuses';
import type { ClockLedger } from '../../src/domain/clock';
import { actions, type Action } from '../../src/domain/commands';
import { decide } from '../../src/domain/decide';
import { nextBreachOf } from '../../src/domain/next-breach';
import { openTicket } from '../../src/domain/open-ticket';
import { DomainError } from '../../src/domain/refusal';
import { ticketStatuses, type TicketState, type TicketStatus } from '../../src/domain/ticket';
import { defaultPolicy as policy } from '../support/policies';

const nowMs = Date.parse('2021-08-09T03:00:00Z');
const units = [
  { tier: 'province', code: '74' },
  { tier: 'district', code: '718' },
] as const;
const actor = { kind: 'user', userId: 'dispatcher', role: 'dispatcher', unitCode: '74' } as const;
const taken = openTicket({
  ...{ ticketId: 't1', code: 'BD-7K3-9QF', channel: 'press', unitPath: units, intakeUnit: units[0], policy },
  ...{ category: { code: 'other', field: 'relief' }, defaultPriority: 'P3', actor },
  receivedAt: new Date(nowMs).toISOString(),
}).state;

/** A ticket at this step, with everything that may lie around there. */
const at = (status: TicketStatus): TicketState => ({
  ...taken,
  status,
  verification: { state: status === 'received' ? 'confirmed' : 'pending' },
  offeredTeamIds: ['near'],
  assignments: ['claimed', 'enRoute', 'onScene', 'onHold'].includes(status)
    ? [
        {
          ...{ teamId: 'owner', userId: 'a', unitCode: '718', tier: 'district', via: 'app' },
          claimedAt: taken.receivedAt,
        },
      ]
    : [],
  ...(status === 'onHold' && {
    hold: { reason: 'waitingForCitizen', since: taken.receivedAt, from: 'claimed' },
  }),
  ...(status === 'duplicate' && { duplicateOf: 'main' }),
});

const commandOf = (action: Action): never =>
  ({
    ...{ actor, teamId: 'near', unit: units[1], reason: action === 'hold' ? 'waitingForCitizen' : 'vì vậy' },
    team: action === 'dispatch' ? { teamId: 'near', userIds: ['b'] } : { teamId: 'near', unit: units[1] },
    ...{ priority: 'P2', triage: { score: 0, redFlags: [], protocolVersion: 1, because: 'manual' } },
    ...{ evidence: { outcome: 'xong' }, required: ['outcome'], kind: 'note', text: 'ghi chú' },
    ...{ duplicateOf: 'main', result: 'confirmed' },
  }) as never;

/** Refused for the step it is at, whatever else might be wrong. */
function isRefusedForStatus(action: Action, status: TicketStatus): boolean {
  const ticket =
    action === 'verify' ? { ...at(status), verification: { state: 'pending' } as const } : at(status);
  try {
    decide(ticket, action, commandOf(action), { policy, nowMs });
    return false;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // Who comes after a team has claimed is told its name: an answer of its own.
    return error.code === 'transition-not-allowed' || error.code === 'already-claimed';
  }
}

/** Answered with yes though nothing is left to do: a phone may repeat itself. */
const repeatable: readonly (readonly [Action, TicketStatus])[] = [
  ['enRoute', 'enRoute'],
  ['onScene', 'onScene'],
  ...(['claimed', 'enRoute', 'onScene'] as const).map((status) => ['resume', status] as const),
];

test.each(actions)(
  'a console offers "%s" exactly where the rules would not refuse it for the step',
  (action) => {
    const allowed = ticketStatuses.filter(
      (status) =>
        !isRefusedForStatus(action, status) &&
        !repeatable.some(([what, when]) => what === action && when === status),
    );
    expect([...actionStatuses[action]].sort()).toEqual([...allowed].sort());
  },
);

describe('what a queue is sorted by', () => {
  const clock = (change: Partial<ClockLedger>): ClockLedger => ({
    ...{ name: 'resolve', round: 1, state: 'running', startedAt: '', pausedMs: 0, warned: [], events: [] },
    ...{ dueAt: '2021-08-09T09:00:00.000Z' },
    ...change,
  });
  const first = (...clocks: ClockLedger[]) => nextBreachOf({ status: 'claimed', clocks });
  const broken = { state: 'breached', dueAt: '2021-08-09T04:00:00.000Z' } as const;

  test('the earliest deadline that runs', () => {
    const early = clock({ name: 'firstResponse', dueAt: '2021-08-09T05:00:00.000Z' });
    expect(first(clock({}), early)).toEqual({ clock: 'firstResponse', at: early.dueAt });
  });
  test('a promise that is broken and still not met comes before it', () => {
    expect(first(clock({}), clock({ ...broken, name: 'firstResponse' }))).toMatchObject({
      clock: 'firstResponse',
    });
  });
  test('not what was met late, nor an earlier round, nor a step that others have taken over', () => {
    expect(
      first(
        clock({ round: 2 }),
        clock(broken),
        clock({ ...broken, name: 'firstResponse', metAt: '2021-08-09T04:30:00.000Z' }),
        clock({ ...broken, name: 'acknowledge', tier: 'commune' }),
      ),
    ).toEqual({ clock: 'resolve', at: '2021-08-09T09:00:00.000Z' });
  });
  test('nothing while everything is paused, and nothing once it is over', () => {
    expect(first(clock({ state: 'paused' }))).toBeNull();
    expect(nextBreachOf({ status: 'cancelled', clocks: [clock(broken)] })).toBeNull();
  });
});
