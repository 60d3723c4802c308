import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { lastFour } from '../../domain/phone';
import { ticketStatuses, type TicketStatus } from '../../domain/ticket';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import { limitKey, spend, type RateLimits } from '../auth/rate-limits';
import { withMainsProgress } from '../duplicates/shown-progress';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { textOf } from '../http/schemas';
import { callerLanguage, detailsBody, locationBody, subjectBody, toIntake } from '../tickets/create-route';
import { takeReport, type CitizenReportDependencies } from './take-report';

export interface PublicDependencies extends CitizenReportDependencies {
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode'>;
  readonly limits: Pick<RateLimits, 'publicTracking' | 'publicIntake'>;
}

const reportBody = z
  .strictObject({
    category: textOf(40),
    caller: z.strictObject({
      name: textOf(120).optional(),
      phone: textOf(40),
      language: callerLanguage.optional(),
    }),
    subject: subjectBody.optional(),
    location: locationBody,
    description: textOf(2_000),
    details: detailsBody,
    website: z.string().max(200).optional().describe('Leave empty: only machines fill it in'),
  })
  .meta({ id: 'CitizenReport' });

const steps = ['received', 'assigned', 'onTheWay', 'resolved', 'closed'] as const;
const trackingView = z
  .object({
    code: z.string(),
    status: z.enum(ticketStatuses),
    category: z.string(),
    receivedAt: z.string(),
    updatedAt: z.string(),
    late: z.boolean().describe('A promised time has passed'),
    promisedBy: z.string().nullable().describe('By when it should be done'),
    steps: z.array(z.object({ step: z.enum(steps), at: z.string().nullable() })),
  })
  .meta({ id: 'Tracking' });

/** What anyone may ask without an account: report, and follow one's own report. */
export function publicRoutes(deps: PublicDependencies): Route[] {
  return [
    route({
      operationId: 'reportAsCitizen',
      method: 'post',
      path: '/public/tickets',
      tag: 'Citizens',
      permission: 'public',
      summary: "A citizen's own report from the web",
      status: 201,
      problems: [
        'phone-not-valid',
        'unit-not-found',
        'category-not-found',
        'policy-not-found',
        'too-many-requests',
      ],
      body: reportBody,
      response: z.object({ code: z.string(), receivedAt: z.string() }),
      handle: async ({ body: { website, ...body }, ip, idempotencyKey }) => {
        const intake = toIntake({ ...body, channel: 'web', caller: { ...body.caller, anonymous: false } });
        const ticket = await takeReport(deps, { intake, ip, website, idempotencyKey });
        return new ReplyWith(
          { code: ticket.code, receivedAt: ticket.state.receivedAt },
          { headers: { Location: `/api/v1/public/tickets/${ticket.code}` } },
        );
      },
    }),
    route({
      operationId: 'trackTicket',
      method: 'get',
      path: '/public/tickets/:code',
      tag: 'Citizens',
      permission: 'public',
      summary: 'Where my report stands, by its code and the last 4 digits of my phone',
      description: 'An unknown code and wrong digits get the same answer.',
      status: 200,
      problems: ['ticket-not-found', 'too-many-requests'],
      params: z.object({ code: z.string().max(20, 'must be a code such as BD-7K3-9QF') }),
      query: z.strictObject({
        phone: z.string('must be the last 4 digits').regex(/^\d{4}$/, 'must be the last 4 digits'),
      }),
      response: trackingView,
      handle: async ({ params: { code }, query, ip }) => {
        await spend(deps.limits.publicTracking, limitKey('tracking', ip));
        const ticket = await deps.tickets.findByCode(code.trim().toUpperCase());
        if (!ticket || !endsWith(ticket, query.phone)) {
          throw new Refused('ticket-not-found', 'No report has this code and these digits. Check both.');
        }
        return toTracking(await withMainsProgress(deps.tickets, ticket));
      },
    }),
  ];
}

function endsWith(ticket: StoredTicket, digits: string): boolean {
  const { phone } = ticket.intake.caller;
  const known = phone === undefined ? '' : lastFour(phone);
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(known), hash(digits));
}

const started: ReadonlySet<TicketStatus> = new Set(['resolved', 'closed']);

function toTracking({ code, state, updatedAt }: StoredTicket): z.input<typeof trackingView> {
  const current = state.assignments.at(-1);
  const active =
    current && (current.endedAt === undefined || current.endReason === 'resolved') ? current : undefined;
  const resolve = state.clocks.findLast(({ name }) => name === 'resolve');
  const done = started.has(state.status);
  const at: Readonly<Record<(typeof steps)[number], string | null>> = {
    received: state.receivedAt,
    assigned: active?.claimedAt ?? null,
    onTheWay: active?.enRouteAt ?? active?.onSceneAt ?? null,
    resolved: done ? (state.resolution?.at ?? null) : null,
    closed: state.status === 'closed' ? updatedAt.toISOString() : null,
  };
  return {
    code,
    status: state.status,
    category: state.category,
    receivedAt: state.receivedAt,
    updatedAt: updatedAt.toISOString(),
    late: state.sla === 'breached',
    promisedBy: resolve?.dueAt ?? null,
    steps: steps.map((step) => ({ step, at: at[step] })),
  };
}
