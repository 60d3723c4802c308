import { z } from 'zod';
import type { DutyShift, User } from '../../domain/organisation';
import { shiftProblems } from '../../domain/roster';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { newId } from '../../platform/ids';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText, itemsOf, nothing, unitCode } from '../http/schemas';
import { managedUnit } from './team-routes';
import { shiftBody, shiftView, toShiftView } from './views';

export interface ShiftDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findUnit' | 'findTeam' | 'listShifts' | 'saveShift' | 'removeShift'
  >;
  readonly users: Pick<UserRepository, 'find'>;
}

const params = z.object({ id: idText });

export function shiftRoutes(deps: ShiftDependencies): Route[] {
  const { organisation } = deps;
  return [
    route({
      operationId: 'listShifts',
      method: 'get',
      path: '/shifts',
      tag: 'Organisation',
      permission: ['Shift', 'read'],
      summary: 'Duty shifts of a unit, a team or a person',
      status: 200,
      query: z.strictObject({ unit: unitCode.optional(), team: idText.optional(), user: idText.optional() }),
      response: itemsOf(shiftView),
      handle: async ({ query: { unit, team, user } }) => {
        const shifts = await organisation.listShifts({
          ...(unit !== undefined && { unitCode: unit }),
          ...(team !== undefined && { teamId: team }),
          ...(user !== undefined && { userId: user }),
        });
        return { items: shifts.map(toShiftView) };
      },
    }),
    route({
      operationId: 'createShift',
      method: 'post',
      path: '/shifts',
      tag: 'Organisation',
      permission: ['Shift', 'manage'],
      summary: 'Put somebody on duty',
      description: 'Refuses somebody who could not be paged: no phone, a closed account.',
      status: 201,
      problems: ['impossible'],
      body: shiftBody,
      response: shiftView,
      handle: async ({ body, user }) => {
        await mustFit(deps, user, body);
        return toShiftView(await organisation.saveShift({ id: newId(), ...body }));
      },
    }),
    route({
      operationId: 'replaceShift',
      method: 'put',
      path: '/shifts/:id',
      tag: 'Organisation',
      permission: ['Shift', 'manage'],
      summary: 'Change a duty shift',
      status: 200,
      problems: ['not-found', 'impossible'],
      params,
      body: shiftBody,
      response: shiftView,
      handle: async ({ params: { id }, body, user }) => {
        await managedShift(deps, user, id);
        await mustFit(deps, user, body);
        return toShiftView(await organisation.saveShift({ id, ...body }));
      },
    }),
    route({
      operationId: 'removeShift',
      method: 'delete',
      path: '/shifts/:id',
      tag: 'Organisation',
      permission: ['Shift', 'manage'],
      summary: 'Take somebody off duty',
      status: 204,
      problems: ['not-found'],
      params,
      response: nothing,
      handle: async ({ params: { id }, user }) => {
        await managedShift(deps, user, id);
        await organisation.removeShift(id);
        return null;
      },
    }),
  ];
}

async function managedShift(deps: ShiftDependencies, admin: User, id: string): Promise<void> {
  const shift = (await deps.organisation.listShifts({})).find((one) => one.id === id);
  const team = shift && (await deps.organisation.findTeam(shift.teamId));
  if (!team) throw new Refused('not-found', 'There is no shift with this id.');
  await managedUnit(deps.organisation, admin, team.unitCode);
}

async function mustFit(deps: ShiftDependencies, admin: User, shift: Omit<DutyShift, 'id'>): Promise<void> {
  const [team, person] = await Promise.all([
    deps.organisation.findTeam(shift.teamId),
    deps.users.find(shift.userId),
  ]);
  const unknown = [
    ...(team ? [] : [{ pointer: '/teamId', message: 'must be a team, see GET /teams' }]),
    ...(person ? [] : [{ pointer: '/userId', message: 'must be an account, see GET /users' }]),
  ];
  if (!team || !person)
    throw new Refused('impossible', 'The team or the person does not exist.', { errors: unknown });
  await managedUnit(deps.organisation, admin, team.unitCode);
  const problems = shiftProblems(shift, person, team);
  if (problems.length === 0) return;
  throw new Refused('impossible', 'This shift would be a hole in the roster.', {
    errors: problems.map(({ field, mustBe }) => ({ pointer: `/${field}`, message: `must be ${mustBe}` })),
  });
}
