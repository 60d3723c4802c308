import { z } from 'zod';
import type { CommandOrderRepository } from '../../models/command-orders/command-order-repository';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { route, type Route } from '../http/route';
import { askedUnitOf } from '../stats/asked-unit';
import { spanOf, spanQuery } from '../stats/span';

export interface OrderStatsDependencies {
  readonly commandOrders: Pick<CommandOrderRepository, 'figures'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
}

const whole = z.number().int();

export function orderStatsRoutes({ commandOrders, organisation }: OrderStatsDependencies): Route[] {
  return [
    route({
      operationId: 'getCommandOrderStats',
      method: 'get',
      path: '/stats/command-orders',
      tag: 'Board',
      permission: ['Figures', 'read'],
      summary: 'What became of the orders that units of my area were given, and which units were late',
      description:
        'Orders that were withdrawn are left out. An extension before the time was over makes nobody late.',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      query: z.strictObject(spanQuery),
      response: z
        .object({
          ...{ since: z.string(), until: z.string() },
          given: whole.describe('Orders with an addressee in the area'),
          addressees: whole.describe('Units of the area that were ordered something, once for each order'),
          nobody: whole.describe('Of them, had nobody to tell'),
          ...{ acknowledged: whole, acknowledgedInTime: whole, reported: whole, reportedInTime: whole },
          done: whole.describe('Reported as done, in time or not'),
          medianAcknowledgeMs: z.number().nullable(),
          lateUnits: z.array(
            z
              .object({ unitCode: z.string(), acknowledge: whole, result: whole })
              .describe('How often late with what'),
          ),
        })
        .meta({ id: 'CommandOrderStats' }),
      handle: async ({ query, user }) => {
        const { since, until } = spanOf(query);
        const unit = await askedUnitOf(user, query.unit, organisation);
        const { lateUnits, ...figures } = await commandOrders.figures(unit, since, until);
        return {
          ...{ since: since.toISOString(), until: until.toISOString(), ...figures },
          lateUnits: lateUnits.map((one) => ({ ...one })),
        };
      },
    }),
  ];
}
