import type { ReportDocument } from '../../domain/report-document';
import type { UnitDepth } from '../../domain/report';
import type { Behind } from '../../domain/report-behind';
import type { ReportPeriod } from '../../domain/report-period';
import type { ReportTicket } from '../../domain/report-ticket';

/** What a report is about. */
export interface ReportQuestion {
  readonly unitCode: string;
  readonly period: ReportPeriod;
  readonly depth: UnitDepth;
  /** With who was not ready: silent numbers, empty rosters, shifts that nobody took over. */
  readonly isConsolidated: boolean;
}

export interface Reports {
  /** Counted now, from what is stored now. */
  count(question: ReportQuestion): Promise<ReportDocument>;
  /** The tickets behind a number, the newest first. */
  behind(
    unitCode: string,
    period: ReportPeriod,
    wanted: Behind,
  ): Promise<
    readonly Pick<
      ReportTicket,
      'ticketId' | 'code' | 'category' | 'priority' | 'status' | 'receivedAt' | 'path'
    >[]
  >;
}
