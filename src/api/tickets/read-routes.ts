import { z } from 'zod';
import { ratingScores } from '../../domain/citizen-wish';
import { tiers } from '../../domain/organisation';
import { maskPhone, normalisePhone } from '../../domain/phone';
import { priorities } from '../../domain/policy';
import { ticketStatuses } from '../../domain/ticket';
import type { AttachmentStore } from '../../models/attachments/attachment-store';
import type { MessageRepository } from '../../models/messages/message-repository';
import type { Rating, RatingStore } from '../../models/ratings/rating-store';
import type { ListOrder, TicketFilter, TicketRepository } from '../../models/tickets/ticket-repository';
import { attachmentView, toAttachmentView } from '../attachments/attachment-view';
import { invalidInput } from '../http/input';
import { ReplyWith, route, type Route } from '../http/route';
import { idText, isoTime, itemsOf, listOf, pageOf, pageQuery, ticketRef, unitCode } from '../http/schemas';
import { findReadable, logView, type FindTicketDependencies } from './find-ticket';
import { ticketSummaryView, ticketView } from './ticket-schemas';
import { etagOf, toTicketSummary, toTicketView } from './ticket-view';

const listOrders = ['newest', 'breachNext'] as const satisfies readonly ListOrder[];
const listQuery = z.strictObject({
  status: listOf(ticketStatuses).optional(),
  category: z
    .preprocess(
      (given) => (typeof given === 'string' ? given.split(',') : given),
      z.array(z.string().regex(/^\w{1,40}$/, 'must be category codes, see GET /protocols')).max(40),
    )
    .optional(),
  priority: listOf(priorities).optional(),
  unit: unitCode.optional().describe('This unit and everything below it'),
  tier: z
    .enum(tiers, { error: `must be one of: ${tiers.join(', ')}` })
    .optional()
    .describe('The tier that has the next move'),
  team: idText.optional().describe('Offered to or owned by this team'),
  sla: z.enum(['ok', 'warning', 'breached'], { error: 'must be one of: ok, warning, breached' }).optional(),
  phone: z.string().max(40).optional().describe('The caller, in any spelling'),
  q: z.string().max(100).optional().describe('A code, the beginning of one, or a phone number'),
  since: isoTime.optional().describe('Received at or after'),
  until: isoTime.optional().describe('Received before'),
  order: z
    .enum(listOrders, { error: `must be one of: ${listOrders.join(', ')}` })
    .default('newest')
    .describe('`breachNext`: what is late, or will be, first'),
  ...pageQuery,
});

