import type { Commands } from '../commands';
import type { Draft } from '../draft';
import type { Facts } from '../facts';
import { endSearch } from '../ladder';
import { releaseOwner, tellReporter } from '../notices';
import { DomainError } from '../refusal';
import type { Actor } from '../ticket';
import { isSettled, ownerOf, systemActor } from '../ticket';
import { beginAgain } from './begin-again';
import { cancelClocks, endAssignment, requireStatus, resumeClocks } from './rules';

/**
 * One event, several reports: one main ticket is worked, the others are linked to it and keep their reporters.
 * The main ticket knows the ids of all of them, so that its news reaches each.
 */

const open = ['received', 'triaged', 'dispatched', 'claimed', 'enRoute', 'onScene', 'onHold'] as const;

/** Linked, not destroyed: the reporter keeps their own thread, and `unlink` brings the ticket back. */
export function link(draft: Draft, command: Commands['link']): void {
  requireStatus(draft, open, 'link');
  const { ticketId, priority, duplicateIds = [] } = draft.state;
  const refuse = (because: string): DomainError =>
    new DomainError('invalid-command', because, { pointer: '/duplicateOf' });
  if (command.duplicateOf === ticketId) throw refuse('A ticket cannot be a duplicate of itself');
  if (duplicateIds.includes(command.duplicateOf)) {
    throw refuse('must not be a duplicate of this ticket; unlink that one first');
  }
  const hadOwner = ownerOf(draft.state) !== undefined;
  leaveWork(draft, 'linked', command.actor);
  draft.set({ status: 'duplicate', duplicateOf: command.duplicateOf });
  draft.log(
    'linked',
    { duplicateOf: command.duplicateOf, ...(command.reason && { text: command.reason }) },
    { actor: command.actor },
  );
  draft.tellTicket({
    ticketId: command.duplicateOf,
    name: 'duplicateLinked',
    fact: { ticketIds: [ticketId, ...duplicateIds], priority, hadOwner, actor: command.actor },
  });
}

export function unlink(draft: Draft, command: Commands['unlink']): void {
  requireStatus(draft, ['duplicate'], 'unlink');
  comeBack(draft, command.actor, command.reason === undefined ? {} : { text: command.reason });
}

function comeBack(draft: Draft, actor: Actor, because: { text?: string; because?: string }): void {
  const { ticketId, duplicateOf, duplicateIds = [] } = draft.state;
  draft.log('unlinked', { duplicateOf: duplicateOf ?? null, ...because }, { actor });
  draft.remove('duplicateOf');
  beginAgain(draft, 'unlinked');
  if (duplicateOf === undefined) return;
  draft.tellTicket({
    ticketId: duplicateOf,
    name: 'duplicateUnlinked',
    fact: { ticketIds: [ticketId, ...duplicateIds], actor },
  });
}

/**
 * A report was linked to this ticket. One that is a duplicate itself passes the word on to its main ticket; when
 * that way leads back here, two people have linked two tickets to each other in the same moment and nobody would
 * work on either: the link is undone.
 */
export function hearLinked(draft: Draft, fact: Facts['duplicateLinked']): void {
  const { ticketId, status, priority, duplicateOf, duplicateIds = [] } = draft.state;
  if (fact.ticketIds.includes(ticketId)) {
    if (status === 'duplicate') comeBack(draft, systemActor, { because: 'circle' });
    return;
  }
  const fresh = fact.ticketIds.filter((id) => !duplicateIds.includes(id));
  if (fresh.length === 0) return;
  // P1 sorts before P5. Nothing is raised by itself: who linked them may know better.
  const moreUrgent = fact.priority < priority;
  draft.set({ duplicateIds: [...duplicateIds, ...fresh] });
  draft.log(
    'duplicateLinked',
    { ticketIds: fresh, priority: fact.priority, moreUrgent },
    { actor: fact.actor },
  );
  if (status === 'duplicate' && duplicateOf !== undefined) {
    draft.tellTicket({
      ticketId: duplicateOf,
      name: 'duplicateLinked',
      fact: { ...fact, ticketIds: fresh },
    });
    return;
  }
  if (moreUrgent && !isSettled(draft.state)) warnOfUrgency(draft, fresh[0] ?? '');
  tellStanding(draft, fresh, fact.hadOwner);
}

export function hearUnlinked(draft: Draft, fact: Facts['duplicateUnlinked']): void {
  const { status, duplicateOf, duplicateIds = [] } = draft.state;
  const gone = fact.ticketIds.filter((id) => duplicateIds.includes(id));
  if (gone.length === 0) return;
  draft.set({ duplicateIds: duplicateIds.filter((id) => !gone.includes(id)) });
  draft.log('duplicateUnlinked', { ticketIds: gone }, { actor: fact.actor });
  if (status === 'duplicate' && duplicateOf !== undefined) {
    draft.tellTicket({
      ticketId: duplicateOf,
      name: 'duplicateUnlinked',
      fact: { ...fact, ticketIds: gone },
    });
  }
}

function warnOfUrgency(draft: Draft, ticketId: string): void {
  const unit = ownerOf(draft.state)?.unitCode ?? draft.state.unitPath.at(-1)?.code;
  draft.callSupervisors({
    reason: 'duplicateMoreUrgent',
    unitCodes: unit === undefined ? [] : [unit],
    fact: ticketId,
    data: {},
  });
}

/** Who comes late hears where things stand, unless they know. */
function tellStanding(draft: Draft, ticketIds: readonly string[], hadOwner: boolean): void {
  const { status, assignments, reopenedCount } = draft.state;
  const isOwned = ownerOf(draft.state) !== undefined && !hadOwner;
  const news = isOwned ? 'claimed' : status === 'closed' || status === 'cancelled' ? status : null;
  if (news === null) return;
  const fact = news === 'claimed' ? assignments.length : reopenedCount + 1;
  for (const id of ticketIds) tellReporter(draft, news, String(fact), id);
}

/** A ticket that is worked no longer: clocks end, and whoever had it is told. */
export function leaveWork(draft: Draft, reason: 'cancelled' | 'linked', actor: Actor): void {
  const owner = ownerOf(draft.state);
  resumeClocks(draft, reason, actor);
  if (draft.state.ladder) endSearch(draft, { metTier: null, reason });
  cancelClocks(draft, reason);
  if (!owner) return;
  endAssignment(draft, reason);
  releaseOwner(draft, owner, reason);
}
