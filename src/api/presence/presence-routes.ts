import { z } from 'zod';
import { roles, type User } from '../../domain/organisation';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import type { Presence, Viewer } from '../../models/presence/presence';
import type { TicketRepository } from '../../models/tickets/ticket-repository';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText, nothing } from '../http/schemas';
import { isInAreaOf, type Rights } from '../rights';

export interface PresenceDependencies {
  readonly presence: Presence;
  readonly tickets: Pick<TicketRepository, 'isInArea'>;
  readonly users: Pick<UserRepository, 'find'>;
}

const params = z.object({ id: idText });
const presenceView = z
  .object({
    withinMs: z.number().int().describe('Say it again within this time, or you count as gone'),
    others: z.array(
      z.object({
        userId: z.string(),
        name: z.string().nullable().describe('Null for somebody of another area'),
        role: z.enum(roles),
        unitCode: z.string(),
        seenAt: z.string(),
      }),
    ),
  })
  .meta({ id: 'Presence' });

/** Who else has a ticket open, so that two people do not work on it without knowing of each other. */
export function presenceRoutes(deps: PresenceDependencies): Route[] {
  return [
    route({
      operationId: 'stayOnTicket',
      method: 'put',
      path: '/tickets/:id/presence',
      tag: 'Tickets',
      permission: ['Ticket', 'read'],
      summary: 'I have this ticket open; who else has?',
      description:
        'A sign of life, to be repeated every few seconds. Forgotten by itself; nothing depends on it, and it is no lock.',
      status: 200,
      problems: ['ticket-not-found'],
      params,
      response: presenceView,
      handle: async ({ params: { id }, user, rights }) => {
        await mustBeReadable(deps, id, rights);
        const here = await answered(deps.presence.stay(id, user.id));
        const others = await Promise.all(
          here.filter(({ userId }) => userId !== user.id).map((viewer) => toOther(deps, user, viewer)),
        );
        return { withinMs: deps.presence.withinMs, others: others.flat() };
      },
    }),
    route({
      operationId: 'leaveTicket',
      method: 'delete',
      path: '/tickets/:id/presence',
      tag: 'Tickets',
      permission: ['Ticket', 'read'],
      summary: 'I have closed this ticket',
      status: 204,
      problems: ['ticket-not-found'],
      params,
      response: nothing,
      handle: async ({ params: { id }, user, rights }) => {
        await mustBeReadable(deps, id, rights);
        await answered(deps.presence.leave(id, user.id));
        return null;
      },
    }),
  ];
}

async function mustBeReadable(deps: PresenceDependencies, id: string, rights: Rights): Promise<void> {
  if (await deps.tickets.isInArea(id, rights.readable)) return;
  throw new Refused('ticket-not-found', 'There is no ticket with this id that you may see.');
}

async function answered<T>(asked: Promise<T>): Promise<T> {
  return asked.catch(() => {
    throw new Refused('unavailable', 'Nobody knows just now who else has it open.', {
      headers: { 'Retry-After': '5' },
    });
  });
}

/** People of one centre know each other by name; of others one learns the role and the unit. */
async function toOther(deps: PresenceDependencies, reader: User, { userId, seenAt }: Viewer) {
  const other = await deps.users.find(userId);
  if (!other?.active) return [];
  const isNear = isInAreaOf(reader, other.unitPath) || isInAreaOf(other, reader.unitPath);
  const { role, unitCode } = other;
  return [{ userId, name: isNear ? other.name : null, role, unitCode, seenAt: seenAt.toISOString() }];
}
