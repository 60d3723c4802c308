import { requireCitizenMayCancel, requireCitizenMayReopen } from '../citizen-wish';
import { retargetClock } from '../clock-ledger';
import type { Commands } from '../commands';
import type { Draft } from '../draft';
import { startPass, startSearch } from '../ladder';
import { tellCitizen } from '../notices';
import { nextWorkingMoment } from '../calendar';
import type { Priority } from '../policy';
import type { Actor } from '../ticket';
import { isSettled } from '../ticket';
import { requireChecked, requirePending } from '../verification';
import { beginAgain, targets } from './begin-again';
import { leaveWork } from './duplicates';
import { meetClocks, requireStatus, resumeClocks } from './rules';

/** What the operations centre decides about a ticket: how urgent, what kind, whether it goes on. */

const open = ['received', 'triaged', 'dispatched', 'claimed', 'enRoute', 'onScene', 'onHold'] as const;

export function triage(draft: Draft, command: Commands['triage']): void {
  requireStatus(draft, ['received'], 'triage');
  if (command.priority !== 'P1') requireChecked(draft, 'triage');
  applyPriority(draft, command.priority, 'triaged', command.actor);
  meetClocks(draft, ['triage'], 'triaged', command.actor);
  draft.set({ triage: { ...command.triage, priority: command.priority, at: draft.now } });
  draft.log('triaged', { priority: command.priority, ...command.triage }, { actor: command.actor });
  startSearch(draft, 'triaged');
}

/** Confirmed goes on as if it had just been sorted; rejected ends here. */
export function verify(draft: Draft, command: Commands['verify']): void {
  const { actor, result, text, ...sorted } = command;
  requireStatus(draft, open, 'verify');
  requirePending(draft);
  const by = actor.userId === undefined ? {} : { userId: actor.userId };
  draft.set({ verification: { state: result, at: draft.now, ...by } });
  draft.log('verified', { result, text }, { actor });
  if (result === 'rejected') cancel(draft, { actor, reason: text });
  else if (draft.state.status === 'received') triage(draft, { actor, ...sorted });
}

/** Category or priority: every open clock is judged by the new class, with its pauses kept. */
export function reclassify(draft: Draft, command: Commands['reclassify']): void {
  requireStatus(draft, open, 'reclassify');
  const { actor, category, priority, reason } = command;
  const changesCategory = category !== undefined && category.code !== draft.state.category;
  const changesPriority = priority !== undefined && priority !== draft.state.priority;
  if (!changesCategory && !changesPriority) return;
  draft.log(
    'reclassified',
    {
      ...(changesCategory && { fromCategory: draft.state.category, toCategory: category.code }),
      ...(changesPriority && { fromPriority: draft.state.priority, toPriority: priority }),
      text: reason,
    },
    { actor },
  );
  if (changesPriority) applyPriority(draft, priority, 'reclassified', actor);
  if (changesCategory) draft.set({ category: category.code, field: category.field });
  endForbiddenHold(draft, actor);
  const { ladder } = draft.state;
  if (ladder && ladder.direction !== 'direct') {
    startPass(draft, {
      round: ladder.round,
      pass: ladder.pass + 1,
      startsAtMs: nextWorkingMoment(draft.calendar, draft.nowMs),
    });
  }
}

/** An upgrade may reach a class that never waits, or not for this reason. */
function endForbiddenHold(draft: Draft, actor: Actor): void {
  const { hold } = draft.state;
  if (!hold || draft.serviceClass.holdReasons.includes(hold.reason)) return;
  resumeClocks(draft, 'reclassified', actor);
  draft.set({ status: hold.from });
  draft.log('resumed', { reason: hold.reason, because: 'reclassified' }, { actor });
}

function applyPriority(draft: Draft, priority: Priority, reason: string, actor: Actor): void {
  if (priority === draft.state.priority) return;
  draft.set({ priority });
  const serviceClass = draft.serviceClass;
  draft.eachClock((clock) => {
    if (clock.tier) return clock;
    const withinMs = serviceClass[targets[clock.name]];
    if (withinMs === null) return clock;
    const event = {
      atMs: draft.nowMs,
      reason,
      priority,
      withinMs,
      ...(actor.userId && { userId: actor.userId }),
    };
    return retargetClock(clock, event, draft.policy);
  });
}

export function note(draft: Draft, command: Commands['note']): void {
  if (isSettled(draft.state)) requireStatus(draft, [...open, 'resolved'], 'note');
  if (command.kind === 'contactAttempt') draft.set({ contactAttempts: draft.state.contactAttempts + 1 });
  draft.log('noted', { kind: command.kind, text: command.text }, { actor: command.actor });
}

export function cancel(draft: Draft, command: Commands['cancel']): void {
  requireStatus(draft, open, 'cancel');
  if (command.actor.kind === 'citizen') requireCitizenMayCancel(draft);
  leaveWork(draft, 'cancelled', command.actor);
  draft.set({ status: 'cancelled' });
  draft.log('cancelled', { text: command.reason }, { actor: command.actor });
  tellCitizen(draft, 'cancelled', String(draft.state.reopenedCount + 1));
}

/** "It was not done": fresh clocks from now, so that reopening never breaches by itself. */
export function reopen(draft: Draft, command: Commands['reopen']): void {
  requireStatus(draft, ['resolved', 'closed', 'cancelled'], 'reopen');
  if (command.actor.kind === 'citizen') requireCitizenMayReopen(draft);
  draft.log('reopened', { from: draft.state.status, text: command.reason }, { actor: command.actor });
  draft.remove('resolution');
  beginAgain(draft, 'reopened');
  tellCitizen(draft, 'reopened', String(draft.state.reopenedCount));
}
