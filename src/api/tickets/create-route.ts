import { z } from 'zod';
import type { Intake } from '../../domain/intake';
import { priorities } from '../../domain/policy';
import { channels, type Actor } from '../../domain/ticket';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { textOf, unitCode } from '../http/schemas';
import type { SignedIn } from '../auth/link-scope';
import { needsVerification } from '../../domain/verification';
import { sourceBody } from '../desk/source';
import { lookalikesOf, reportOf, type LookalikeDependencies } from '../duplicates/find-lookalikes';
import { toLookalikeView } from '../duplicates/lookalike-view';
import type { Rights, TicketFacts } from '../rights';
import type { AcceptIntake } from './intake';
import { createdTicketView } from './ticket-schemas';
import { etagOf, toTicketView } from './ticket-view';

const phone = textOf(40);
const answer = z.union([z.string().max(500), z.number(), z.boolean()]);

export const locationBody = z.strictObject({
  unitCode,
  address: textOf(300).optional(),
  point: z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }).optional(),
});
export const detailsBody = z
  .looseObject({ answers: z.record(z.string().max(60), answer).default({}) })
  .default({ answers: {} });
export const subjectBody = z.strictObject({
  name: textOf(120).optional(),
  phone: phone.optional(),
  birthYear: z.int().min(1880).max(2100).optional(),
  sex: z.enum(['female', 'male', 'other']).optional(),
});

/** Where nobody says it, Vietnamese. */
export const callerLanguage = z
  .enum(['vi', 'en'], 'must be vi or en')
  .describe('What they speak: their SMS are written in it');

export const ticketBody = z
  .strictObject({
    category: textOf(40),
    channel: z.enum(channels),
    priority: z.enum(priorities).optional().describe("The agent's own judgement; wins over the protocol"),
    caller: z
      .strictObject({
        name: textOf(120).optional(),
        phone: phone.optional(),
        language: callerLanguage.optional(),
        anonymous: z.boolean().default(false),
      })
      .default({ anonymous: false }),
    subject: subjectBody.optional(),
    location: locationBody,
    description: textOf(4_000),
    details: detailsBody,
    source: sourceBody.optional(),
  })
  .refine(({ channel, source }) => needsVerification(channel) === (source !== undefined), {
    path: ['source'],
    error: 'must say where a press or social report was seen, and only there',
  })
  .meta({ id: 'NewTicket' });

/** Absent and undefined are the same to a person, not to a stored document. */
export function toIntake(
  body: Omit<z.output<typeof ticketBody>, 'priority' | 'source'> & {
    source?: z.output<typeof sourceBody> | undefined;
  },
): Intake {
  return JSON.parse(
    JSON.stringify({
      category: body.category,
      channel: body.channel,
      caller: body.caller,
      subject: body.subject,
      location: body.location,
      description: body.description,
      details: { ...body.details, source: body.source },
    }),
  ) as Intake;
}

export const actorOf = (user: SignedIn): Actor => ({
  kind: 'user',
  userId: user.id,
  role: user.role,
  unitCode: user.unitCode,
  ...(user.teamId !== null && { teamId: user.teamId }),
  via: user.link ? 'link' : 'api',
});

export function createTicketRoute(deps: { accept: AcceptIntake } & LookalikeDependencies): Route {
  return route({
    operationId: 'createTicket',
    method: 'post',
    path: '/tickets',
    tag: 'Tickets',
    permission: ['Ticket', 'create'],
    summary: 'Take a call',
    description:
      'Stores the ticket (majority, journalled) and answers; the search for a team begins at once. `duplicates` are open tickets that look alike.',
    status: 201,
    problems: [
      'phone-not-valid',
      'unit-not-found',
      'category-not-found',
      'policy-not-found',
      'invalid-command',
    ],
    body: ticketBody,
    response: createdTicketView,
    handle: async ({ body, user, rights, idempotencyKey }) => {
      const { priority, ...rest } = body;
      const ticket = await deps.accept(toIntake(rest), actorOf(user), {
        takenBy: user,
        allow: (unit) => {
          mustCoverPlace(rights, unit.path, user);
        },
        ...(priority !== undefined && { priority }),
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      });
      const alike = await lookalikesOf(deps, reportOf(ticket));
      return new ReplyWith(
        {
          ...toTicketView(ticket, rights),
          duplicates: alike
            .filter((one) => rights.may('read', one.ticket))
            .map((one) => toLookalikeView(one, rights)),
        },
        { headers: { Location: `/api/v1/tickets/${ticket.id}`, ETag: etagOf(ticket) } },
      );
    },
  });
}

/** @throws Refused `not-allowed` when the person may not take calls for this place */
export function mustCoverPlace(
  rights: Rights,
  unitPath: TicketFacts['state']['unitPath'],
  user: SignedIn,
): void {
  // It has no id before it is there.
  const state = { ticketId: '', unitPath, offeredTeamIds: [], assignments: [] };
  const facts: TicketFacts = { createdBy: user.id, state };
  if (rights.may('create', facts)) return;
  throw new Refused('not-allowed', 'Your role takes calls for places in your own area only.');
}
