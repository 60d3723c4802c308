import type { CallHint } from './call-hint';
import { unknownHint } from './call-hint';
import type { UnitRef } from './organisation';
import { DomainError } from './refusal';

/**
 * One call of a citizen, from the first ring to the end. Times are ISO 8601 UTC. A call nobody answered leaves
 * a debt, `rescue`, that is written with it and paid by a call-back item.
 */
export const callStatuses = ['inMenu', 'waiting', 'claimed', 'talking', 'ended'] as const;
export type CallStatus = (typeof callStatuses)[number];

export const callOutcomes = ['answered', 'hungUp', 'voicemail', 'callBackAsked', 'blocked'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** What became of a call that somebody took. */
export const callResults = ['ticket', 'advised', 'passedOn', 'silent', 'nuisance', 'wrongNumber'] as const;
export type CallResult = (typeof callResults)[number];

/** Why a supervisor takes a call from a claimant who is still there. Codes: no words about a person. */
export const retakeReasons = ['shiftEnded', 'unwell', 'lineLost', 'moreUrgentWork'] as const;
export type RetakeReason = (typeof retakeReasons)[number];

export interface Claim {
  readonly userId: string;
  readonly at: string;
  /** The claimant's last sign of life. */
  readonly seenAt: string;
}

export interface EndedClaim {
  readonly userId: string;
  readonly at: string;
  readonly endedAt: string;
  readonly how: 'released' | 'retaken' | 'notConnected' | 'callerGone';
  readonly byUserId?: string;
  readonly reason?: RetakeReason;
}

export interface CallState {
  readonly callId: string;
  /** From the province down to the unit whose number was called. */
  readonly unitPath: readonly UnitRef[];
  readonly language: 'vi' | 'en';
  readonly status: CallStatus;
  readonly hint: CallHint;
  readonly startedAt: string;
  readonly waitingSince: string | null;
  /** The last sign that the caller is on the line. */
  readonly seenAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: CallOutcome | null;
  /** Until when the number was blocked, if that is why nobody took the call. */
  readonly blockedUntil?: string;
  readonly claim: Claim | null;
  readonly earlierClaims: readonly EndedClaim[];
  readonly result: CallResult | null;
  readonly ticketId: string | null;
  readonly finishedAt: string | null;
  /** What the call-backs must still hear of this call: `open` one, or `close` the open one. */
  readonly rescue: 'open' | 'close' | null;
  readonly revision: number;
}

/** A claimant without a sign of life for this long has vanished: the claim is amber. */
const amberAfterMs = 45_000;

type Change = Partial<Omit<CallState, 'callId' | 'revision'>>;
const changed = (call: CallState, change: Change): CallState => ({
  ...call,
  ...change,
  revision: call.revision + 1,
});

export const incomingCall = (facts: {
  readonly callId: string;
  readonly unitPath: readonly UnitRef[];
  readonly at: string;
}): CallState => ({
  callId: facts.callId,
  unitPath: facts.unitPath,
  language: 'vi',
  status: 'inMenu',
  hint: unknownHint,
  startedAt: facts.at,
  waitingSince: null,
  seenAt: facts.at,
  answeredAt: null,
  endedAt: null,
  outcome: null,
  claim: null,
  earlierClaims: [],
  result: null,
  ticketId: null,
  finishedAt: null,
  rescue: null,
  revision: 1,
});

export const isEnded = ({ status }: CallState): boolean => status === 'ended';

/** The claimant has shown no sign of life for 45 s. */
export const isAmber = (
  { claim, finishedAt }: Pick<CallState, 'claim' | 'finishedAt'>,
  at: string,
): boolean =>
  claim !== null && finishedAt === null && Date.parse(at) - Date.parse(claim.seenAt) >= amberAfterMs;

/** The menu learned something. Nothing changes once the call is over. */
export const learn = (
  call: CallState,
  news: { readonly hint?: CallHint; readonly language?: 'vi' | 'en'; readonly at: string },
): CallState =>
  isEnded(call)
    ? call
    : changed(call, {
        seenAt: news.at,
        ...(news.hint && { hint: news.hint }),
        ...(news.language && { language: news.language }),
      });

/** The caller waits, or goes on waiting: their place is the one they had. */
export const wait = (call: CallState, at: string): CallState =>
  call.status === 'inMenu'
    ? changed(call, { status: 'waiting', waitingSince: at, seenAt: at })
    : isEnded(call)
      ? call
      : changed(call, { seenAt: at });

function mustBeTheirs(call: CallState, userId: string): Claim {
  if (call.claim === null) throw new DomainError('call-not-ready', 'Nobody has claimed this call.');
  if (call.claim.userId !== userId) throw takenBy(call.claim);
  return call.claim;
}

const takenBy = ({ userId, at }: Claim): DomainError =>
  new DomainError('call-claimed', 'Somebody else has this call.', { claimedBy: userId, claimedAt: at });

/**
 * An agent takes a waiting call. Their own claim again is the same claim.
 *
 * @throws DomainError `call-claimed` naming who has it, `call-not-ready` when nobody waits on the line
 */
export function claimCall(call: CallState, userId: string, at: string): CallState {
  if (call.claim?.userId === userId && call.finishedAt === null) return call;
  if (call.claim !== null) throw takenBy(call.claim);
  if (call.status !== 'waiting') {
    throw new DomainError('call-not-ready', 'Nobody is waiting on this line.', { status: call.status });
  }
  return changed(call, { status: 'claimed', claim: { userId, at, seenAt: at } });
}

/** @throws DomainError `call-claimed`, `call-not-ready` */
export const showLife = (call: CallState, userId: string, at: string): CallState =>
  changed(call, { claim: { ...mustBeTheirs(call, userId), seenAt: at } });

const endedClaim = (claim: Claim, at: string, how: EndedClaim['how']): EndedClaim => ({
  userId: claim.userId,
  at: claim.at,
  endedAt: at,
  how,
});

/**
 * Takes a call over from a claimant: anybody once the claim is amber, before that a supervisor with a reason.
 * Who had it stays on record.
 *
 * @throws DomainError `call-not-ready`, `call-claimed`
 */
export function retake(
  call: CallState,
  by: { readonly userId: string; readonly isSupervisor: boolean; readonly reason?: RetakeReason },
  at: string,
): CallState {
  const { claim } = call;
  if (claim === null || call.finishedAt !== null) {
    throw new DomainError('call-not-ready', 'Nobody holds this call; claim it.');
  }
  if (claim.userId === by.userId) return call;
  if (!isAmber(call, at) && !(by.isSupervisor && by.reason !== undefined)) throw takenBy(claim);
  const earlier: EndedClaim = {
    ...endedClaim(claim, at, 'retaken'),
    byUserId: by.userId,
    ...(by.reason !== undefined && { reason: by.reason }),
  };
  return changed(call, {
    claim: { userId: by.userId, at, seenAt: at },
    earlierClaims: [...call.earlierClaims, earlier],
  });
}

/** Back to the queue, at the old place. */
const backToQueue = (call: CallState, claim: Claim, at: string, how: EndedClaim['how']): CallState =>
  changed(call, {
    status: 'waiting',
    claim: null,
    earlierClaims: [...call.earlierClaims, endedClaim(claim, at, how)],
  });

/** @throws DomainError `call-claimed`, `call-not-ready` once they talk: then it is finished, not released */
export function releaseCall(call: CallState, userId: string, at: string): CallState {
  const claim = mustBeTheirs(call, userId);
  if (call.status !== 'claimed') {
    throw new DomainError('call-not-ready', 'You have spoken with the caller: finish the call.', {
      status: call.status,
    });
  }
  return backToQueue(call, claim, at, 'released');
}

/** The agent's telephone did not answer: the caller goes on waiting. Any other state is left as it is. */
export const notConnected = (call: CallState, at: string): CallState =>
  call.status === 'claimed' && call.claim !== null ? backToQueue(call, call.claim, at, 'notConnected') : call;

/** Caller and agent are connected. News of it that comes after the end still makes the call an answered one. */
export function answer(call: CallState, at: string): CallState {
  if (call.answeredAt !== null) return call;
  const late = isEnded(call);
  return changed(call, {
    answeredAt: at,
    rescue: 'close',
    status: late ? 'ended' : 'talking',
    ...(late && { outcome: 'answered' as const }),
  });
}

/**
 * The line is dead. Repeated news changes nothing, but a voicemail that is reported after the hang-up is one. A
 * claim that never became a conversation ends with the call.
 */
export function endCall(
  call: CallState,
  outcome: Exclude<CallOutcome, 'answered' | 'blocked'>,
  at: string,
): CallState {
  if (isEnded(call)) {
    const better = call.outcome === 'hungUp' && outcome !== 'hungUp';
    return better ? changed(call, { outcome, rescue: 'open' }) : call;
  }
  if (call.answeredAt !== null) return changed(call, { status: 'ended', endedAt: at, outcome: 'answered' });
  return changed(call, {
    status: 'ended',
    endedAt: at,
    outcome,
    rescue: 'open',
    claim: null,
    earlierClaims:
      call.claim === null
        ? call.earlierClaims
        : [...call.earlierClaims, endedClaim(call.claim, at, 'callerGone')],
  });
}

/** A blocked number is not queued and owes no call-back, also when it hung up before it was turned away. */
export function blockCall(call: CallState, until: string, at: string): CallState {
  if (call.answeredAt !== null || call.claim !== null) return call;
  if (isEnded(call) && call.outcome !== 'hungUp') return call;
  const endedAt = call.endedAt ?? at;
  return changed(call, { status: 'ended', outcome: 'blocked', endedAt, blockedUntil: until, rescue: null });
}

/**
 * What became of it, by whoever holds it; a conversation whose end was never reported is over with this.
 *
 * @throws DomainError `call-claimed`, `call-not-ready` before anybody has spoken with the caller
 */
export function finishCall(
  call: CallState,
  by: { readonly userId: string; readonly result: CallResult; readonly ticketId?: string },
  at: string,
): CallState {
  mustBeTheirs(call, by.userId);
  if (call.answeredAt === null) {
    throw new DomainError('call-not-ready', 'You have not spoken with the caller yet: release the call.', {
      status: call.status,
    });
  }
  return changed(call, {
    result: by.result,
    ticketId: by.ticketId ?? call.ticketId,
    finishedAt: call.finishedAt ?? at,
    status: 'ended',
    endedAt: call.endedAt ?? at,
    outcome: 'answered',
  });
}

/** The call-backs have heard of it. */
export const rescued = (call: CallState): CallState => changed(call, { rescue: null });
