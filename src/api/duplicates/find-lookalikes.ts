import { LOOKALIKE_FROM, scoreLookalike, type Likeness, type LookalikeScore } from '../../domain/duplicates';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import type { Logger } from '../../platform/logger';

export interface LookalikeDependencies {
  readonly tickets: Pick<TicketRepository, 'listLookalikes'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** A report to look for others of; `ticketId` when it is stored already. */
export interface Report extends Likeness {
  readonly ticketId?: string;
}

export interface Lookalike extends LookalikeScore {
  readonly ticket: StoredTicket;
}

/** What is decrypted and compared at most: texts and names cannot be searched for, only their owners' keys. */
const CANDIDATES = 50;
const SHOWN = 10;
const SAME_PLACE_SINCE_MS = 72 * 3_600_000;

/**
 * Open tickets that may be about the same event, most alike first. A failure here never costs the intake: it is
 * logged, and the list is empty.
 */
export async function lookalikesOf(
  { tickets, logger }: LookalikeDependencies,
  report: Report,
): Promise<readonly Lookalike[]> {
  try {
    const found = await tickets.listLookalikes(
      {
        caller: report.phone === undefined ? {} : { phone: report.phone },
        location: report.address === undefined ? {} : { address: report.address },
      },
      report.unitCode,
      new Date(Date.parse(report.receivedAt) - SAME_PLACE_SINCE_MS),
      CANDIDATES,
    );
    return found
      .filter(({ id }) => id !== report.ticketId)
      .map((ticket) => ({ ticket, ...scoreLookalike(report, reportOf(ticket)) }))
      .filter(({ score }) => score >= LOOKALIKE_FROM)
      .sort((a, b) => b.score - a.score)
      .slice(0, SHOWN);
  } catch (err) {
    logger.warn({ err, ticketId: report.ticketId }, 'could not look for duplicates');
    return [];
  }
}

/** A stored ticket as a report to compare. */
export function reportOf({ id, intake, state }: StoredTicket): Report {
  const { caller, subject, location } = intake;
  return {
    ticketId: id,
    category: state.category,
    field: state.field,
    unitCode: location.unitCode,
    unitPath: state.unitPath.map(({ code }) => code),
    receivedAt: state.receivedAt,
    description: intake.description,
    ...(caller.phone !== undefined && { phone: caller.phone }),
    ...(caller.name !== undefined && { callerName: caller.name }),
    ...(location.address !== undefined && { address: location.address }),
    ...(location.point && { point: location.point }),
    ...(subject?.name !== undefined && { subjectName: subject.name }),
    ...(subject?.phone !== undefined && { subjectPhone: subject.phone }),
  };
}
