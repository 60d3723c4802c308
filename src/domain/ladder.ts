import { addWorkingMs, nextWorkingMoment } from './calendar';
import { breachClock, cancelClock, meetClock, startClock } from './clock-ledger';
import type { ClockLedger } from './clock';
import type { Draft } from './draft';
import { pageTeams } from './notices';
import type { OnDutyTeam, Tier, UnitRef } from './organisation';
import type { PinnedPolicy, Priority } from './policy';
import type { Ladder, LadderStep, TicketState } from './ticket';

/**
 * The ladder: who is asked to take a ticket, in which order, for how long. Steps come from the policy and the
 * units a place really has, so three tiers, two or one need no change here.
 */

/**
 * The steps for a place. A ticket taken at the province goes down; one taken at a unit's own hotline starts
 * at that tier and climbs. Tiers the place does not have are left out and their share is given to the rest.
 */
function planSteps(
  ticket: Pick<TicketState, 'unitPath' | 'intakeUnit'>,
  priority: Priority,
  policy: Pick<PinnedPolicy, 'classes' | 'ladder'>,
): { direction: 'down' | 'climb'; steps: LadderStep[] } {
  const { acknowledgeMs, allStepsAtOnce } = policy.classes[priority];
  const direction = ticket.intakeUnit.tier === 'province' ? 'down' : 'climb';
  const shares = direction === 'down' ? policy.ladder.down : policy.ladder.climb;
  const first = direction === 'down' ? 0 : shares.findIndex(({ tier }) => tier === ticket.intakeUnit.tier);
  const present = shares.slice(Math.max(0, first)).flatMap(({ tier, share }) => {
    const unit = ticket.unitPath.find((candidate) => candidate.tier === tier);
    return unit ? [{ unit, share }] : [];
  });
  const total = present.reduce((sum, { share }) => sum + share, 0);
  const steps = present.map(({ unit, share }): LadderStep => ({
    tier: unit.tier,
    unitCode: unit.code,
    withinMs: allStepsAtOnce ? acknowledgeMs : Math.round((acknowledgeMs * share) / total),
    status: 'waiting',
    teams: [],
  }));
  return { direction, steps };
}

/** Begins a search for an owner: a fresh acknowledge clock, and the first pass over the steps. */
export function startSearch(draft: Draft, reason: string): void {
  const round = lastRound(draft.state) + 1;
  draft.addClock(
    startClock(
      {
        name: 'acknowledge',
        round,
        atMs: draft.nowMs,
        reason,
        priority: draft.state.priority,
        withinMs: draft.serviceClass.acknowledgeMs,
      },
      draft.policy,
    ),
  );
  startPass(draft, { round, pass: 1, startsAtMs: nextWorkingMoment(draft.calendar, draft.nowMs) });
}

/** Begins one pass over freshly planned steps; the search, its round and its clock go on. */
export function startPass(draft: Draft, pass: { round: number; pass: number; startsAtMs: number }): void {
  const { direction, steps } = planSteps(draft.state, draft.state.priority, draft.policy);
  stopStepClocks(draft, { metTier: null, reason: 'newPass' });
  draft.set({
    status: 'triaged',
    ladder: {
      round: pass.round,
      pass: pass.pass,
      direction,
      startsAt: new Date(pass.startsAtMs).toISOString(),
      steps,
      pages: 0,
    },
  });
}

/** The units whose rosters the next opening needs; empty while nothing can open yet. */
export function unitsToOpen(ticket: TicketState, nowMs: number): string[] {
  const { ladder } = ticket;
  if (
    !ladder ||
    Date.parse(ladder.startsAt) > nowMs ||
    ladder.steps.some(({ status }) => status === 'open')
  ) {
    return [];
  }
  return ladder.steps.filter(({ status }) => status === 'waiting').map(({ unitCode }) => unitCode);
}

/**
 * Opens the next step that has somebody on duty (every step at once where the class says so) and pages it.
 * A step with nobody is skipped in the same moment and its gap reported. When no step is left the pass ends.
 */
export function openSteps(
  draft: Draft,
  rosters: readonly { unitCode: string; teams: readonly OnDutyTeam[] }[],
): void {
  const ladder = ladderOf(draft);
  const atOnce = draft.serviceClass.allStepsAtOnce && ladder.direction !== 'direct';
  let opened = false;
  const steps = ladder.steps.map((step): LadderStep => {
    if (step.status !== 'waiting' || (opened && !atOnce)) return step;
    const onDuty = rosters.find(({ unitCode }) => unitCode === step.unitCode)?.teams ?? [];
    const teams = onDuty.filter(({ teamId }) => !draft.state.declinedTeamIds.includes(teamId));
    if (teams.length === 0) return skipped(draft, ladder, step, onDuty.length > 0);
    opened = true;
    return openedStep(draft, step, teams);
  });
  draft.set({ ladder: { ...ladder, steps } });
  if (opened) page(draft);
  else endPass(draft, 'nobodyOnDuty');
}

