import type { DeliveryKind } from '../../domain/report-delivery';
import type { MessageIntent } from '../../domain/message';
import type { ReportDocument } from '../../domain/report-document';

/** What a report is listed by. */
export interface SentReportRow {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly unitCode: string;
  /** Local dates, both inclusive. */
  readonly from: string;
  readonly to: string;
  /** ISO 8601 UTC. */
  readonly sentAt: string;
}

/** A report as it was sent: it never changes again, whatever becomes of its tickets. */
export interface SentReport extends SentReportRow {
  /** Of the unit, outermost first: who reads it is decided by this. */
  readonly unitCodes: readonly string[];
  readonly document: ReportDocument;
}

export interface SentReports {
  /** Writes it once: a repeated try finds, and answers with, what the first one wrote. */
  open(
    report: SentReport,
    intents: readonly MessageIntent[],
  ): Promise<{ readonly report: SentReport; readonly outbox: readonly MessageIntent[] }>;
  find(id: string): Promise<{
    readonly report: SentReport;
    readonly outbox: readonly MessageIntent[];
  } | null>;
  /** Of a unit itself, newest period first. */
  list(
    filter: { readonly unitCode: string; readonly kind?: DeliveryKind },
    page: { readonly limit: number; readonly skip: number },
  ): Promise<readonly SentReportRow[]>;
  /** For the message relay: intents written between the two times, each with its subject. */
  listIntents(window: {
    since: Date;
    olderThan: Date;
  }): Promise<readonly { readonly ticketId: string; readonly intent: MessageIntent }[]>;
}
