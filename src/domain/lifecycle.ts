import { breachClock, markWarned, nextClockMoment } from './clock-ledger';
import type { ClockLedger } from './clock';
import type { Context, Outcome } from './draft';
import { Draft } from './draft';
import { openSteps, page, passOverdueSteps, startSearch } from './ladder';
import { tellCitizen } from './notices';
import type { OnDutyTeam } from './organisation';
import type { PinnedPolicy } from './policy';
import type { TicketState } from './ticket';
import { isSettled, ownerOf, systemActor } from './ticket';
import { close, resume } from './transitions/work';
import { meetClocks } from './transitions/rules';
import { waitsForVerification } from './verification';

/** What happens to a ticket without anybody asking: its beginning, and everything that time brings. */

/** A warning at this share of firstResponse or resolve is told to people, not only written down. */
const tellAtShare = 0.8;

/** The first transition: the citizen hears that we have it, and a triaged ticket goes on the ladder. */
export function begin(ticket: TicketState, context: Context): Outcome {
  const draft = new Draft(ticket, context);
  tellCitizen(draft, 'received', '1');
  if (draft.state.triage) {
    const { at: _at, ...triage } = draft.state.triage;
    draft.set({ status: 'triaged' });
    draft.log('triaged', triage);
    startSearch(draft, 'triaged');
  }
  return draft.finish();
}

export function open(
  ticket: TicketState,
  rosters: readonly { unitCode: string; teams: readonly OnDutyTeam[] }[],
  context: Context,
): Outcome {
  const draft = new Draft(ticket, context);
  openSteps(draft, rosters);
  return draft.finish();
}

/** A page that could not be delivered for good is part of the story; the ladder itself goes on. */
export function noteFailedMessage(
  ticket: TicketState,
  failure: { key: string; reason: string },
  context: Context,
): Outcome {
  const draft = new Draft(ticket, context);
  draft.log('messageFailed', { key: failure.key, reason: failure.reason });
  return draft.finish();
}

/**
 * The shift of the team that owns the ticket has ended, and the next one was told of it. A ticket that the team has
 * given away or finished meanwhile is none of that shift's business.
 */
export function noteHandOver(
  ticket: TicketState,
  fact: { readonly handOverId: string; readonly teamId: string },
  context: Context,
): Outcome {
  const draft = new Draft(ticket, context);
  if (!isSettled(ticket) && ownerOf(ticket)?.teamId === fact.teamId) {
    draft.log('handedOver', { handOverId: fact.handOverId, teamId: fact.teamId });
  }
  return draft.finish();
}

/** The next moment (epoch ms) at which time itself changes the ticket; null when it only waits for people. */
export function nextMoment(ticket: TicketState, policy: PinnedPolicy): number | null {
  if (isSettled(ticket)) return null;
  const moments = ticket.clocks.flatMap((clock) => nextClockMoment(clock, policy)?.atMs ?? []);
  const { ladder, hold, resolution } = ticket;
  if (ladder) {
    const isOpen = ladder.steps.some(({ status }) => status === 'open');
    if (!isOpen) moments.push(Date.parse(ladder.startsAt));
    else if (ladder.nextPageAt) moments.push(Date.parse(ladder.nextPageAt));
    for (const step of ladder.steps) {
      if (step.status === 'open' && step.endsAt) moments.push(Date.parse(step.endsAt));
    }
  }
  if (hold?.until) moments.push(Date.parse(hold.until));
  if (resolution && ticket.status === 'resolved') {
    moments.push(Date.parse(resolution.at) + policy.closeAfterResolvedMs);
  }
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** Everything that is due at `nowMs`, however late the timer fired. Nothing due changes nothing. */
export function tick(ticket: TicketState, context: Context): Outcome {
  const draft = new Draft(ticket, context);
  if (isSettled(ticket)) return draft.finish();
  for (const clock of draft.state.clocks) tickClock(draft, clock);
  triageOverdue(draft);
  passOverdueSteps(draft);
  const { ladder, hold, resolution } = draft.state;
  if (ladder?.nextPageAt && Date.parse(ladder.nextPageAt) <= draft.nowMs) page(draft);
  if (hold?.until && Date.parse(hold.until) <= draft.nowMs) resume(draft, { actor: systemActor });
  if (
    resolution &&
    draft.state.status === 'resolved' &&
    Date.parse(resolution.at) + draft.policy.closeAfterResolvedMs <= draft.nowMs
  ) {
    close(draft, { actor: systemActor });
  }
  return draft.finish();
}

function tickClock(draft: Draft, clock: ClockLedger): void {
  let current = clock;
  for (;;) {
    const moment = nextClockMoment(current, draft.policy);
    if (!moment || moment.atMs > draft.nowMs) break;
    const facts = { clock: clock.name, round: clock.round, dueAt: clock.dueAt };
    const by = clock.tier ? { tier: clock.tier } : {};
    if (moment.share === null) {
      // A step's own clock ends with its step (`passOverdueSteps`), which also tells the story.
      if (clock.tier) break;
      current = breachClock(current, { atMs: draft.nowMs, reason: 'overdue' }, draft.policy);
      draft.log('clockBreached', facts, by);
      // Nobody is sent to an unverified report, so somebody must hear that it lies there.
      const lies = clock.name === 'triage' && waitsForVerification(draft.state);
      if (isPromise(clock) || lies) tellSupervisors(draft, clock, 'clockBreached');
    } else {
      current = markWarned(current, moment.share);
      draft.log('clockWarned', { ...facts, share: moment.share }, by);
      if (isPromise(clock) && moment.share >= tellAtShare) {
        tellSupervisors(draft, clock, 'clockWarned');
        tellDelay(draft);
      }
    }
  }
  if (current !== clock) draft.eachClock((candidate) => (candidate === clock ? current : candidate));
}

/** The clocks a citizen was promised; the others are the centre's own. */
const isPromise = (clock: ClockLedger): boolean => clock.name === 'firstResponse' || clock.name === 'resolve';

/** Before the breach, not after, and once: a second apology helps nobody. */
function tellDelay(draft: Draft): void {
  if (draft.state.delayTold) return;
  draft.set({ delayTold: true });
  tellCitizen(draft, 'delayed', String(draft.state.reopenedCount + 1));
}

function tellSupervisors(draft: Draft, clock: ClockLedger, reason: 'clockBreached' | 'clockWarned'): void {
  const owner = ownerOf(draft.state);
  draft.callSupervisors({
    reason,
    unitCodes: owner ? [owner.unitCode] : draft.state.unitPath.slice(-1).map(({ code }) => code),
    fact: `${clock.name}/round${String(clock.round)}`,
    data: { clock: clock.name, dueAt: clock.dueAt },
  });
}

/** Nobody triaged in time: the breach stands, and the ticket goes out with its provisional priority. An unverified
 * report waits on, unless it is a P1. */
function triageOverdue(draft: Draft): void {
  const overdue = draft.state.clocks.some(({ name, state }) => name === 'triage' && state === 'breached');
  if (draft.state.status !== 'received' || !overdue || waitsForVerification(draft.state)) return;
  const triage = { score: 0, redFlags: [], protocolVersion: 0, because: 'default' } as const;
  draft.set({ status: 'triaged', triage: { ...triage, priority: draft.state.priority, at: draft.now } });
  meetClocks(draft, ['triage'], 'nobodyTriaged', systemActor);
  draft.log('triaged', { ...triage, priority: draft.state.priority });
  startSearch(draft, 'triaged');
}