function skipped(draft: Draft, ladder: Ladder, step: LadderStep, declined: boolean): LadderStep {
  const because = declined ? 'everyTeamDeclined' : 'nobodyOnDuty';
  draft.log('stepSkipped', { unitCode: step.unitCode, because }, { tier: step.tier });
  if (!declined && ladder.pass === 1) {
    draft.callSupervisors({
      reason: 'rosterGap',
      unitCodes: [step.unitCode, ...draft.state.unitPath.slice(0, 1).map(({ code }) => code)],
      fact: `round${String(ladder.round)}/pass${String(ladder.pass)}/${step.unitCode}`,
      data: { unitCode: step.unitCode },
    });
  }
  return { ...step, status: 'skipped' };
}

function openedStep(draft: Draft, step: LadderStep, teams: readonly OnDutyTeam[]): LadderStep {
  const ladder = ladderOf(draft);
  const endsAtMs = addWorkingMs(draft.calendar, draft.nowMs, step.withinMs);
  const teamIds = teams.map(({ teamId }) => teamId);
  draft.set({
    status: 'dispatched',
    offeredTeamIds: [...new Set([...draft.state.offeredTeamIds, ...teamIds])],
  });
  draft.log('stepOpened', { unitCode: step.unitCode, teamIds, pass: ladder.pass }, { tier: step.tier });
  if (!hasStepClock(draft, ladder.round, step.tier)) {
    draft.addClock(
      startClock(
        {
          name: 'acknowledge',
          tier: step.tier,
          round: ladder.round,
          atMs: draft.nowMs,
          reason: 'stepOpened',
          priority: draft.state.priority,
          withinMs: step.withinMs,
        },
        draft.policy,
      ),
    );
  }
  return { ...step, status: 'open', openedAt: draft.now, endsAt: new Date(endsAtMs).toISOString(), teams };
}

/** Pages everyone on the open steps who has not declined, and plans the next page where the class has one. */
export function page(draft: Draft): void {
  const ladder = ladderOf(draft);
  const pages = ladder.pages + 1;
  for (const step of ladder.steps.filter(({ status }) => status === 'open')) {
    const teams = step.teams.filter(({ teamId }) => !draft.state.declinedTeamIds.includes(teamId));
    if (teams.length === 0) continue;
    const fact = `round${String(ladder.round)}/pass${String(ladder.pass)}/${step.unitCode}/page${String(pages)}`;
    const dueAt = step.endsAt ?? draft.now;
    pageTeams(draft, teams, {
      fact,
      leftMs: Date.parse(dueAt) - draft.nowMs,
      data: { tier: step.tier, unitCode: step.unitCode, dueAt, round: ladder.round, pass: ladder.pass },
    });
    if (pages > 1) {
      draft.log(
        'paged',
        { unitCode: step.unitCode, page: pages, teamIds: teams.map((t) => t.teamId) },
        { tier: step.tier },
      );
    }
  }
  const { repageEveryMs } = draft.serviceClass;
  const { nextPageAt: _previous, ...rest } = ladder;
  draft.set({
    ladder: {
      ...rest,
      pages,
      ...(repageEveryMs !== null && { nextPageAt: new Date(draft.nowMs + repageEveryMs).toISOString() }),
    },
  });
}

/** Closes open steps whose time is over; the tier that held them has lost that time. */
export function passOverdueSteps(draft: Draft): void {
  const ladder = draft.state.ladder;
  if (!ladder) return;
  const overdue = (step: LadderStep): boolean =>
    step.status === 'open' && step.endsAt !== undefined && Date.parse(step.endsAt) <= draft.nowMs;
  if (!ladder.steps.some(overdue)) return;
  for (const step of ladder.steps.filter(overdue)) {
    draft.log('stepPassed', { unitCode: step.unitCode, because: 'unanswered' }, { tier: step.tier });
  }
  const tiers = ladder.steps.filter(overdue).map(({ tier }) => tier);
  draft.eachClock((clock) =>
    isStepClock(clock, ladder.round) && clock.tier && tiers.includes(clock.tier)
      ? breachClock(clock, { atMs: draft.nowMs, reason: 'unanswered' }, draft.policy)
      : clock,
  );
  draft.set({
    ladder: {
      ...ladder,
      steps: ladder.steps.map((step) => (overdue(step) ? { ...step, status: 'passed' } : step)),
    },
  });
  endPassIfOver(draft, 'unanswered');
}

/** A team declines: when every team of a step has, the step ends at once instead of waiting out its time. */
export function closeDeclinedSteps(draft: Draft): void {
  const ladder = draft.state.ladder;
  if (!ladder) return;
  const refused = (step: LadderStep): boolean =>
    step.status === 'open' && step.teams.every(({ teamId }) => draft.state.declinedTeamIds.includes(teamId));
  const steps = ladder.steps.map((step): LadderStep =>
    refused(step) ? { ...step, status: 'declined' } : step,
  );
  const tiers = ladder.steps.filter(refused).map(({ tier }) => tier);
  if (tiers.length === 0) return;
  draft.eachClock((clock) =>
    isStepClock(clock, ladder.round) && clock.tier && tiers.includes(clock.tier)
      ? cancelClock(clock, { atMs: draft.nowMs, reason: 'declined' }, draft.policy)
      : clock,
  );
  draft.set({ ladder: { ...ladder, steps } });
  endPassIfOver(draft, 'everyTeamDeclined');
}

