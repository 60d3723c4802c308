import type { CallHint } from './call-hint';
import { raised, worstHint } from './call-hint';
import type { CallState } from './call';
import type { MessageIntent } from './message';
import type { UnitRef } from './organisation';
import { DomainError } from './refusal';

/**
 * A promise to ring back: one open item for a number, however often it called in vain. Its clock runs from the
 * first call, 5 minutes for a P1 and 30 otherwise, and begins anew after each try that nobody answered.
 */
export const attemptResults = ['reached', 'noAnswer', 'wrongNumber'] as const;
export type AttemptResult = (typeof attemptResults)[number];

/** How an item ends. `reachedUs`: the citizen called again and was answered. */
export const callBackResults = [
  'ticket',
  'advised',
  'noNeed',
  'unreachable',
  'wrongNumber',
  'nuisance',
] as const;
export type CallBackResult = (typeof callBackResults)[number] | 'reachedUs';

export interface CallBackClaim {
  readonly userId: string;
  readonly at: string;
}

export interface CallBackState {
  readonly callBackId: string;
  /** Every unit whose number was called, with the units above it. */
  readonly unitPath: readonly UnitRef[];
  readonly callIds: readonly string[];
  readonly firstCallAt: string;
  readonly lastCallAt: string;
  /** The worst that any of the calls said of itself, before repeats raise it. */
  readonly told: CallHint;
  readonly hint: CallHint;
  readonly clock: {
    readonly startedAt: string;
    readonly dueAt: string;
    readonly warned: 0 | 50 | 80;
    readonly stoppedAt: string | null;
  };
  readonly breachedAt: string | null;
  readonly claim: CallBackClaim | null;
  readonly earlierClaims: readonly (CallBackClaim & {
    readonly endedAt: string;
    readonly how: 'released' | 'retaken';
    readonly byUserId?: string;
  })[];
  readonly attempts: readonly {
    readonly at: string;
    readonly userId: string;
    readonly result: AttemptResult;
  }[];
  readonly result: CallBackResult | null;
  readonly ticketId: string | null;
  /** The live ticket of this number when it called in vain; absent when it had none. */
  readonly liveTicketId?: string;
  readonly closedAt: string | null;
  /** How often, and from when to when, supervisors were called because nobody had it when its time was over. */
  readonly paged?: { readonly rounds: number; readonly firstAt: string; readonly lastAt: string };
  /** The latest of these pages, for whoever sends them: ids and codes only. */
  readonly outbox?: readonly MessageIntent[];
  /** False until the clock's workflow has heard of the last change that concerns it. */
  readonly clockTold: boolean;
  readonly revision: number;
}

const minuteMs = 60_000;
const repeatsThatRaise = 3;
/** "Unreachable" is said of a citizen only after so many tries (domain: pause after 3 tries). */
const triesBeforeUnreachable = 3;
/** A claim without a try for this long no longer keeps others away. */
const staleClaimAfterMs = 10 * minuteMs;

const windowMs = (hint: CallHint): number => (hint.priority === 'P1' ? 5 : 30) * minuteMs;
const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();
const earliest = (a: string, b: string): string => (b < a ? b : a);
const latest = (a: string, b: string): string => (b > a ? b : a);

type Change = Partial<Omit<CallBackState, 'callBackId' | 'revision'>>;
/** The next revision of an item. */
export const changed = (item: CallBackState, change: Change): CallBackState => ({
  ...item,
  ...change,
  revision: item.revision + 1,
});

/** The item of a call that nobody answered. Its clock counts from when the citizen called. */
export const openCallBack = (callBackId: string, call: CallState): CallBackState => ({
  callBackId,
  unitPath: call.unitPath,
  callIds: [call.callId],
  firstCallAt: call.startedAt,
  lastCallAt: call.startedAt,
  told: call.hint,
  hint: call.hint,
  clock: {
    startedAt: call.startedAt,
    dueAt: later(call.startedAt, windowMs(call.hint)),
    warned: 0,
    stoppedAt: null,
  },
  breachedAt: null,
  claim: null,
  earlierClaims: [],
  attempts: [],
  result: null,
  ticketId: null,
  closedAt: null,
  clockTold: false,
  revision: 1,
});

/** One more call of the same number: never less urgent than before, raised by one class from the third on. */
export function mergeCall(item: CallBackState, call: CallState): CallBackState {
  if (item.callIds.includes(call.callId)) return item;
  const callIds = [...item.callIds, call.callId];
  const told = worstHint(item.told, call.hint);
  const hint = callIds.length >= repeatsThatRaise ? raised(told) : told;
  const known = new Set(item.unitPath.map(({ code }) => code));
  const isRunning = item.clock.stoppedAt === null;
  const startedAt = isRunning ? item.clock.startedAt : call.startedAt;
  const due = later(startedAt, windowMs(hint));
  return changed(item, {
    unitPath: [...item.unitPath, ...call.unitPath.filter(({ code }) => !known.has(code))],
    callIds,
    firstCallAt: earliest(item.firstCallAt, call.startedAt),
    lastCallAt: latest(item.lastCallAt, call.startedAt),
    told,
    hint,
    clock: isRunning
      ? { ...item.clock, dueAt: earliest(item.clock.dueAt, due) }
      : { startedAt, dueAt: due, warned: 0, stoppedAt: null },
    clockTold: false,
  });
}

