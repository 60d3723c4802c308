import type { CallFigures, MessageRow, RatingFigures } from './report-counts';
import type { LateRow } from './report-late';
import type { ReportPeriod } from './report-period';
import type { EmptyRoster, MissedHandOver, SilentHotline } from './report-readiness';
import type { AreaReport, ReportRow, UnitDepth } from './report';
import { reportClocks } from './report-ticket';
import type { TicketFigures } from './report-tally';

/** A report as it is read, stored and sent: numbers, codes and ids. Names are put to them when somebody reads it. */

export interface UnitRow extends ReportRow {
  readonly before: TicketFigures;
  readonly calls: CallFigures;
  readonly ratings: RatingFigures;
  /** Tickets for which nobody of this unit, or of one below it, was on duty. */
  readonly skipped: number;
}

export interface CategoryRow extends ReportRow {
  readonly before: TicketFigures;
  readonly ratings: RatingFigures;
}

/** A late unit, and who was on duty there when its longest delay began. */
export interface LateUnit extends LateRow {
  readonly onDutyUserIds: readonly string[];
}

export interface Readiness {
  readonly silentHotlines: readonly SilentHotline[];
  readonly emptyRosters: readonly EmptyRoster[];
  readonly missedHandOvers: readonly MissedHandOver[];
}

export interface ReportDocument extends Omit<AreaReport, 'units' | 'categories'> {
  /** `readiness` is null in the report of figures, and says who was not ready in the consolidated one. */
  readonly readiness: Readiness | null;
  readonly unitCode: string;
  readonly depth: UnitDepth;
  readonly period: ReportPeriod;
  readonly periodBefore: ReportPeriod;
  /** ISO 8601 UTC. */
  readonly countedAt: string;
  /** `total` of the period before. */
  readonly before: TicketFigures;
  readonly units: readonly UnitRow[];
  readonly categories: readonly CategoryRow[];
  readonly calls: CallFigures;
  readonly callsBefore: CallFigures;
  readonly ratings: RatingFigures;
  readonly ratingsBefore: RatingFigures;
  readonly messages: readonly MessageRow[];
  readonly late: readonly LateUnit[];
}

/** One number of a report under a name that does not change: `received`, `resolve.breached`, `calls.answered`. */
export interface KeyFigure {
  readonly name: string;
  readonly value: number | null;
  readonly before: number | null;
}

const ticketNames = [
  ...(['received', 'closed', 'cancelled', 'duplicates', 'openAtEnd', 'awaitingClose', 'reopened'] as const),
];
const clockNames = ['met', 'breached', 'running', 'metShare', 'medianMs', 'p90Ms'] as const;
const callNames = [
  ...(['received', 'answered', 'answeredWithin15s', 'within15sShare', 'abandoned', 'rescued'] as const),
];

/** The figures of the whole area, in the order in which they are read. */
export function keyFiguresOf(report: ReportDocument): readonly KeyFigure[] {
  const { total, before, calls, callsBefore, ratings, ratingsBefore, late } = report;
  const sent = report.messages.reduce((sum, row) => sum + row.sent, 0);
  return [
    ...ticketNames.map((name) => ({ name, value: total[name], before: before[name] })),
    ...reportClocks.flatMap((clock) =>
      clockNames.map((name) => ({
        ...{ name: `${clock}.${name}`, value: total.clocks[clock][name] },
        before: before.clocks[clock][name],
      })),
    ),
    ...callNames.map((name) => ({ name: `calls.${name}`, value: calls[name], before: callsBefore[name] })),
    { name: 'ratings.count', value: ratings.count, before: ratingsBefore.count },
    { name: 'ratings.average', value: ratings.average, before: ratingsBefore.average },
    { name: 'messages.sent', value: sent, before: null },
    { name: 'lateUnits', value: new Set(late.map(({ unitCode }) => unitCode)).size, before: null },
  ];
}

/** What a list behind a number is asked for: the same facts that were counted. */
export const behindFigures = [
  ...(['received', 'closed', 'cancelled', 'duplicates', 'openAtEnd', 'awaitingClose', 'reopened'] as const),
  ...(['met', 'breached', 'running', 'late'] as const),
] as const;
export type BehindFigure = (typeof behindFigures)[number];
