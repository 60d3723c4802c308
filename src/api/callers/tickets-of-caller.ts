import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isSettled } from '../../domain/ticket';
import type { AccessLog } from '../../models/access-log/access-log';
import type { TicketRepository } from '../../models/tickets/ticket-repository';
import type { Asking } from '../http/route';
import { ticketSummaryView } from '../tickets/ticket-schemas';
import { toTicketSummary } from '../tickets/ticket-view';

export interface CallerDependencies {
  readonly tickets: Pick<TicketRepository, 'listByPhone'>;
  readonly accessLog: Pick<AccessLog, 'record'>;
  /** Keys the pseudonym under which a look-up of a number is logged. */
  readonly secretKey: string;
}

export const callerTicketsShape = {
  open: z.array(ticketSummaryView),
  earlier: z.array(ticketSummaryView),
};

const shownAtOnce = 50;

/** Open and earlier tickets of a number (E.164) in the reader's area; the look-up is recorded before it is answered. */
export async function ticketsOfCaller(
  deps: CallerDependencies,
  phone: string,
  { user, rights, requestId }: Pick<Asking<'signedIn'>, 'user' | 'rights' | 'requestId'>,
) {
  const subjectId = createHmac('sha256', deps.secretKey).update(`caller:${phone}`).digest('base64url');
  await deps.accessLog.record({ userId: user.id, what: 'caller', subjectId, full: true, requestId });
  const tickets = await deps.tickets.listByPhone(phone, rights.readable, shownAtOnce);
  const summaries = tickets.map((ticket) => ({
    settled: isSettled(ticket.state),
    summary: toTicketSummary(ticket, rights),
  }));
  return {
    open: summaries.filter(({ settled }) => !settled).map(({ summary }) => summary),
    earlier: summaries.filter(({ settled }) => settled).map(({ summary }) => summary),
  };
}