const messageView = z
  .object({
    id: z.string(),
    template: z.string(),
    channel: z.enum(['sms', 'voice']),
    recipient: z.union([
      z.object({
        kind: z.literal('citizen'),
        ticketId: z.string().optional().describe('The linked report whose caller was told'),
      }),
      z.object({ kind: z.literal('user'), userId: z.string(), teamId: z.string().optional() }),
    ]),
    to: z.string().describe('Masked'),
    status: z.string(),
    errorCode: z.string().nullable().describe('Why it was not sent, or what came of it'),
    withdrawnBecause: z
      .string()
      .nullable()
      .describe('Why a call was ended, or told how the ticket stands, before anybody answered it'),
    answeredBy: z
      .enum(['human', 'machine'])
      .nullable()
      .describe('Who picked the call up, as the provider heard'),
    acknowledgedAt: z.string().nullable().describe('Its link or key claimed or declined'),
    attempts: z.number().int(),
    possibleDuplicate: z.boolean(),
    segments: z.number().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Message' });

const readTicketView = ticketView
  .extend({
    attachments: z.array(attachmentView).describe('Pictures kept with it'),
    rating: z
      .object({
        score: z.union(ratingScores.map((score) => z.literal(score))).describe('5 is best'),
        words: z.string().nullable().describe("The citizen's own; null when redacted"),
        givenAt: z.string(),
        changedAt: z.string(),
      })
      .nullable()
      .describe('What the citizen thought of the work'),
  })
  .meta({ id: 'ReadTicket' });

export interface ReadDependencies extends FindTicketDependencies {
  readonly attachments: Pick<AttachmentStore, 'list'>;
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode' | 'list'>;
  readonly messages: Pick<MessageRepository, 'listByTicket'>;
  readonly ratings: Pick<RatingStore, 'find'>;
}

export function ticketReadRoutes(deps: ReadDependencies): Route[] {
  return [
    route({
      operationId: 'listTickets',
      method: 'get',
      path: '/tickets',
      tag: 'Tickets',
      permission: ['Ticket', 'read'],
      summary: 'Tickets of my area, newest first, or by time to breach',
      status: 200,
      query: listQuery,
      response: pageOf(ticketSummaryView),
      handle: async ({ query, rights }) => {
        const { limit, cursor, order } = query;
        const page = await deps.tickets.list(rights.readable, filterOf(query), {
          ...{ limit, order },
          ...(cursor !== undefined && { cursor }),
        });
        return {
          items: page.items.map((ticket) => toTicketSummary(ticket, rights)),
          nextCursor: page.nextCursor,
        };
      },
    }),
    route({
      operationId: 'getTicket',
      method: 'get',
      path: '/tickets/:id',
      tag: 'Tickets',
      permission: ['Ticket', 'read'],
      summary: 'One ticket with its timeline, clocks and assignments',
      description: 'Every view by a person is recorded. `ETag` is the revision: send it back as `If-Match`.',
      status: 200,
      problems: ['ticket-not-found'],
      params: z.object({ id: ticketRef }),
      response: readTicketView,
      handle: async (asking) => {
        const ticket = await findReadable(deps.tickets, asking.params.id, asking.rights);
        await logView(deps.accessLog, asking, ticket);
        const [attachments, rating] = await Promise.all([
          deps.attachments.list(ticket.id),
          deps.ratings.find(ticket.id),
        ]);
        return new ReplyWith(
          {
            ...toTicketView(ticket, asking.rights),
            attachments: attachments.map(toAttachmentView),
            rating: rating && toRatingView(rating, asking.rights.may('readPersonal', ticket)),
          },
          { headers: { ETag: etagOf(ticket) } },
        );
      },
    }),
    route({
      operationId: 'listTicketMessages',
      method: 'get',
      path: '/tickets/:id/messages',
      tag: 'Tickets',
      permission: ['Ticket', 'read'],
      summary: 'The ledger of SMS and calls about a ticket',
      status: 200,
      problems: ['ticket-not-found'],
      params: z.object({ id: ticketRef }),
      response: itemsOf(messageView),
      handle: async (asking) => {
        const ticket = await findReadable(deps.tickets, asking.params.id, asking.rights);
        await logView(deps.accessLog, asking, ticket, 'ticketMessages');
        const messages = await deps.messages.listByTicket(ticket.id);
        return {
          items: messages.map((message) => ({
            id: message.id,
            template: message.template,
            channel: message.channel,
            recipient: message.recipient,
            to: maskPhone(message.to),
            status: message.status,
            errorCode: message.errorCode,
            withdrawnBecause: message.withdrawnBecause,
            answeredBy: message.answeredBy,
            acknowledgedAt: message.usedAt?.toISOString() ?? null,
            attempts: message.attempts,
            possibleDuplicate: message.possibleDuplicate,
            segments: message.segments,
            createdAt: message.createdAt.toISOString(),
            updatedAt: message.updatedAt.toISOString(),
          })),
        };
      },
    }),
  ];
}

const toRatingView = ({ score, words, givenAt, changedAt }: Rating, full: boolean) => ({
  ...{ score, words: full ? words : null },
  givenAt: givenAt.toISOString(),
  changedAt: changedAt.toISOString(),
});

function filterOf(query: z.output<typeof listQuery>): TicketFilter {
  const { status, category, priority, unit, tier, team, sla, q, since, until } = query;
  return {
    ...(status && { status }),
    ...(category && { category }),
    ...(priority && { priority }),
    ...(unit !== undefined && { unitCode: unit }),
    ...(tier && { tier }),
    ...(team !== undefined && { teamId: team }),
    ...(sla && { sla }),
    ...(query.phone !== undefined && { phone: phoneOf(query.phone) }),
    ...(q !== undefined && q.trim() !== '' && { q }),
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
  };
}

function phoneOf(given: string): string {
  const phone = normalisePhone(given);
  if (phone !== null) return phone;
  throw invalidInput([{ pointer: '/query/phone', message: 'must be a phone number' }]);
}
