import { z } from 'zod';
import { fields, tiers, type Unit } from '../../domain/organisation';
import { peopleOnDuty } from '../../domain/effective-duty';
import { readinessLacks, readinessOf } from '../../domain/readiness';
import type {
  OrganisationRepository,
  PolicyRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import type { HotlineStandings } from '../../models/hotlines/hotline-standings';
import { directoryNumberView, toDirectoryNumber } from '../directory/hotline-views';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { date, itemsOf, unitCode } from '../http/schemas';
import { reachOf, type ReachDependencies } from './reach';
import {
  gapView,
  onDutyView,
  rosterWarningView,
  teamView,
  toTeamView,
  toUnitView,
  toWarningView,
  unitView,
} from './views';

export interface UnitDependencies extends ReachDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findUnit' | 'listUnits' | 'listTeams' | 'listHotlineNumbers' | 'listShifts' | 'listOverrides'
  >;
  readonly users: Pick<UserRepository, 'list' | 'find'>;
  readonly standings: Pick<HotlineStandings, 'all'>;
  readonly policies: Pick<PolicyRepository, 'choose'>;
  readonly now?: () => Date;
}

const params = z.object({ code: unitCode });
export const readinessLackView = z.enum(readinessLacks);
const readinessView = z
  .object({
    unitCode: z.string(),
    ready: z.boolean(),
    missing: z.array(readinessLackView),
    hotlineNumbers: z.number().int(),
    supervisorsWithPhone: z.number().int(),
    teams: z.array(
      z.object({
        team: teamView,
        onDutyUserIds: z.array(z.string()),
        unreachableUserIds: z.array(z.string()),
        gaps: z.array(gapView).describe('Hours of the coming week without anybody who can be paged'),
        warnings: z.array(rosterWarningView).describe('What each shift of the roster lacks'),
      }),
    ),
    uncovered: z
      .partialRecord(z.enum(fields), z.array(gapView))
      .describe('Hours of the coming week in which a field has nobody'),
  })
  .meta({ id: 'UnitReadiness' });

