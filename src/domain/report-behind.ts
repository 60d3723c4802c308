import type { ReportClockName, ReportTicket } from './report-ticket';
import { contributionOf } from './report-ticket';
import type { BehindFigure } from './report-document';
import { latenessesOf } from './report-late';
import type { ReportPeriod } from './report-period';
import type { Tier } from './organisation';
import { unitKeyOf, type UnitDepth } from './report';

/** The part of a report that somebody wants to see the tickets of. An absent field asks nothing. */
export interface Behind {
  readonly figure: BehindFigure;
  /** Of `met`, `breached`, `running` and `late`. */
  readonly clock?: ReportClockName;
  /** The turn of this tier instead of the promise as a whole. */
  readonly tier?: Tier;
  /** The unit that owed the step, of `late`. */
  readonly owedBy?: string;
  /** The row of the table by unit: what it counts beside the rows of units below it. */
  readonly row?: { readonly key: string; readonly areaCode: string; readonly depth: UnitDepth };
  readonly category?: string;
  readonly channel?: string;
  readonly priority?: string;
}

/** Whether a ticket is one of those that the figure counts. */
export function isBehind(ticket: ReportTicket, wanted: Behind, period: ReportPeriod): boolean {
  const { figure, clock, tier, owedBy, row, category, channel, priority } = wanted;
  if (row && unitKeyOf(ticket.path, row.areaCode, row.depth) !== row.key) return false;
  if (category !== undefined && ticket.category !== category) return false;
  if (channel !== undefined && ticket.channel !== channel) return false;
  if (priority !== undefined && ticket.priority !== priority) return false;
  if (figure === 'late') {
    return latenessesOf(ticket, period).some(
      (one) =>
        (clock === undefined || one.clock === clock) && (owedBy === undefined || one.unitCode === owedBy),
    );
  }
  const one = contributionOf(ticket, period);
  switch (figure) {
    case 'received':
    case 'openAtEnd':
    case 'awaitingClose':
      return one[figure];
    case 'closed':
    case 'cancelled':
      return one.ended === figure;
    case 'duplicates':
      return one.ended === 'duplicate';
    case 'reopened':
      return one.reopened > 0;
    case 'met':
    case 'breached':
    case 'running':
      return one.clocks.some(
        (found) =>
          found.outcome === figure &&
          found.tier === (tier ?? null) &&
          (clock === undefined || found.name === clock),
      );
  }
}
