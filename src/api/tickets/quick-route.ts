import { z } from 'zod';
import type { Tier, User } from '../../domain/organisation';
import type { Protocol } from '../../domain/protocol';
import { DomainError } from '../../domain/refusal';
import type { Channel } from '../../domain/ticket';
import { ReplyWith, route, type Route } from '../http/route';
import { textOf } from '../http/schemas';
import { lookalikesOf, reportOf, type LookalikeDependencies } from '../duplicates/find-lookalikes';
import { toLookalikeView } from '../duplicates/lookalike-view';
import { actorOf, mustCoverPlace } from './create-route';
import type { AcceptIntake } from './intake';
import { createdTicketView } from './ticket-schemas';
import { etagOf, toTicketView } from './ticket-view';

export interface QuickRouteDependencies extends LookalikeDependencies {
  readonly accept: AcceptIntake;
  readonly protocols: ReadonlyMap<string, Protocol>;
}

const quickBody = z
  .strictObject({
    category: textOf(40),
    phone: textOf(40),
    description: textOf(4_000).optional(),
    address: textOf(300).optional(),
  })
  .meta({ id: 'QuickTicket' });

/** The number that rang is the one of the person's own unit. */
const channelOf: Readonly<Record<Tier, Channel>> = {
  province: 'hotline1022',
  district: 'hotlineDistrict',
  commune: 'hotlineCommune',
};

const tierOf = (user: User): Tier => user.unitPath.at(-1)?.tier ?? 'province';

/** `POST /tickets/quick`: somebody on duty at a unit's own number, with one key and a telephone in the other hand. */
export function quickTicketRoute(deps: QuickRouteDependencies): Route {
  return route({
    operationId: 'createQuickTicket',
    method: 'post',
    path: '/tickets/quick',
    tag: 'Tickets',
    permission: ['Ticket', 'create'],
    summary: "Take a call on a unit's own hotline with a category and a number",
    description:
      "Everything else comes from who is signed in: the place is their unit, the channel their unit's hotline, the description the category's name. The search for a team begins at that unit and climbs. Send the rest by `note` or `triage` when the caller has told it.",
    status: 201,
    problems: ['phone-not-valid', 'unit-not-found', 'category-not-found', 'policy-not-found'],
    body: quickBody,
    response: createdTicketView,
    handle: async ({ body, user, rights, idempotencyKey }) => {
      const protocol = deps.protocols.get(body.category);
      if (!protocol) {
        throw new DomainError('category-not-found', 'category must be one of GET /protocols', {
          pointer: '/category',
        });
      }
      const ticket = await deps
        .accept(
          {
            category: protocol.category,
            channel: channelOf[tierOf(user)],
            caller: { phone: body.phone, anonymous: false },
            location: {
              unitCode: user.unitCode,
              ...(body.address !== undefined && { address: body.address }),
            },
            description: body.description ?? protocol.name.vi,
            details: { answers: {} },
          },
          actorOf(user),
          {
            takenBy: user,
            allow: (unit) => {
              mustCoverPlace(rights, unit.path, user);
            },
            ...(idempotencyKey !== undefined && { idempotencyKey }),
          },
        )
        .catch((error: unknown) => {
          throw inThisBody(error);
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

/** The intake's pointers as the fields of this smaller body. */
function inThisBody(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.facts.pointer !== '/caller/phone') return error;
  return new DomainError(error.code, error.message, { ...error.facts, pointer: '/phone' });
}
