import { dutyOf, type WorkedRoster } from './effective-duty';
import type { DutyOverride, DutyShift } from './organisation';
import { DomainError } from './refusal';
import { turnOn, type Turn } from './roster';

export const swapStates = ['asked', 'accepted', 'declined', 'cancelled'] as const;
export type SwapState = (typeof swapStates)[number];

/** One turn of one shift that somebody asks somebody else to take. Who, when and why stay for ever. */
export interface ShiftSwap {
  readonly id: string;
  readonly shiftId: string;
  readonly teamId: string;
  /** Local date (YYYY-MM-DD) on which the turn begins. */
  readonly date: string;
  /** ISO 8601 UTC; a turn that had begun when it was asked for counts from then. */
  readonly from: string;
  readonly until: string;
  readonly fromUserId: string;
  readonly toUserId: string;
  /** Somebody's own words. */
  readonly reason: string;
  readonly state: SwapState;
  readonly askedBy: string;
  readonly askedAt: string;
  /** The supervisor who allowed it, where the two are not of one team; null while none has. */
  readonly permittedBy: string | null;
  readonly permittedAt: string | null;
  readonly needsPermission: boolean;
  /** Who accepted, declined or cancelled it last. */
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
}

const isOver = (period: { readonly until: string }, now: string): boolean => period.until <= now;

/**
 * A swap as it is asked for. `roster` holds every shift and override of both people, `swaps` the earlier ones of
 * this turn. Times are ISO 8601 UTC.
 *
 * @throws DomainError `not-on-shift`, `past-shift`, `already-swapped`, `overlapping-duty`, `invalid-command`
 */
export function askSwap(
  ask: Pick<ShiftSwap, 'id' | 'date' | 'toUserId' | 'reason' | 'askedBy'> & {
    readonly shift: DutyShift;
    readonly isOneTeam: boolean;
    /** A supervisor who asks for others has permitted it by asking. */
    readonly isSupervisor: boolean;
  },
  roster: WorkedRoster,
  swaps: readonly ShiftSwap[],
  now: string,
): ShiftSwap {
  const { shift, isOneTeam, isSupervisor, ...asked } = ask;
  const { userId } = shift;
  if (userId === null) {
    throw new DomainError('not-on-shift', 'nobody has this shift yet', { pointer: '/date' });
  }
  const turn = turnOn(shift, ask.date);
  if (!turn) {
    const detail = 'the shift has no turn that begins on this date';
    throw new DomainError('not-on-shift', detail, { pointer: '/date' });
  }
  if (isOver(turn, now)) throw new DomainError('past-shift', 'this turn is over', { until: turn.until });
  const earlier = swaps.find(({ state }) => state === 'asked' || state === 'accepted');
  if (earlier) {
    throw new DomainError('already-swapped', `somebody was asked to take this turn: ${earlier.state}`, {
      swapId: earlier.id,
    });
  }
  if (ask.toUserId === userId) {
    throw new DomainError('invalid-command', 'must be somebody else', { pointer: '/toUserId' });
  }
  const rest: Turn = { from: turn.from > now ? turn.from : now, until: turn.until };
  mustBeOnDuty(userId, shift.teamId, rest, roster);
  mustBeFree(ask.toUserId, rest, roster);
  const permitted = isSupervisor ? { by: ask.askedBy, at: now } : { by: null, at: null };
  return {
    ...asked,
    ...rest,
    ...{ shiftId: shift.id, teamId: shift.teamId, fromUserId: userId, state: 'asked', askedAt: now },
    needsPermission: !isOneTeam,
    ...{ permittedBy: permitted.by, permittedAt: permitted.at, answeredBy: null, answeredAt: null },
  };
}