export function unitRoutes(deps: UnitDependencies): Route[] {
  const now = deps.now ?? (() => new Date());
  return [
    route({
      operationId: 'listUnits',
      method: 'get',
      path: '/units',
      tag: 'Organisation',
      permission: ['UnitList', 'read'],
      summary: 'Units: the tree, one branch of it, or a search by name without accents',
      status: 200,
      query: z.strictObject({
        parent: unitCode.optional(),
        tier: z.enum(tiers, { error: `must be one of: ${tiers.join(', ')}` }).optional(),
        q: z.string().max(100).optional(),
        on: date.optional().describe('In force on this date; absent: past and present ones'),
      }),
      response: itemsOf(unitView),
      handle: async ({ query }) => {
        const units = await deps.organisation.listUnits({
          ...(query.on !== undefined && { on: new Date(`${query.on}T00:00:00+07:00`) }),
          ...(query.parent !== undefined && { parentCode: query.parent }),
          ...(query.tier && { tier: query.tier }),
          ...(query.q !== undefined && query.q.trim() !== '' && { q: query.q }),
        });
        return { items: units.map(toUnitView) };
      },
    }),
    route({
      operationId: 'getUnit',
      method: 'get',
      path: '/units/:code',
      tag: 'Organisation',
      permission: ['Unit', 'read'],
      summary: 'One unit, in force or not',
      status: 200,
      problems: ['not-found'],
      params,
      response: unitView,
      handle: async ({ params: { code } }) => toUnitView(await findUnit(deps, code)),
    }),
    route({
      operationId: 'getUnitDirectory',
      method: 'get',
      path: '/units/:code/directory',
      tag: 'Organisation',
      permission: ['Unit', 'read'],
      summary:
        'Hotline numbers, when each last answered and what citizens see instead, and who is on duty now',
      status: 200,
      problems: ['not-found'],
      params,
      response: z.object({
        unit: unitView,
        hotlineNumbers: z.array(directoryNumberView),
        teams: z.array(teamView.extend({ onDuty: z.array(onDutyView) })),
      }),
      handle: async ({ params: { code } }) => {
        const unit = await findUnit(deps, code);
        const at = now().toISOString();
        const [numbers, standings, teams, shifts, overrides] = await Promise.all([
          deps.organisation.listHotlineNumbers({}),
          deps.standings.all(),
          deps.organisation.listTeams({ unitCode: code, active: true }),
          deps.organisation.listShifts({ unitCode: code }),
          deps.organisation.listOverrides({ unitCode: code, from: at }),
        ]);
        const onDuty = new Map(teams.map(({ id }) => [id, peopleOnDuty({ shifts, overrides }, id, at)]));
        const ids = [...new Set([...onDuty.values()].flat())];
        const found = await Promise.all(ids.map((id) => deps.users.find(id)));
        const people = new Map(found.flatMap((user) => (user?.active ? [[user.id, user] as const] : [])));
        return {
          unit: toUnitView(unit),
          hotlineNumbers: numbers
            .filter((number) => number.unitCode === code)
            .map((number) => toDirectoryNumber(number, unit, { numbers, standings })),
          teams: teams.map((team) => ({
            ...toTeamView(team),
            onDuty: (onDuty.get(team.id) ?? []).flatMap((userId) => {
              const user = people.get(userId);
              if (!user) return [];
              const { id, name, role, phone } = user;
              return [{ userId: id, name, role, teamId: team.id, reachable: phone !== null }];
            }),
          })),
        };
      },
    }),
    route({
      operationId: 'getUnitReadiness',
      method: 'get',
      path: '/units/:code/readiness',
      tag: 'Organisation',
      permission: ['Unit', 'read'],
      summary: 'Could this unit take a call now, and all week? What is missing if not',
      status: 200,
      problems: ['not-found'],
      params,
      response: readinessView,
      handle: async ({ params: { code } }) => {
        const unit = await findUnit(deps, code);
        const at = now();
        const [teams, shifts, overrides, numbers, supervisors, policy] = await Promise.all([
          deps.organisation.listTeams({ unitCode: code }),
          deps.organisation.listShifts({ unitCode: code }),
          deps.organisation.listOverrides({ unitCode: code, from: at.toISOString() }),
          deps.organisation.listHotlineNumbers({ unitCode: code }),
          deps.users.list({ unitCode: code, role: 'supervisor' }),
          deps.policies.choose(unit.path, at),
        ]);
        const rostered = [...shifts, ...overrides].flatMap(({ userId }) => userId ?? []);
        const reaches = await reachOf(deps, rostered);
        const readiness = readinessOf(
          unit,
          {
            ...{ teams, shifts, overrides, numbers, supervisors, hasPolicy: policy !== null },
            people: [...reaches.values()].map(({ user }) => user),
            reachOf: ({ id }) => reaches.get(id) ?? { lastUndelivered: false, optedOut: false },
          },
          at,
        );
        const { ready, hotlineNumbers, supervisorsWithPhone } = readiness;
        return {
          ...{ unitCode: code, ready, hotlineNumbers, supervisorsWithPhone },
          missing: [...readiness.missing],
          teams: readiness.teams.map((one) => ({
            team: toTeamView(one.team),
            onDutyUserIds: [...one.onDutyUserIds],
            unreachableUserIds: [...one.unreachableUserIds],
            gaps: one.gaps.map((gap) => ({ ...gap })),
            warnings: one.warnings.map(toWarningView),
          })),
          uncovered: Object.fromEntries(
            Object.entries(readiness.uncovered).map(([field, gaps]) => [
              field,
              gaps.map((gap) => ({ ...gap })),
            ]),
          ),
        };
      },
    }),
  ];
}

async function findUnit(deps: UnitDependencies, code: string): Promise<Unit> {
  const unit = await deps.organisation.findUnit(code);
  if (unit) return unit;
  throw new Refused('not-found', 'There is no unit with this code.');
}
