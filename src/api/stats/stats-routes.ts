import { z } from 'zod';
import { DomainError } from '../../domain/refusal';
import type { Figures } from '../../models/messages/message-figures';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { User } from '../../domain/organisation';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { isoTime, itemsOf, unitCode } from '../http/schemas';
import { areaCodeOf, isInAreaOf } from '../rights';

const count = z.number().int();
const messageFigure = z
  .object({
    provider: z.string().nullable(),
    template: z.string(),
    written: count,
    sent: count,
    delivered: count,
    undelivered: count,
    failed: count,
    waiting: count,
    possibleDuplicates: count,
    parts: count,
    costVnd: z.number(),
  })
  .meta({ id: 'MessageFigure' });
const pagingFigure = z
  .object({ group: z.string(), claims: count, medianMs: count, p90Ms: count })
  .meta({ id: 'PagingFigure' });

const span = {
  unit: unitCode.optional().describe('A unit of my area; all of it by default'),
  since: isoTime.optional().describe('24 hours ago by default'),
  until: isoTime.optional().describe('Now by default, so today counts'),
};
const dayMs = 24 * 60 * 60 * 1_000;
const longestMs = 92 * dayMs;

export interface StatsDependencies {
  readonly figures: Figures;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
}

/** Figures of sending and paging, for supervisors and the admin of the area. */
export function statsRoutes({ figures, organisation }: StatsDependencies): Route[] {
  const areaOf = async (user: User, unit: string | undefined): Promise<string> => {
    if (unit === undefined) return areaCodeOf(user);
    const found = await organisation.findUnit(unit);
    if (!found) throw new DomainError('unit-not-found', 'unit must be the code of a unit', { field: 'unit' });
    if (isInAreaOf(user, found.path)) return unit;
    throw new Refused('not-allowed', 'This unit is not in your area.');
  };
  return [
    route({
      operationId: 'getMessageStats',
      method: 'get',
      path: '/stats/messages',
      tag: 'Board',
      permission: ['Figures', 'read'],
      summary: 'What became of the messages, and what they cost, by provider and template',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      query: z.strictObject(span),
      response: itemsOf(messageFigure),
      handle: async ({ query, user }) => {
        const { since, until } = spanOf(query);
        return { items: [...(await figures.messages(await areaOf(user, query.unit), since, until))] };
      },
    }),
    route({
      operationId: 'getPagingStats',
      method: 'get',
      path: '/stats/paging',
      tag: 'Board',
      permission: ['Figures', 'read'],
      summary: 'How long it took from the page to the claim, today included',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      query: z.strictObject({
        ...span,
        by: z.enum(['tier', 'unit', 'day'], { error: 'must be tier, unit or day' }).default('tier'),
      }),
      response: itemsOf(pagingFigure),
      handle: async ({ query, user }) => {
        const { since, until } = spanOf(query);
        const unit = await areaOf(user, query.unit);
        return { items: [...(await figures.paging(unit, since, until, query.by))] };
      },
    }),
  ];
}

function spanOf(query: { since?: string | undefined; until?: string | undefined }): {
  since: Date;
  until: Date;
} {
  const until = query.until === undefined ? new Date() : new Date(query.until);
  const since = query.since === undefined ? new Date(until.getTime() - dayMs) : new Date(query.since);
  const ms = until.getTime() - since.getTime();
  if (ms > 0 && ms <= longestMs) return { since, until };
  throw new Refused('impossible', 'until must be after since, by 92 days at most.', {
    errors: [{ pointer: 'query/until', message: 'must be after since, by 92 days at most' }],
  });
}