/** The asked person says yes; what they take over comes with it. @throws DomainError as `askSwap`, `swap-…` */
export function acceptSwap(
  swap: ShiftSwap,
  roster: WorkedRoster,
  by: { readonly userId: string; readonly at: string },
): { readonly swap: ShiftSwap; readonly takesOver: Omit<DutyOverride, 'id' | 'createdAt'> } {
  mustBeAsked(swap);
  if (isOver(swap, by.at)) throw new DomainError('past-shift', 'this turn is over', { until: swap.until });
  if (swap.needsPermission && swap.permittedBy === null) {
    const detail = 'the two people are not of one team, and no supervisor has permitted it yet';
    throw new DomainError('swap-needs-permission', detail);
  }
  const rest: Turn = { from: swap.from > by.at ? swap.from : by.at, until: swap.until };
  mustBeOnDuty(swap.fromUserId, swap.teamId, rest, roster);
  mustBeFree(swap.toUserId, rest, roster);
  const { teamId, toUserId: userId, fromUserId: replacesUserId } = swap;
  return {
    swap: { ...swap, state: 'accepted', answeredBy: by.userId, answeredAt: by.at },
    takesOver: { teamId, userId, replacesUserId, ...rest },
  };
}

export function declineSwap(
  swap: ShiftSwap,
  by: { readonly userId: string; readonly at: string },
): ShiftSwap {
  mustBeAsked(swap);
  return { ...swap, state: 'declined', answeredBy: by.userId, answeredAt: by.at };
}

export function permitSwap(swap: ShiftSwap, by: { readonly userId: string; readonly at: string }): ShiftSwap {
  mustBeAsked(swap);
  return { ...swap, permittedBy: by.userId, permittedAt: by.at };
}

/** Takes the question back, or an agreed swap as far as its time has not passed. */
export function cancelSwap(swap: ShiftSwap, by: { readonly userId: string; readonly at: string }): ShiftSwap {
  if (swap.state !== 'asked' && swap.state !== 'accepted') {
    throw new DomainError('swap-not-open', `this swap is ${swap.state}`, { state: swap.state });
  }
  if (isOver(swap, by.at)) throw new DomainError('past-shift', 'this turn is over', { until: swap.until });
  return { ...swap, state: 'cancelled', answeredBy: by.userId, answeredAt: by.at };
}

/**
 * Checks that somebody may take over for a period. Times are ISO 8601 UTC.
 *
 * @throws DomainError `past-shift`, `invalid-command`, `not-on-shift`, `overlapping-duty`
 */
export function checkOverride(
  wanted: Omit<DutyOverride, 'id' | 'createdAt'>,
  roster: WorkedRoster,
  now: string,
): void {
  if (isOver(wanted, now))
    throw new DomainError('past-shift', 'this period is over', { until: wanted.until });
  if (wanted.until <= wanted.from) {
    throw new DomainError('invalid-command', 'must be after `from`', { pointer: '/until' });
  }
  if (Date.parse(wanted.until) - Date.parse(wanted.from) > longestOverrideMs) {
    throw new DomainError(
      'invalid-command',
      'must be at most 31 days after `from`: change the roster for more',
      {
        pointer: '/until',
      },
    );
  }
  if (wanted.replacesUserId === wanted.userId) {
    throw new DomainError('invalid-command', 'must be somebody else', { pointer: '/replacesUserId' });
  }
  if (wanted.replacesUserId !== null) {
    mustBeOnDuty(wanted.replacesUserId, wanted.teamId, wanted, roster);
  }
  mustBeFree(wanted.userId, wanted, roster);
}

/** A month: whoever takes over for longer belongs on the roster. */
const longestOverrideMs = 31 * 24 * 60 * 60_000;

/** The override as it counts once it is cancelled at `now`: what was worked stays worked. */
export function cutShort<O extends DutyOverride>(override: O, now: string): O {
  if (isOver(override, now)) {
    throw new DomainError('past-shift', 'this period is over', { until: override.until });
  }
  return { ...override, until: override.from > now ? override.from : now };
}

function mustBeAsked({ state }: ShiftSwap): void {
  if (state !== 'asked') throw new DomainError('swap-not-open', `this swap is ${state}`, { state });
}

function mustBeOnDuty(userId: string, teamId: string, period: Turn, roster: WorkedRoster): void {
  const duty = dutyOf(userId, roster, period.from, period.until);
  if (duty.some((one) => one.teamId === teamId)) return;
  throw new DomainError('not-on-shift', 'this person is not on duty with the team in that time', { userId });
}

function mustBeFree(userId: string, period: Turn, roster: WorkedRoster): void {
  const [busy] = dutyOf(userId, roster, period.from, period.until);
  if (!busy) return;
  throw new DomainError('overlapping-duty', 'this person is on duty at that time already', {
    ...{ userId, teamId: busy.teamId, from: busy.from, until: busy.until },
  });
}
