import { cancelClock, meetClock, resumeClock } from '../clock-ledger';
import type { ClockName } from '../clock';
import type { Action } from '../commands';
import type { Draft } from '../draft';
import { DomainError } from '../refusal';
import type { Actor, Assignment, TicketStatus } from '../ticket';
import { ownerOf } from '../ticket';

/** What the transitions have in common: who may act in which state, and what stops or restarts a clock. */

export function requireStatus(draft: Draft, allowed: readonly TicketStatus[], action: Action): void {
  const { status, code } = draft.state;
  if (allowed.includes(status)) return;
  throw new DomainError(
    'transition-not-allowed',
    `Ticket ${code} is ${status}; ${action} needs ${allowed.join(', ')}`,
    {
      status,
      action,
      allowed,
    },
  );
}

/** A responder acts only for the team that has the ticket; the operations centre may act on its behalf. */
export function requireOwner(draft: Draft, actor: Actor, action: Action): Assignment {
  requireStatus(draft, ['claimed', 'enRoute', 'onScene', 'onHold'], action);
  const owner = ownerOf(draft.state);
  if (!owner) throw new Error(`ticket ${draft.state.ticketId} is ${draft.state.status} without an owner`);
  if (actor.role === 'responder' && actor.teamId !== owner.teamId) {
    throw new DomainError('not-the-owner', `Ticket ${draft.state.code} belongs to another team`, {
      teamId: owner.teamId,
      at: owner.claimedAt,
    });
  }
  return owner;
}

export function changeAssignment(draft: Draft, change: Partial<Assignment>): void {
  const owner = ownerOf(draft.state);
  if (owner) draft.set({ assignments: [...draft.state.assignments.slice(0, -1), { ...owner, ...change }] });
}

export function endAssignment(draft: Draft, endReason: NonNullable<Assignment['endReason']>): void {
  changeAssignment(draft, { endedAt: draft.now, endReason });
}

/** Ends a hold, whoever or whatever ended it. Harmless when nothing is held. */
export function resumeClocks(draft: Draft, reason: string, actor: Actor): void {
  if (!draft.state.hold) return;
  const event = { atMs: draft.nowMs, reason, ...(actor.userId && { userId: actor.userId }) };
  draft.eachClock((clock) => resumeClock(clock, event, draft.policy));
  draft.remove('hold');
}

export function meetClocks(draft: Draft, names: readonly ClockName[], reason: string, actor: Actor): void {
  const event = { atMs: draft.nowMs, reason, ...(actor.userId && { userId: actor.userId }) };
  draft.eachClock((clock) =>
    names.includes(clock.name) && !clock.tier ? meetClock(clock, event, draft.policy) : clock,
  );
}

export function cancelClocks(draft: Draft, reason: string): void {
  draft.eachClock((clock) => cancelClock(clock, { atMs: draft.nowMs, reason }, draft.policy));
}