/** What the caller most likely called about. */
export const aboutTicket = (item: CallBackState, liveTicketId: string): CallBackState =>
  item.liveTicketId === liveTicketId ? item : changed(item, { liveTicketId });

function mustBeOpen(item: CallBackState): void {
  if (item.closedAt === null) return;
  throw new DomainError('call-not-ready', 'This call-back is closed.', { result: item.result });
}

function mustBeTheirs(item: CallBackState, userId: string): void {
  mustBeOpen(item);
  if (item.claim?.userId === userId) return;
  if (item.claim === null) throw new DomainError('call-not-ready', 'Claim this call-back first.');
  throw takenBy(item.claim);
}

const takenBy = ({ userId, at }: CallBackClaim): DomainError =>
  new DomainError('call-claimed', 'Somebody else is calling this number back.', {
    claimedBy: userId,
    claimedAt: at,
  });

/** When the claim stops keeping others away (epoch ms); null when nobody has the item. */
export const staleAtMs = ({ claim, attempts }: CallBackState): number | null =>
  claim === null ? null : Date.parse(latest(claim.at, attempts.at(-1)?.at ?? claim.at)) + staleClaimAfterMs;

/** A claimant who neither tried nor let go for ten minutes no longer keeps others away. */
export const isStaleClaim = (item: CallBackState, at: string): boolean =>
  Date.parse(at) >= (staleAtMs(item) ?? Number.POSITIVE_INFINITY);

/** @throws DomainError `call-claimed` naming who has it, `call-not-ready` when it is closed */
export function claimCallBack(item: CallBackState, userId: string, at: string): CallBackState {
  mustBeOpen(item);
  const { claim } = item;
  if (claim?.userId === userId) return item;
  if (claim !== null && !isStaleClaim(item, at)) throw takenBy(claim);
  return changed(item, {
    claim: { userId, at },
    ...(claim !== null && {
      earlierClaims: [
        ...item.earlierClaims,
        { ...claim, endedAt: at, how: 'retaken' as const, byUserId: userId },
      ],
    }),
  });
}

/** @throws DomainError `call-claimed`, `call-not-ready` */
export function releaseCallBack(item: CallBackState, userId: string, at: string): CallBackState {
  mustBeTheirs(item, userId);
  const claim = item.claim;
  if (claim === null) return item;
  return changed(item, {
    claim: null,
    earlierClaims: [...item.earlierClaims, { ...claim, endedAt: at, how: 'released' }],
    // Overdue and nobody's again: supervisors must not have to wait for the next look at the clock.
    clockTold: false,
  });
}

/**
 * Somebody rang back. Reaching the citizen stops the clock; a try nobody answered starts it anew, so that the
 * next try is not forgotten.
 *
 * @throws DomainError `call-claimed`, `call-not-ready`
 */
export function recordAttempt(
  item: CallBackState,
  by: { readonly userId: string; readonly result: AttemptResult },
  at: string,
): CallBackState {
  mustBeTheirs(item, by.userId);
  return changed(item, {
    attempts: [...item.attempts, { at, ...by }],
    clock:
      by.result === 'noAnswer'
        ? { startedAt: at, dueAt: later(at, windowMs(item.hint)), warned: 0, stoppedAt: null }
        : { ...item.clock, stoppedAt: item.clock.stoppedAt ?? at },
    clockTold: false,
  });
}

const closed = (
  item: CallBackState,
  result: CallBackResult,
  ticketId: string | null,
  at: string,
): CallBackState =>
  changed(item, {
    result,
    ticketId,
    closedAt: at,
    claim: null,
    clock: { ...item.clock, stoppedAt: item.clock.stoppedAt ?? at },
    clockTold: false,
  });

/**
 * @throws DomainError `call-claimed`, `call-not-ready`: nobody tried to ring back yet, or fewer than three tries
 * before "unreachable"
 */
export function finishCallBack(
  item: CallBackState,
  by: {
    readonly userId: string;
    readonly result: Exclude<CallBackResult, 'reachedUs'>;
    readonly ticketId?: string;
  },
  at: string,
): CallBackState {
  mustBeTheirs(item, by.userId);
  const missed = item.attempts.filter(({ result }) => result === 'noAnswer').length;
  if (by.result === 'unreachable' && missed < triesBeforeUnreachable) {
    throw new DomainError(
      'call-not-ready',
      'A citizen is unreachable only after three tries nobody answered.',
      {
        tries: missed,
      },
    );
  }
  if (item.attempts.length === 0) {
    throw new DomainError('call-not-ready', 'Ring the number back first, and record the attempt.');
  }
  return closed(item, by.result, by.ticketId ?? null, at);
}

/** The citizen called again and somebody answered: nothing is owed any more. */
export const reachedUs = (item: CallBackState, at: string): CallBackState =>
  item.closedAt === null ? closed(item, 'reachedUs', item.ticketId, at) : item;
