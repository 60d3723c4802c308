import { z } from 'zod';
import { tiers, type Unit } from '../../domain/organisation';
import { onDutyAt } from '../../domain/roster';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { date, itemsOf, unitCode } from '../http/schemas';
import { readinessOf } from './readiness';
import {
  hotlineNumberView,
  onDutyView,
  teamView,
  toHotlineView,
  toTeamView,
  toUnitView,
  unitView,
} from './views';

export interface UnitDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findUnit' | 'listUnits' | 'listTeams' | 'listHotlineNumbers' | 'listShifts'
  >;
  readonly users: Pick<UserRepository, 'list' | 'find'>;
  readonly now?: () => Date;
}

const params = z.object({ code: unitCode });
const gapView = z.object({ weekday: z.number().int(), from: z.string(), to: z.string() });
const readinessView = z
  .object({
    unitCode: z.string(),
    ready: z.boolean(),
    missing: z.array(z.string()),
    hotlineNumbers: z.number().int(),
    supervisorsWithPhone: z.number().int(),
    teams: z.array(
      z.object({
        team: teamView,
        onDutyUserIds: z.array(z.string()),
        unreachableUserIds: z.array(z.string()),
        gaps: z.array(gapView),
      }),
    ),
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
      permission: ['Unit', 'read'],
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
      summary: 'Hotline numbers and who is on duty now',
      status: 200,
      problems: ['not-found'],
      params,
      response: z.object({
        unit: unitView,
        hotlineNumbers: z.array(hotlineNumberView),
        teams: z.array(teamView.extend({ onDuty: z.array(onDutyView) })),
      }),
      handle: async ({ params: { code } }) => {
        const unit = await findUnit(deps, code);
        const [numbers, teams, shifts] = await Promise.all([
          deps.organisation.listHotlineNumbers({ unitCode: code }),
          deps.organisation.listTeams({ unitCode: code, active: true }),
          deps.organisation.listShifts({ unitCode: code }),
        ]);
        const onDuty = onDutyAt(shifts, now());
        const ids = [...new Set(onDuty.map(({ userId }) => userId))];
        const found = await Promise.all(ids.map((id) => deps.users.find(id)));
        const people = new Map(found.flatMap((user) => (user?.active ? [[user.id, user] as const] : [])));
        return {
          unit: toUnitView(unit),
          hotlineNumbers: numbers.map(toHotlineView),
          teams: teams.map((team) => ({
            ...toTeamView(team),
            onDuty: onDuty
              .filter(({ teamId }) => teamId === team.id)
              .flatMap(({ userId }) => {
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
        const [teams, shifts, numbers, users] = await Promise.all([
          deps.organisation.listTeams({ unitCode: code }),
          deps.organisation.listShifts({ unitCode: code }),
          deps.organisation.listHotlineNumbers({ unitCode: code }),
          deps.users.list({ unitCode: code }),
        ]);
        const readiness = readinessOf({ unit, teams, shifts, numbers, users }, now());
        return {
          unitCode: code,
          ...readiness,
          missing: [...readiness.missing],
          teams: readiness.teams.map((one) => ({
            team: toTeamView(one.team),
            onDutyUserIds: [...one.onDutyUserIds],
            unreachableUserIds: [...one.unreachableUserIds],
            gaps: one.gaps.map(({ weekday, from, to }) => ({ weekday, from, to })),
          })),
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
