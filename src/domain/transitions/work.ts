import { pauseClock, startClock } from '../clock-ledger';
import type { Commands } from '../commands';
import type { Draft } from '../draft';
import { tellCitizen } from '../notices';
import { DomainError } from '../refusal';
import {
  changeAssignment,
  endAssignment,
  meetClocks,
  requireOwner,
  requireStatus,
  resumeClocks,
} from './rules';

/** The owner's work, from setting off to the answer. Repeating a step that is done changes nothing. */

export function enRoute(draft: Draft, command: Commands['enRoute']): void {
  const owner = requireOwner(draft, command.actor, 'enRoute');
  if (draft.state.status === 'enRoute') return;
  requireStatus(draft, ['claimed'], 'enRoute');
  draft.set({ status: 'enRoute' });
  changeAssignment(draft, { enRouteAt: draft.now });
  draft.log('enRoute', {}, { actor: command.actor, tier: owner.tier });
}

/** On scene, or the call-back that stands for it: the first response. */
export function onScene(draft: Draft, command: Commands['onScene']): void {
  const owner = requireOwner(draft, command.actor, 'onScene');
  if (draft.state.status === 'onScene') return;
  requireStatus(draft, ['claimed', 'enRoute'], 'onScene');
  const byPhone = command.byPhone ?? false;
  draft.set({ status: 'onScene' });
  changeAssignment(draft, { onSceneAt: draft.now });
  meetClocks(draft, ['firstResponse'], byPhone ? 'calledBack' : 'onScene', command.actor);
  draft.log('onScene', { byPhone }, { actor: command.actor, tier: owner.tier });
}

/**
 * Stops the clocks for a reason the class allows. Changing from one waiting reason to another goes on with the
 * same pause. Where the class says so a second clock goes on counting the whole time.
 */
export function hold(draft: Draft, command: Commands['hold']): void {
  const owner = requireOwner(draft, command.actor, 'hold');
  requireHoldAllowed(draft, command);
  const { status, hold: previous } = draft.state;
  const from = previous?.from ?? (status === 'enRoute' || status === 'onScene' ? status : 'claimed');
  const event = {
    atMs: draft.nowMs,
    reason: command.reason,
    ...(command.actor.userId && { userId: command.actor.userId }),
  };
  draft.eachClock((clock) =>
    clock.name === 'resolveTotal' ? clock : pauseClock(clock, event, draft.policy),
  );
  if (draft.serviceClass.countsHoldTime) countWholeTime(draft);
  draft.set({
    status: 'onHold',
    hold: {
      reason: command.reason,
      since: previous?.since ?? draft.now,
      from,
      ...(command.until && { until: command.until }),
    },
  });
  const data = {
    reason: command.reason,
    ...(command.until && { until: command.until }),
    ...(command.text && { text: command.text }),
  };
  draft.log('held', data, { actor: command.actor, tier: owner.tier });
}

function requireHoldAllowed(draft: Draft, command: Commands['hold']): void {
  const { priority, code, contactAttempts } = draft.state;
  const allowed = draft.serviceClass.holdReasons;
  if (!allowed.includes(command.reason)) {
    const may = allowed.length > 0 ? `only for ${allowed.join(', ')}` : 'for no reason';
    throw new DomainError('hold-not-allowed', `Ticket ${code} is ${priority}, which may be held ${may}`, {
      priority,
      allowed,
    });
  }
  const needed = draft.policy.contactAttemptsBeforeHold;
  if (command.reason === 'citizenUnreachable' && contactAttempts < needed) {
    throw new DomainError(
      'hold-not-allowed',
      `Ticket ${code} needs ${String(needed)} logged tries to reach the citizen; ${String(contactAttempts)} so far`,
      { needed, logged: contactAttempts },
    );
  }
  if (command.until !== undefined && Date.parse(command.until) <= draft.nowMs) {
    throw new DomainError('invalid-command', 'until must lie in the future', { pointer: '/until' });
  }
}

function countWholeTime(draft: Draft): void {
  const resolve = draft.state.clocks.findLast(({ name }) => name === 'resolve');
  const counting = draft.state.clocks.some(
    ({ name, round }) => name === 'resolveTotal' && round === resolve?.round,
  );
  if (!resolve || counting) return;
  draft.addClock(
    startClock(
      {
        name: 'resolveTotal',
        round: resolve.round,
        atMs: Date.parse(resolve.startedAt),
        reason: 'held',
        priority: draft.state.priority,
        withinMs: draft.serviceClass.resolveMs,
      },
      draft.policy,
    ),
  );
}

export function resume(draft: Draft, command: Commands['resume']): void {
  const owner = requireOwner(draft, command.actor, 'resume');
  const { hold: held } = draft.state;
  if (!held) return;
  resumeClocks(draft, 'resumed', command.actor);
  draft.set({ status: held.from });
  draft.log(
    'resumed',
    { reason: held.reason, heldMs: draft.nowMs - Date.parse(held.since) },
    { actor: command.actor, tier: owner.tier },
  );
}

/** The answer, with the proof its category asks for. */
export function resolve(draft: Draft, command: Commands['resolve']): void {
  const owner = requireOwner(draft, command.actor, 'resolve');
  const missing = command.required.filter((kind) => !command.evidence[kind]?.trim());
  if (missing.length > 0) {
    throw new DomainError(
      'evidence-missing',
      `Ticket ${draft.state.code} needs ${missing.join(', ')} to be resolved`,
      {
        missing,
      },
    );
  }
  resumeClocks(draft, 'resolved', command.actor);
  meetClocks(draft, ['firstResponse', 'resolve', 'resolveTotal'], 'resolved', command.actor);
  endAssignment(draft, 'resolved');
  const shown = Object.entries(command.evidence).filter(([, words]) => words.trim());
  const evidence = command.required.length > 0 || shown.length > 0 ? shown.map(([kind]) => kind) : [];
  draft.set({
    status: 'resolved',
    resolution: {
      at: draft.now,
      teamId: owner.teamId,
      userId: command.actor.userId ?? null,
      evidence: evidence as Commands['resolve']['required'],
    },
  });
  const words = [...shown.map(([kind, text]) => `${kind}: ${text}`), ...(command.text ? [command.text] : [])];
  draft.log(
    'resolved',
    { evidence, ...(words.length > 0 && { text: words.join('\n') }) },
    { actor: command.actor, tier: owner.tier },
  );
}

export function close(draft: Draft, command: Commands['close']): void {
  requireStatus(draft, ['resolved'], 'close');
  draft.set({ status: 'closed' });
  draft.log('closed', { ...(command.text && { text: command.text }) }, { actor: command.actor });
  tellCitizen(draft, 'closed', String(draft.state.reopenedCount + 1));
}
