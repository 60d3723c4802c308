import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { normalisePhone } from '../../domain/phone';
import { isSettled } from '../../domain/ticket';
import type { AccessLog } from '../../models/access-log/access-log';
import type { TicketRepository } from '../../models/tickets/ticket-repository';
import { invalidInput } from '../http/input';
import { route, type Route } from '../http/route';
import { ticketSummaryView } from '../tickets/ticket-schemas';
import { toTicketSummary } from '../tickets/ticket-view';

export interface CallerDependencies {
  readonly tickets: Pick<TicketRepository, 'listByPhone'>;
  readonly accessLog: Pick<AccessLog, 'record'>;
  /** Keys the pseudonym under which a look-up of a number is logged. */
  readonly secretKey: string;
}

export function callerRoutes(deps: CallerDependencies): Route[] {
  return [
    route({
      operationId: 'getCaller',
      method: 'get',
      path: '/callers/:phone',
      tag: 'Tickets',
      permission: ['Caller', 'read'],
      summary: 'Screen pop: open and earlier tickets of this number in my area',
      description: 'Every look-up is recorded.',
      status: 200,
      params: z.object({ phone: z.string().max(40).describe('In any spelling') }),
      response: z.object({
        phone: z.string(),
        open: z.array(ticketSummaryView),
        earlier: z.array(ticketSummaryView),
      }),
      handle: async ({ params, user, rights, requestId }) => {
        const phone = normalisePhone(params.phone);
        if (phone === null) {
          throw invalidInput([
            { pointer: '/path/phone', message: 'must be a phone number, e.g. 0912345678' },
          ]);
        }
        const subjectId = createHmac('sha256', deps.secretKey).update(`caller:${phone}`).digest('base64url');
        await deps.accessLog.record({ userId: user.id, what: 'caller', subjectId, full: true, requestId });
        const tickets = await deps.tickets.listByPhone(phone, rights.readable, 50);
        const summaries = tickets.map((ticket) => ({
          settled: isSettled(ticket.state),
          summary: toTicketSummary(ticket, rights),
        }));
        return {
          phone,
          open: summaries.filter(({ settled }) => !settled).map(({ summary }) => summary),
          earlier: summaries.filter(({ settled }) => settled).map(({ summary }) => summary),
        };
      },
    }),
  ];
}
