import { addWorkingMs, workingMsBetween } from './calendar';
import type { ClockEvent, ClockLedger, ClockName } from './clock';
import type { Tier } from './organisation';
import type { Calendar, PinnedPolicy, Priority } from './policy';

/**
 * The clock ledger: an append-only list of what happened to a clock. Deadline, pauses and warning moments are
 * always recomputed from it, so a change of priority keeps every pause and an inspector can be shown why.
 */

interface Target {
  readonly priority: Priority;
  readonly withinMs: number;
}

type Rules = Pick<PinnedPolicy, 'calendars' | 'classes' | 'version'>;

/** The calendar of a priority class; null runs around the clock. */
export function calendarOf(policy: Rules, priority: Priority): Calendar | null {
  const id = policy.classes[priority].calendarId;
  if (id === null) return null;
  const calendar = policy.calendars.find((candidate) => candidate.id === id);
  if (!calendar) throw new Error(`policy names calendar ${id}, which it does not carry`);
  return calendar;
}

export function startClock(
  facts: { name: ClockName; tier?: Tier; round: number; atMs: number; reason: string } & Target,
  policy: Rules,
): ClockLedger {
  const at = iso(facts.atMs);
  return recomputed(
    {
      name: facts.name,
      ...(facts.tier && { tier: facts.tier }),
      round: facts.round,
      state: 'running',
      startedAt: at,
      dueAt: at,
      pausedMs: 0,
      warned: [],
      events: [
        {
          at,
          type: 'start',
          reason: facts.reason,
          policyVersion: policy.version,
          priority: facts.priority,
          withinMs: facts.withinMs,
        },
      ],
    },
    policy,
  );
}

/** Stops the counting of a running clock; every other clock stays as it is, a breached one above all. */
export function pauseClock(
  clock: ClockLedger,
  event: { atMs: number; reason: string; userId?: string },
  policy: Rules,
): ClockLedger {
  if (clock.state !== 'running') return clock;
  return recomputed({ ...withEvent(clock, 'pause', event, policy), state: 'paused' }, policy);
}

export function resumeClock(
  clock: ClockLedger,
  event: { atMs: number; reason: string; userId?: string },
  policy: Rules,
): ClockLedger {
  if (clock.state !== 'paused') return clock;
  return recomputed({ ...withEvent(clock, 'resume', event, policy), state: 'running' }, policy);
}

/**
 * Puts a clock under another class. The deadline is again start + target + pauses; when that already lies in
 * the past the clock gets the new target from now, but never more time than it had before: a change of
 * priority breaches nobody in the same instant and gives nobody a longer rope by being made urgent.
 */
export function retargetClock(
  clock: ClockLedger,
  event: { atMs: number; reason: string; userId?: string } & Target,
  policy: Rules,
): ClockLedger {
  if (clock.state !== 'running' && clock.state !== 'paused') return clock;
  const changed = recomputed(withEvent(clock, 'retarget', event, policy), policy);
  if (Date.parse(changed.dueAt) > event.atMs || Date.parse(clock.dueAt) <= event.atMs) return changed;
  const calendar = calendarOf(policy, event.priority);
  const grantedUntilMs = Math.min(
    Date.parse(clock.dueAt),
    addWorkingMs(calendar, event.atMs, event.withinMs),
  );
  const withinMs =
    elapsedMs(changed, event.atMs, policy) + workingMsBetween(calendar, event.atMs, grantedUntilMs);
  return recomputed(withEvent(clock, 'retarget', { ...event, withinMs }, policy), policy);
}

/** A breached clock that is met late keeps its breach and shows when it was met. */
export function meetClock(
  clock: ClockLedger,
  event: { atMs: number; reason: string; userId?: string },
  policy: Rules,
): ClockLedger {
  if (clock.state === 'met' || clock.state === 'cancelled' || clock.metAt) return clock;
  const state = clock.state === 'breached' || event.atMs > Date.parse(clock.dueAt) ? 'breached' : 'met';
  return { ...withEvent(clock, 'met', event, policy), state, metAt: iso(event.atMs) };
}

export function breachClock(
  clock: ClockLedger,
  event: { atMs: number; reason: string },
  policy: Rules,
): ClockLedger {
  if (clock.state !== 'running') return clock;
  return { ...withEvent(clock, 'breach', event, policy), state: 'breached', breachedAt: iso(event.atMs) };
}

