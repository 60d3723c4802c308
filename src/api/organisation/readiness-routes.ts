import { z } from 'zod';
import { choosePolicy } from '../../domain/policy-choice';
import { readinessOf } from '../../domain/readiness';
import { localDate } from '../../domain/roster';
import { isInForce } from '../../domain/unit-tree';
import type {
  OrganisationRepository,
  PolicyRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { route, type Route } from '../http/route';
import { itemsOf, unitCode } from '../http/schemas';
import { shareAnswers } from '../http/shared-answers';
import { askedUnitOf } from '../stats/asked-unit';
import { readinessLackView } from './unit-routes';

export interface ReadinessDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findUnit' | 'listUnits' | 'listTeams' | 'listHotlineNumbers' | 'listShifts' | 'listOverrides'
  >;
  readonly users: Pick<UserRepository, 'list'>;
  readonly policies: Pick<PolicyRepository, 'list'>;
}

const count = z.number().int();
const summaryView = z
  .object({
    unitCode: z.string(),
    ready: z.boolean(),
    missing: z.array(readinessLackView),
    teams: z.array(
      z.object({
        teamId: z.string(),
        onDuty: count.describe('People on duty now who can be paged'),
        unreachable: count.describe('On duty now, and nobody could ring them'),
        gaps: count.describe('Stretches of the coming week without anybody'),
      }),
    ),
  })
  .meta({ id: 'ReadinessSummary' });

/** Every unit of an area at once: which could take a call now and all week, and what each still lacks. */
export function readinessRoutes(deps: ReadinessDependencies): Route[] {
  const { organisation } = deps;
  const summaryOf = shareAnswers((area) => readSummary(deps, area));
  return [
    route({
      operationId: 'listReadiness',
      method: 'get',
      path: '/readiness',
      tag: 'Organisation',
      permission: ['Unit', 'read'],
      summary: 'What each unit of my area lacks to go live; units in force today, or with a team',
      status: 200,
      problems: ['unit-not-found'],
      query: z.strictObject({
        unit: unitCode.optional().describe('A unit of my area; all of it by default'),
      }),
      response: itemsOf(summaryView),
      handle: async ({ query: { unit }, user }) => ({
        items: await summaryOf(await askedUnitOf(user, unit, organisation)),
      }),
    }),
  ];
}

async function readSummary(
  { organisation, users, policies }: ReadinessDependencies,
  area: string,
): Promise<z.input<typeof summaryView>[]> {
  const at = new Date();
  const [units, teams, shifts, overrides, numbers, people, rules] = await Promise.all([
    organisation.listUnits({}),
    organisation.listTeams({}),
    organisation.listShifts({}),
    organisation.listOverrides({ from: at.toISOString() }),
    organisation.listHotlineNumbers({}),
    users.list({}),
    policies.list(),
  ]);
  const today = localDate(at);
  // After a reform the old units work on until the new ones have taken over.
  const served = new Set(teams.filter(({ active }) => active).map((team) => team.unitCode));
  return units
    .filter(({ path }) => path.some(({ code }) => code === area))
    .filter((unit) => isInForce(unit, today) || served.has(unit.code))
    .map((unit) => {
      const own = new Set(teams.filter((team) => team.unitCode === unit.code).map(({ id }) => id));
      const ofOwn = <T extends { readonly teamId: string }>(all: readonly T[]): readonly T[] =>
        all.filter(({ teamId }) => own.has(teamId));
      const readiness = readinessOf(
        unit,
        {
          ...{ people, numbers, shifts: ofOwn(shifts), overrides: ofOwn(overrides) },
          teams: teams.filter(({ id }) => own.has(id)),
          supervisors: people.filter(({ role, unitCode: of }) => role === 'supervisor' && of === unit.code),
          hasPolicy: choosePolicy(rules, unit.path, at) !== null,
        },
        at,
      );
      return {
        ...{ unitCode: unit.code, ready: readiness.ready, missing: [...readiness.missing] },
        teams: readiness.teams.map(({ team, onDutyUserIds, unreachableUserIds, gaps }) => ({
          ...{ teamId: team.id, onDuty: onDutyUserIds.length },
          ...{ unreachable: unreachableUserIds.length, gaps: gaps.length },
        })),
      };
    });
}
