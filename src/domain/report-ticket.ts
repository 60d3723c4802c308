import type { ClockName } from './clock';
import type { Field, Tier, UnitRef } from './organisation';
import type { Priority } from './policy';
import type { ReportPeriod } from './report-period';
import type { Channel, TicketStatus } from './ticket';

/** What a report looks at of a ticket: codes, places and times, nothing that names a citizen. Times are ISO 8601 UTC. */
export interface ReportTicket {
  readonly ticketId: string;
  readonly code: string;
  readonly category: string;
  readonly field: Field;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly status: TicketStatus;
  /** From the province down to the place. */
  readonly path: readonly UnitRef[];
  /** Who took it. */
  readonly intakeUnit: UnitRef;
  readonly receivedAt: string;
  /** What ended it or began it again, the oldest first. */
  readonly moments: readonly ReportMoment[];
  readonly clocks: readonly ReportClock[];
  readonly assignments: readonly ReportAssignment[];
  /** Turns on the ladder, and turns that nobody could be asked for. */
  readonly steps: readonly ReportStep[];
}

export interface ReportMoment {
  readonly type: 'resolved' | 'closed' | 'cancelled' | 'linked' | 'reopened' | 'unlinked';
  readonly at: string;
}

export interface ReportClock {
  readonly name: ClockName;
  readonly tier?: Tier;
  readonly startedAt: string;
  readonly dueAt: string;
  readonly state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled';
  readonly metAt?: string;
  readonly breachedAt?: string;
  readonly cancelledAt?: string;
}

export interface ReportAssignment {
  readonly teamId: string | null;
  readonly userId: string | null;
  readonly unitCode: string;
  readonly tier: Tier;
  readonly claimedAt: string;
  readonly endedAt?: string;
  readonly endReason?: string;
}

export interface ReportStep {
  readonly type: 'stepOpened' | 'stepSkipped';
  readonly at: string;
  readonly tier: Tier;
  readonly unitCode: string;
  readonly teamIds: readonly string[];
}

/** The clocks of a report; `resolveTotal` only repeats what `resolve` says. */
export const reportClocks = ['triage', 'acknowledge', 'firstResponse', 'resolve'] as const;
export type ReportClockName = (typeof reportClocks)[number];

/** How a ticket stood at a moment: `before` it was received, in work, done and not closed yet, or ended. */
export type Standing = 'before' | 'open' | 'awaitingClose' | 'closed' | 'cancelled' | 'duplicate';

const standingAfter: Readonly<Record<ReportMoment['type'], Standing>> = {
  resolved: 'awaitingClose',
  closed: 'closed',
  cancelled: 'cancelled',
  linked: 'duplicate',
  reopened: 'open',
  unlinked: 'open',
};

/** As the ticket stood just before `at`, and since when it did. */
export function standingAt(
  { receivedAt, moments }: Pick<ReportTicket, 'receivedAt' | 'moments'>,
  at: string,
): { readonly standing: Standing; readonly since: string } {
  if (receivedAt >= at) return { standing: 'before', since: receivedAt };
  const last = moments.findLast((moment) => moment.at < at);
  return last
    ? { standing: standingAfter[last.type], since: last.at }
    : { standing: 'open', since: receivedAt };
}

export const isEnded = (standing: Standing): boolean =>
  standing === 'closed' || standing === 'cancelled' || standing === 'duplicate';

/** When a clock was broken: what its ledger says, or its deadline when only its late end was written. */
export const brokenAt = (clock: ReportClock): string | null =>
  clock.state === 'breached' ? (clock.breachedAt ?? clock.dueAt) : null;

/** A clock that a period decides or leaves running. Each clock is decided in one period and no other. */
export interface ClockOutcome {
  readonly name: ReportClockName;
  /** Set on the turn of one tier on the ladder: whose time it was. */
  readonly tier: Tier | null;
  readonly outcome: 'met' | 'breached' | 'running';
  /** From its start until it was met, pauses included, as the citizen waited; null while it is not met. */
  readonly tookMs: number | null;
  /** The window that it had. */
  readonly windowMs: number;
}

const isReportClock = (name: ClockName): name is ReportClockName =>
  (reportClocks as readonly ClockName[]).includes(name);

const within = (
  at: string | null | undefined,
  { since, until }: Pick<ReportPeriod, 'since' | 'until'>,
): boolean => at !== null && at !== undefined && since <= at && at < until;

/** What became of a clock by the end of a period; null when it was decided in another, or has nothing to say. */
function clockOutcome(clock: ReportClock, period: ReportPeriod): ClockOutcome | null {
  const { name, tier = null, startedAt, metAt } = clock;
  if (!isReportClock(name) || startedAt >= period.until) return null;
  const broken = brokenAt(clock);
  const decidedAt = broken ?? (clock.state === 'met' ? (metAt ?? null) : null);
  const windowMs = Date.parse(clock.dueAt) - Date.parse(startedAt);
  const tookMs =
    metAt !== undefined && metAt < period.until ? Date.parse(metAt) - Date.parse(startedAt) : null;
  if (within(decidedAt, period))
    return { name, tier, outcome: broken === null ? 'met' : 'breached', tookMs, windowMs };
  if (decidedAt !== null && decidedAt < period.since) return null;
  const isCancelled = clock.state === 'cancelled' && (clock.cancelledAt ?? startedAt) < period.until;
  return isCancelled ? null : { name, tier, outcome: 'running', tookMs: null, windowMs };
}

/** What one ticket adds to the figures of a period. */
export interface Contribution {
  readonly received: boolean;
  readonly openAtStart: boolean;
  /** Had ended before the period and was opened again in it. */
  readonly cameBack: boolean;
  /** How it ended in the period, if it still had at its end. */
  readonly ended: 'closed' | 'cancelled' | 'duplicate' | null;
  readonly endedAt: string | null;
  readonly openAtEnd: boolean;
  readonly awaitingClose: boolean;
  /** How often it was opened again because it was not done. */
  readonly reopened: number;
  readonly clocks: readonly ClockOutcome[];
}

export function contributionOf(ticket: ReportTicket, period: ReportPeriod): Contribution {
  const before = standingAt(ticket, period.since).standing;
  const { standing, since } = standingAt(ticket, period.until);
  const endedHere = isEnded(standing) && since >= period.since;
  const beganAgain = ticket.moments.some(
    ({ type, at }) => (type === 'reopened' || type === 'unlinked') && within(at, period),
  );
  return {
    received: within(ticket.receivedAt, period),
    openAtStart: before === 'open' || before === 'awaitingClose',
    cameBack: isEnded(before) && beganAgain,
    ended: endedHere ? (standing as Contribution['ended']) : null,
    endedAt: endedHere ? since : null,
    openAtEnd: standing === 'open' || standing === 'awaitingClose',
    awaitingClose: standing === 'awaitingClose',
    reopened: ticket.moments.filter(({ type, at }) => type === 'reopened' && within(at, period)).length,
    clocks: ticket.clocks.flatMap((clock) => clockOutcome(clock, period) ?? []),
  };
}
