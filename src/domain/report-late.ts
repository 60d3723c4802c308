import type { Field, Tier, UnitRef } from './organisation';
import type { ReportPeriod } from './report-period';
import {
  brokenAt,
  isEnded,
  reportClocks,
  standingAt,
  type ReportClock,
  type ReportClockName,
  type ReportTicket,
} from './report-ticket';

/** One clock that was broken, and whose step it was. */
export interface Lateness {
  /** The unit that owed the step. */
  readonly unitCode: string;
  readonly clock: ReportClockName;
  readonly ticketId: string;
  readonly code: string;
  readonly field: Field;
  readonly dueAt: string;
  /** From the deadline until it was done, or until the end of the period. */
  readonly lateMs: number;
  /** Not done by the end of the period. */
  readonly isOpen: boolean;
  /** Teams that had been asked, or the one that owned it; empty where no team has this step. */
  readonly teamIds: readonly string[];
  /** Who had taken it on; null before anybody has. */
  readonly userId: string | null;
}

/** A late unit and clock: how many, the longest, since when. */
export interface LateRow {
  readonly unitCode: string;
  readonly clock: ReportClockName;
  readonly count: number;
  readonly open: number;
  readonly longestMs: number;
  /** The oldest deadline that is still not kept; null when all were made up for. */
  readonly openSince: string | null;
  /** The longest one: what is asked about first. */
  readonly longest: Omit<Lateness, 'unitCode' | 'clock'>;
  /** Public codes, the latest first; not all of very many. */
  readonly codes: readonly string[];
}

const codesShown = 50;

/** Broken in the period, or broken before and still not done at its end. */
export function latenessesOf(ticket: ReportTicket, period: ReportPeriod): readonly Lateness[] {
  return ticket.clocks.flatMap((clock): Lateness[] => {
    const { name, tier } = clock;
    const known = reportClocks.find((one) => one === name);
    const at = brokenAt(clock);
    // Of the promise to acknowledge each tier's own turn says whose time it was.
    if (!known || at === null || at >= period.until || (known === 'acknowledge' && !tier)) return [];
    const doneAt = doneAfter(ticket, clock, at, period.until);
    if (at < period.since && doneAt !== null) return [];
    const end = doneAt ?? period.until;
    return [
      {
        ...whoOwed(ticket, clock, at),
        ...{ clock: known, ticketId: ticket.ticketId, code: ticket.code, field: ticket.field },
        ...{ dueAt: clock.dueAt, isOpen: doneAt === null },
        lateMs: Math.max(0, Date.parse(end) - Date.parse(clock.dueAt)),
      },
    ];
  });
}

/** When the late step was done before `until`: by itself, by somebody's claim, or because the ticket ended. */
function doneAfter(ticket: ReportTicket, clock: ReportClock, at: string, until: string): string | null {
  if (clock.metAt !== undefined && clock.metAt < until) return clock.metAt;
  const claim = clock.tier && ticket.assignments.find(({ claimedAt }) => claimedAt >= at);
  if (claim && claim.claimedAt < until) return claim.claimedAt;
  const { standing, since } = standingAt(ticket, until);
  return isEnded(standing) || (standing === 'awaitingClose' && clock.tier) ? since : null;
}

type Owing = Pick<Lateness, 'unitCode' | 'teamIds' | 'userId'>;

/** The tier whose turn it was; the owner of the ticket at that moment, or else who had been asked last. */
function whoOwed(ticket: ReportTicket, { name, tier }: ReportClock, at: string): Owing {
  const opened = ticket.steps.filter((step) => step.type === 'stepOpened' && step.at <= at);
  if (tier)
    return asked(
      opened.findLast((step) => step.tier === tier),
      unitOf(ticket, tier),
    );
  if (name === 'triage') return asked(undefined, ticket.intakeUnit);
  const owner = ticket.assignments.find(
    ({ claimedAt, endedAt }) => claimedAt <= at && (endedAt === undefined || at < endedAt),
  );
  if (owner) {
    const { unitCode, teamId, userId } = owner;
    return { unitCode, teamIds: teamId === null ? [] : [teamId], userId };
  }
  return asked(opened.at(-1), ticket.intakeUnit);
}

const asked = (step: ReportTicket['steps'][number] | undefined, otherwise: Pick<UnitRef, 'code'>): Owing => ({
  unitCode: step?.unitCode ?? otherwise.code,
  teamIds: step?.teamIds ?? [],
  userId: null,
});

const unitOf = ({ path, intakeUnit }: ReportTicket, tier: Tier): UnitRef =>
  path.find((unit) => unit.tier === tier) ?? intakeUnit;

/** By unit and clock, the longest first. */
export function lateRowsOf(latenesses: readonly Lateness[]): readonly LateRow[] {
  const groups = new Map<string, Lateness[]>();
  for (const one of latenesses) {
    const key = `${one.unitCode}/${one.clock}`;
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()]
    .flatMap((group): LateRow[] => {
      const sorted = [...group].sort((a, b) => b.lateMs - a.lateMs || a.code.localeCompare(b.code));
      const [first] = sorted;
      if (!first) return [];
      const { unitCode, clock, ...longest } = first;
      const open = group.filter(({ isOpen }) => isOpen);
      return [
        {
          ...{ unitCode, clock, longest, count: group.length, open: open.length },
          longestMs: first.lateMs,
          openSince: open.map(({ dueAt }) => dueAt).sort()[0] ?? null,
          codes: [...new Set(sorted.map(({ code }) => code))].slice(0, codesShown),
        },
      ];
    })
    .sort((a, b) => b.longestMs - a.longestMs || a.unitCode.localeCompare(b.unitCode));
}

/** How many tickets found nobody on duty at a unit in the period, by unit. */
export function skippedOf(ticket: ReportTicket, period: ReportPeriod): readonly string[] {
  const skipped = ticket.steps.filter(
    ({ type, at }) => type === 'stepSkipped' && period.since <= at && at < period.until,
  );
  return [...new Set(skipped.map(({ unitCode }) => unitCode))];
}