function endPassIfOver(draft: Draft, because: string): void {
  const { steps } = ladderOf(draft);
  if (steps.every(({ status }) => status !== 'open' && status !== 'waiting')) endPass(draft, because);
}

/**
 * Nobody took it: a breach. Supervisors of every tier are called and the ladder begins again; at once when
 * somebody was there to ask, after a full window when nobody was, so that an empty province does not spin.
 */
function endPass(draft: Draft, because: string): void {
  const ladder = ladderOf(draft);
  draft.log('ladderBreached', { because, round: ladder.round, pass: ladder.pass });
  draft.eachClock((clock) =>
    clock.name === 'acknowledge' && clock.round === ladder.round
      ? breachClock(clock, { atMs: draft.nowMs, reason: because }, draft.policy)
      : clock,
  );
  draft.callSupervisors({
    reason: 'ladderBreached',
    unitCodes: draft.state.unitPath.map(({ code }) => code),
    fact: `round${String(ladder.round)}/pass${String(ladder.pass)}`,
    data: { pass: ladder.pass },
  });
  const somebodyToAsk = ladder.steps.some(({ status }) => status === 'passed');
  const restMs = somebodyToAsk ? 0 : draft.serviceClass.acknowledgeMs;
  startPass(draft, {
    round: ladder.round,
    pass: ladder.pass + 1,
    startsAtMs: nextWorkingMoment(draft.calendar, addWorkingMs(draft.calendar, draft.nowMs, restMs)),
  });
}

/** Sends one team by hand: one open step with the whole window, instead of the planned ones. */
export function openDirectStep(draft: Draft, unit: UnitRef, team: OnDutyTeam): void {
  if (draft.state.ladder) stopStepClocks(draft, { metTier: null, reason: 'dispatchedByHand' });
  else startSearch(draft, 'dispatchedByHand');
  const { round, pass, pages } = ladderOf(draft);
  const step: LadderStep = {
    tier: unit.tier,
    unitCode: unit.code,
    withinMs: draft.serviceClass.acknowledgeMs,
    status: 'waiting',
    teams: [],
  };
  draft.set({
    declinedTeamIds: draft.state.declinedTeamIds.filter((id) => id !== team.teamId),
    ladder: {
      round,
      pass: pages > 0 ? pass + 1 : pass,
      direction: 'direct',
      startsAt: draft.now,
      steps: [step],
      pages: 0,
    },
  });
  const opened = openedStep(draft, step, [team]);
  draft.set({ ladder: { ...ladderOf(draft), steps: [opened] } });
  page(draft);
}

/** Ends the search: somebody owns the ticket (or it needs nobody), and every clock of the search stops. */
export function endSearch(
  draft: Draft,
  end: { metTier: Tier | null; reason: string; userId?: string },
): void {
  const round = draft.state.ladder?.round;
  stopStepClocks(draft, end);
  draft.eachClock((clock) => {
    if (clock.name !== 'acknowledge' || clock.tier || clock.round !== round) return clock;
    const event = { atMs: draft.nowMs, reason: end.reason, ...(end.userId && { userId: end.userId }) };
    return end.metTier ? meetClock(clock, event, draft.policy) : cancelClock(clock, event, draft.policy);
  });
  draft.remove('ladder');
}

function stopStepClocks(draft: Draft, end: { metTier: Tier | null; reason: string; userId?: string }): void {
  const round = draft.state.ladder?.round;
  draft.eachClock((clock) => {
    if (round === undefined || !isStepClock(clock, round) || clock.state !== 'running') return clock;
    const event = { atMs: draft.nowMs, reason: end.reason, ...(end.userId && { userId: end.userId }) };
    return clock.tier === end.metTier
      ? meetClock(clock, event, draft.policy)
      : cancelClock(clock, event, draft.policy);
  });
}

const isStepClock = (clock: ClockLedger, round: number): boolean =>
  clock.name === 'acknowledge' && clock.tier !== undefined && clock.round === round;

/** A repeated pass starts no second clock for a tier that has already lost its time in this search. */
const hasStepClock = (draft: Draft, round: number, tier: Tier): boolean =>
  draft.state.clocks.some(
    (clock) => isStepClock(clock, round) && clock.tier === tier && clock.state !== 'cancelled',
  );

const lastRound = (ticket: TicketState): number =>
  Math.max(0, ...ticket.clocks.filter(({ name }) => name === 'acknowledge').map(({ round }) => round));

function ladderOf(draft: Draft): Ladder {
  if (!draft.state.ladder) throw new Error('the ticket has no ladder');
  return draft.state.ladder;
}
