import { z } from 'zod';
import { messagePurposes } from '../../domain/message';
import type { Figures } from '../../models/messages/message-figures';
import type { RatingStore } from '../../models/ratings/rating-store';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { route, type Route } from '../http/route';
import { itemsOf } from '../http/schemas';
import { askedUnitOf } from './asked-unit';
import { spanOf, spanQuery } from './span';

const count = z.number().int();
const messageFigure = z
  .object({
    provider: z.string().nullable(),
    template: z.string(),
    purpose: z.enum(messagePurposes),
    written: count,
    sent: count,
    delivered: count,
    undelivered: count,
    failed: count,
    unknown: count.describe('Of the failed: given up without the provider ever saying whether it took them'),
    waiting: count,
    possibleDuplicates: count,
    parts: count,
    costVnd: z.number(),
  })
  .meta({ id: 'MessageFigure' });
const pagingFigure = z
  .object({
    ...{ group: z.string(), claims: count, medianMs: count, p90Ms: count },
    via: z.object({ link: count, voice: count, app: count, api: count }),
  })
  .meta({ id: 'PagingFigure' });
const pageOutcome = z
  .object({
    ...{ channel: z.enum(['sms', 'voice']), pages: count, sent: count, acknowledged: count },
    ...{ machine: count, noKey: count, noAnswer: count, withdrawn: count, skipped: count },
  })
  .meta({ id: 'PageOutcome' });

const ratingFigure = z
  .object({
    ...{ group: z.string(), count, average: z.number().describe('1 to 5, two decimals') },
    byScore: z.array(count).length(5).describe('How often 1, 2, 3, 4 and 5 were given'),
  })
  .meta({ id: 'RatingFigure' });

export interface StatsDependencies {
  readonly figures: Figures;
  readonly ratings: Pick<RatingStore, 'figures'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
}

/** Figures of sending and paging, for supervisors and the admin of the area. */
export function statsRoutes({ figures, ratings, organisation }: StatsDependencies): Route[] {
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
      query: z.strictObject(spanQuery),
      response: itemsOf(messageFigure),
      handle: async ({ query, user }) => {
        const { since, until } = spanOf(query);
        return {
          items: [
            ...(await figures.messages(await askedUnitOf(user, query.unit, organisation), since, until)),
          ],
        };
      },
    }),
    route({
      operationId: 'getPagingStats',
      method: 'get',
      path: '/stats/paging',
      tag: 'Board',
      permission: ['Figures', 'read'],
      summary: 'How long it took from the page to the claim, and by which channel people were reached',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      query: z.strictObject({
        ...spanQuery,
        by: z.enum(['tier', 'unit', 'day'], { error: 'must be tier, unit or day' }).default('tier'),
      }),
      response: itemsOf(pagingFigure).extend({
        channels: z.array(pageOutcome).describe('What became of the pages, by channel'),
      }),
      handle: async ({ query, user }) => {
        const { since, until } = spanOf(query);
        const unit = await askedUnitOf(user, query.unit, organisation);
        const [items, channels] = await Promise.all([
          figures.paging(unit, since, until, query.by),
          figures.pageOutcomes(unit, since, until),
        ]);
        return { items: [...items], channels: [...channels] };
      },
    }),
    route({
      operationId: 'getRatingStats',
      method: 'get',
      path: '/stats/ratings',
      tag: 'Board',
      permission: ['Figures', 'read'],
      summary: 'What citizens thought of the work, by unit, category or day; never their words',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      query: z.strictObject({
        ...spanQuery,
        by: z.enum(['unit', 'category', 'day'], { error: 'must be unit, category or day' }).default('unit'),
      }),
      response: itemsOf(ratingFigure),
      handle: async ({ query, user }) => {
        const { since, until } = spanOf(query);
        const found = await ratings.figures(
          await askedUnitOf(user, query.unit, organisation),
          since,
          until,
          query.by,
        );
        return { items: found.map(({ byScore, ...figure }) => ({ ...figure, byScore: [...byScore] })) };
      },
    }),
  ];
}
