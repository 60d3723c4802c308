import { z } from 'zod';
import { figuresByUnit, sumOf } from '../../domain/hotline';
import { DomainError } from '../../domain/refusal';
import type { HotlineStandings } from '../../models/hotlines/hotline-standings';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { unitCode } from '../http/schemas';
import { areaCodeOf, isInAreaOf } from '../rights';

export interface HotlineStatsDependencies {
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'listUnits' | 'listHotlineNumbers'>;
  readonly standings: Pick<HotlineStandings, 'all'>;
}

const count = z.number().int();
const counts = {
  verified: count.describe('Answered at its last roll-call'),
  silent: count.describe('Listed, and silent last night'),
  unverified: count.describe('Never rung with success'),
  withdrawn: count,
  forwarded: count,
};

export function hotlineStatsRoutes(deps: HotlineStatsDependencies): Route[] {
  return [
    route({
      operationId: 'getHotlineStats',
      method: 'get',
      path: '/stats/hotlines',
      tag: 'Board',
      permission: ['Board', 'read'],
      summary: 'Published duty numbers in my area by what the roll-calls know of them, by unit',
      description: 'Short codes such as 1022 cannot be rung and are not counted.',
      status: 200,
      problems: ['unit-not-found'],
      query: z.strictObject({
        unit: unitCode.optional().describe('A unit of my area; all of it by default'),
      }),
      response: z
        .object({
          total: z.object(counts),
          items: z.array(z.object({ unitCode: z.string(), ...counts })),
        })
        .meta({ id: 'HotlineStats' }),
      handle: async ({ query, user }) => {
        const code = query.unit ?? areaCodeOf(user);
        const unit = await deps.organisation.findUnit(code);
        if (!unit)
          throw new DomainError('unit-not-found', 'unit must be the code of a unit', { field: 'unit' });
        if (!isInAreaOf(user, unit.path)) throw new Refused('not-allowed', 'This unit is not in your area.');
        const [units, numbers, standings] = await Promise.all([
          deps.organisation.listUnits({}),
          deps.organisation.listHotlineNumbers({ published: true }),
          deps.standings.all(),
        ]);
        const inArea = new Set(
          units.filter(({ path }) => path.some((one) => one.code === code)).map((one) => one.code),
        );
        const figures = figuresByUnit({
          ...{ standings, numbers: numbers.filter((number) => inArea.has(number.unitCode)) },
        });
        return {
          total: { ...sumOf(figures.values()) },
          items: [...figures].map(([of, one]) => ({ unitCode: of, ...one })),
        };
      },
    }),
  ];
}