export function cancelClock(
  clock: ClockLedger,
  event: { atMs: number; reason: string },
  policy: Rules,
): ClockLedger {
  if (clock.state !== 'running' && clock.state !== 'paused') return clock;
  return { ...withEvent(clock, 'cancel', event, policy), state: 'cancelled' };
}

export function markWarned(clock: ClockLedger, share: number): ClockLedger {
  return { ...clock, warned: [...clock.warned, share] };
}

/** What a running clock does next: the earliest untold warning, else its deadline. */
export function nextClockMoment(
  clock: ClockLedger,
  policy: Rules & Pick<PinnedPolicy, 'warnAtShares'>,
): { atMs: number; share: number | null } | null {
  if (clock.state !== 'running') return null;
  const share = policy.warnAtShares.find((candidate) => !clock.warned.includes(candidate));
  if (share === undefined) return { atMs: Date.parse(clock.dueAt), share: null };
  return { atMs: momentAt(clock, targetOf(clock).withinMs * share, policy), share };
}

/** Counted time up to `atMs`, pauses left out, in the calendar of the clock's present class. */
export function elapsedMs(clock: ClockLedger, atMs: number, policy: Rules): number {
  const calendar = calendarOf(policy, targetOf(clock).priority);
  return runs(clock, atMs).reduce((sum, [from, to]) => sum + workingMsBetween(calendar, from, to), 0);
}

function recomputed(clock: ClockLedger, policy: Rules): ClockLedger {
  const calendar = calendarOf(policy, targetOf(clock).priority);
  let pausedMs = 0;
  let pausedAt: number | null = null;
  for (const event of clock.events) {
    if (event.type === 'pause') pausedAt = Date.parse(event.at);
    if (event.type === 'resume' && pausedAt !== null) {
      pausedMs += workingMsBetween(calendar, pausedAt, Date.parse(event.at));
      pausedAt = null;
    }
  }
  return { ...clock, pausedMs, dueAt: iso(momentAt(clock, targetOf(clock).withinMs, policy)) };
}

/** When the counted time reaches `countedMs`, supposing that a paused clock resumes where it stands. */
function momentAt(clock: ClockLedger, countedMs: number, policy: Rules): number {
  const calendar = calendarOf(policy, targetOf(clock).priority);
  let left = countedMs;
  const stretches = runs(clock, null);
  for (const [from, to] of stretches.slice(0, -1)) {
    const length = workingMsBetween(calendar, from, to);
    if (left <= length) return addWorkingMs(calendar, from, left);
    left -= length;
  }
  const last = stretches.at(-1);
  if (!last) throw new Error(`clock ${clock.name} has no start`);
  return addWorkingMs(calendar, last[0], left);
}

/**
 * The stretches in which the clock counted. The last one is open: it ends at `untilMs`, or never when null;
 * a paused clock's last stretch is the empty one at its pause, where it would go on.
 */
function runs(clock: ClockLedger, untilMs: number | null): [fromMs: number, toMs: number][] {
  const stretches: [number, number][] = [];
  let from: number | null = null;
  let stoppedAt = 0;
  for (const event of clock.events) {
    const at = Date.parse(event.at);
    if (event.type === 'start' || event.type === 'resume') from = at;
    if (event.type === 'pause' && from !== null) {
      stretches.push([from, at]);
      from = null;
      stoppedAt = at;
    }
  }
  if (from !== null) stretches.push([from, untilMs ?? Number.POSITIVE_INFINITY]);
  else stretches.push([stoppedAt, stoppedAt]);
  return stretches;
}

function targetOf(clock: ClockLedger): Target {
  const event = clock.events.findLast((candidate) => candidate.withinMs !== undefined);
  if (event?.withinMs === undefined || event.priority === undefined) {
    throw new Error(`clock ${clock.name} has no target`);
  }
  return { priority: event.priority, withinMs: event.withinMs };
}

function withEvent(
  clock: ClockLedger,
  type: ClockEvent['type'],
  event: { atMs: number; reason: string; userId?: string; priority?: Priority; withinMs?: number },
  policy: Rules,
): ClockLedger {
  const { atMs, ...facts } = event;
  return {
    ...clock,
    events: [...clock.events, { at: iso(atMs), type, policyVersion: policy.version, ...facts }],
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
