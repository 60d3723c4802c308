import { z } from 'zod';
import { coverageGaps } from '../../domain/duty-coverage';
import type { DutyShift, Team, Unit, User } from '../../domain/organisation';
import { defaultDutyRules } from '../../domain/policy';
import { weekToJudge } from '../../domain/readiness';
import { shiftProblems } from '../../domain/roster';
import { canBePaged, gapWarning, shiftWarnings } from '../../domain/roster-warnings';
import type {
  OrganisationRepository,
  PolicyRepository,
} from '../../models/organisation/organisation-repository';
import { newId } from '../../platform/ids';
import { Refused } from '../http/problem';
import { route, type Asking, type Route } from '../http/route';
import { idText, itemsOf, nothing, unitCode } from '../http/schemas';
import { reachOf, type ReachDependencies } from './reach';
import { managedUnit } from './team-routes';
import { rosterWarningView, shiftBody, shiftView, toShiftView, toWarningView } from './views';

export interface ShiftDependencies extends ReachDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findUnit' | 'findTeam' | 'findShift' | 'listShifts' | 'saveShift' | 'removeShift'
  >;
  readonly policies: Pick<PolicyRepository, 'choose'>;
}

const params = z.object({ id: idText });
const savedShift = shiftView.extend({
  warnings: z.array(rosterWarningView).describe('What would be found out at 3 a.m.; empty when all is well'),
});
const aboutWarnings =
  'A person who could not be paged (no phone, a phone that did not take the newest message, a number that asked for ' +
  'no more, a closed account), a turn without anybody, and hours that nobody of the team has are told in ' +
  '`warnings`. The shift is saved all the same, unless the policy of the unit says `duty.unreachablePerson: refuse`.';

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
      description: aboutWarnings,
      status: 201,
      problems: ['impossible'],
      body: shiftBody,
      response: savedShift,
      handle: async ({ body, ...asking }) => save(deps, asking, null, { id: newId(), ...body }),
    }),
    route({
      operationId: 'replaceShift',
      method: 'put',
      path: '/shifts/:id',
      tag: 'Organisation',
      permission: ['Shift', 'manage'],
      summary: 'Change a duty shift',
      description: aboutWarnings,
      status: 200,
      problems: ['not-found', 'impossible'],
      params,
      body: shiftBody,
      response: savedShift,
      handle: async ({ params: { id }, body, ...asking }) => {
        const { shift } = await managedShift(deps, asking.user, id);
        return save(deps, asking, shift, { id, ...body });
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
      handle: async ({ params: { id }, user, act }) => {
        const { shift, unit } = await managedShift(deps, user, id);
        act.about({ unit });
        act.changed(shift, null);
        await organisation.removeShift(id);
        return null;
      },
    }),
  ];
}

async function managedShift(
  deps: ShiftDependencies,
  admin: User,
  id: string,
): Promise<{ readonly shift: DutyShift; readonly unit: Unit }> {
  const shift = await deps.organisation.findShift(id);
  const team = shift && (await deps.organisation.findTeam(shift.teamId));
  if (!team) throw new Refused('not-found', 'There is no shift with this id.');
  return { shift, unit: await managedUnit(deps.organisation, admin, team.unitCode) };
}

/** Saves a sound shift and says what is doubtful about it. */
async function save(
  deps: ShiftDependencies,
  { user: admin, act }: Pick<Asking<['Shift', 'manage']>, 'user' | 'act'>,
  before: DutyShift | null,
  shift: DutyShift,
): Promise<z.input<typeof savedShift>> {
  const [team, reaches] = await Promise.all([
    deps.organisation.findTeam(shift.teamId),
    reachOf(deps, shift.userId === null ? [] : [shift.userId]),
  ]);
  const isUnknown = shift.userId !== null && !reaches.has(shift.userId);
  if (!team || isUnknown) {
    throw new Refused('impossible', 'The team or the person does not exist.', {
      errors: [
        ...(team ? [] : [{ pointer: '/teamId', message: 'must be a team, see GET /teams' }]),
        ...(isUnknown ? [{ pointer: '/userId', message: 'must be an account, see GET /users' }] : []),
      ],
    });
  }
  const unit = await managedUnit(deps.organisation, admin, team.unitCode);
  const problems = shiftProblems(shift, team);
  if (problems.length > 0) {
    throw new Refused('impossible', 'This shift would be a hole in the roster.', {
      errors: problems.map(({ field, mustBe }) => ({ pointer: `/${field}`, message: `must be ${mustBe}` })),
    });
  }
  const warnings = shiftWarnings([shift], (userId) => reaches.get(userId) ?? null);
  const rules = (await deps.policies.choose(unit.path, new Date()))?.policy.duty ?? defaultDutyRules;
  if (warnings.length > 0 && rules.unreachablePerson === 'refuse') {
    throw new Refused('impossible', 'The policy of this unit allows only people who can be paged.', {
      errors: warnings.map(({ missing }) => ({
        pointer: '/userId',
        message: `must be somebody with ${missing}`,
      })),
    });
  }
  const saved = await deps.organisation.saveShift(shift);
  act.about({ id: saved.id, unit });
  act.changed(before, saved);
  return { ...toShiftView(saved), warnings: [...warnings, ...(await gapsOf(deps, team))].map(toWarningView) };
}

/** The hours of the coming week in which nobody of the team could be paged, as the roster stands now. */
async function gapsOf(deps: ShiftDependencies, team: Team) {
  const shifts = await deps.organisation.listShifts({ teamId: team.id });
  const people = await Promise.all(
    [...new Set(shifts.flatMap(({ userId }) => userId ?? []))].map((id) => deps.users.find(id)),
  );
  const reachable = new Set(people.flatMap((user) => (user && canBePaged(user) ? [user.id] : [])));
  const worked = shifts.filter(({ userId }) => userId !== null && reachable.has(userId));
  return gapWarning(team.id, coverageGaps(worked, weekToJudge(new Date())));
}
