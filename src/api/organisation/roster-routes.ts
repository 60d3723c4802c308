import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../domain/canonical-json';
import { coverageGaps } from '../../domain/duty-coverage';
import { roles, type DutyShift, type Team, type User } from '../../domain/organisation';
import { defaultDutyRules } from '../../domain/policy';
import { weekToJudge } from '../../domain/readiness';
import { shiftProblems } from '../../domain/roster';
import { canBePaged, gapWarning, shiftWarnings, type Reach } from '../../domain/roster-warnings';
import type { DutyRepository } from '../../models/duty/duty-repository';
import type {
  OrganisationRepository,
  PolicyRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { newId } from '../../platform/ids';
import { mustSee, standingOf } from '../duty/standing';
import { overrideView, swapView, toOverrideView, toSwapView } from '../duty/views';
import { Refused, type FieldProblem } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText } from '../http/schemas';
import { createTurns } from '../in-turn';
import { isInAreaOf } from '../rights';
import { reachOf, type ReachDependencies } from './reach';
import { managedUnit } from './team-routes';
import {
  rosterWarningView,
  shiftBody,
  shiftView,
  teamView,
  toShiftView,
  toTeamView,
  toWarningView,
} from './views';

export interface RosterDependencies extends ReachDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findUnit' | 'findTeam' | 'listShifts' | 'replaceShiftsOfTeam'
  >;
  readonly users: Pick<UserRepository, 'find' | 'list'>;
  readonly duty: Pick<DutyRepository, 'listSwaps' | 'listOverrides'>;
  readonly policies: Pick<PolicyRepository, 'choose'>;
}

const personView = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  isMember: z.boolean().describe('Of this team; others may stand on its roster as well'),
  active: z.boolean(),
  hasPhone: z.boolean(),
  lastUndelivered: z.boolean(),
  optedOut: z.boolean(),
});
const rosterView = z
  .object({
    team: teamView,
    revision: z.string().describe('Send it with the changed roster: 412 when somebody was faster'),
    mayChange: z.boolean(),
    shifts: z.array(shiftView),
    people: z.array(personView).describe('Members, and everybody of the unit who could be put on duty'),
    overrides: z.array(overrideView).describe('Not over yet, or of the last week'),
    swaps: z.array(swapView).describe('Not over yet'),
    warnings: z.array(rosterWarningView),
  })
  .meta({ id: 'TeamRoster' });
const rosterBody = z.strictObject({
  revision: z.string().min(1).max(64),
  shifts: z
    .array(shiftBody.omit({ teamId: true }).extend({ id: idText.nullable().default(null) }))
    .max(500, 'must have at most 500 shifts'),
});

const params = z.object({ id: idText });
const shown = 200;
const weekMs = 7 * 24 * 60 * 60_000;

/** Only what a roster says counts, not in which order it is stored. */
const revisionOf = (shifts: readonly DutyShift[]): string =>
  createHash('sha256')
    .update(canonicalJson(shifts.toSorted((a, b) => (a.id < b.id ? -1 : 1))))
    .digest('base64url');

/** The whole roster of a team, read and saved as one. */
export function rosterRoutes(deps: RosterDependencies): Route[] {
  const { organisation } = deps;
  const inTurn = createTurns(1);
  return [
    route({
      operationId: 'getTeamRoster',
      method: 'get',
      path: '/teams/:id/roster',
      tag: 'Duty',
      permission: ['Shift', 'read'],
      summary: 'The roster of a team: shifts, people and what is known of their phones, swaps, stand-ins',
      status: 200,
      problems: ['not-found'],
      params,
      response: rosterView,
      handle: async ({ params: { id }, user, rights }) => {
        const standing = await standingOf(organisation, user, id);
        mustSee(standing);
        const mayChange = rights.holds(['Shift', 'manage']) && isInAreaOf(user, standing.unit.path);
        return rosterOf(deps, standing.team, mayChange);
      },
    }),
    route({
      operationId: 'replaceTeamRoster',
      method: 'put',
      path: '/teams/:id/roster',
      tag: 'Duty',
      permission: ['Shift', 'manage'],
      summary: 'Save the roster of a team as a whole',
      description:
        'All of it or nothing. What is doubtful is told in `warnings`, as when a single shift is saved. A shift with a known `id` keeps it; others are new, and what is missing is removed.',
      status: 200,
      problems: ['not-found', 'impossible', 'stale-version'],
      params,
      body: rosterBody,
      response: rosterView,
      handle: async ({ params: { id }, body, user, act }) => {
        const team = await organisation.findTeam(id);
        if (!team) throw new Refused('not-found', 'There is no team with this id.');
        const unit = await managedUnit(organisation, user, team.unitCode);
        return inTurn(id, async () => {
          const before = await organisation.listShifts({ teamId: id });
          const known = new Set(before.map((shift) => shift.id));
          const wanted = body.shifts.map(({ id: given, ...shift }): DutyShift => ({
            ...{ ...shift, teamId: id },
            id: given !== null && known.has(given) ? given : newId(),
          }));
          await mustBeSound(deps, user, team, unit.path, wanted);
          const isCurrent = (shifts: readonly DutyShift[]): boolean => revisionOf(shifts) === body.revision;
          if (!(await organisation.replaceShiftsOfTeam(id, wanted, isCurrent))) {
            throw new Refused('stale-version', 'Somebody has changed this roster meanwhile. Read it again.');
          }
          act.about({ unit });
          act.changed(byId(before), byId(wanted));
          return rosterOf(deps, team, true);
        });
      },
    }),
  ];
}

/** So that the record names each shift that came, went or changed. */
const byId = (shifts: readonly DutyShift[]): object =>
  Object.fromEntries(shifts.map(({ id, ...shift }) => [`shift ${id}`, shift]));

async function rosterOf(
  deps: RosterDependencies,
  team: Team,
  mayChange: boolean,
): Promise<z.input<typeof rosterView>> {
  const [shifts, ofUnit, overrides, swaps] = await Promise.all([
    deps.organisation.listShifts({ teamId: team.id }),
    deps.users.list({ unitCode: team.unitCode }),
    deps.duty.listOverrides(team.id, shown),
    deps.duty.listSwaps({ teamId: team.id }, shown),
  ]);
  const now = new Date();
  const lastWeek = new Date(now.getTime() - weekMs).toISOString();
  const recent = overrides.filter(({ until, from }) => until > lastWeek && from < until);
  const open = swaps.filter(({ until }) => until > now.toISOString());
  const onRoster = shifts.flatMap(({ userId }) => userId ?? []);
  const eligible = ofUnit.filter(({ active, role }) => active && role !== 'admin' && role !== 'commander');
  const reaches = await reachOf(deps, [
    ...[...eligible.map(({ id }) => id), ...onRoster],
    ...[...recent, ...open].flatMap((one) =>
      'toUserId' in one ? [one.fromUserId, one.toUserId] : one.userId,
    ),
  ]);
  const people = await Promise.all([...reaches.keys()].map((id) => deps.users.find(id)));
  const worked = shifts.filter(({ userId }) => userId !== null && canBePaged(reaches.get(userId)?.user));
  const warnings = [
    ...shiftWarnings(shifts, (userId) => reaches.get(userId) ?? null),
    ...gapWarning(team.id, coverageGaps(worked, weekToJudge(now))),
  ];
  return {
    ...{ team: toTeamView(team), revision: revisionOf(shifts), mayChange },
    shifts: shifts.map(toShiftView),
    people: people
      .filter((person) => person !== null)
      .map((person) => toPerson(person, team, reaches.get(person.id)))
      .sort((a, b) => Number(b.isMember) - Number(a.isMember) || a.name.localeCompare(b.name, 'vi')),
    overrides: recent.map(toOverrideView),
    swaps: open.map(toSwapView),
    warnings: warnings.map(toWarningView),
  };
}

const toPerson = (
  { id, name, role, teamId, active, phone }: User,
  team: Team,
  reach: Reach | undefined,
): z.input<typeof personView> => ({
  ...{ id, name, role, active, isMember: teamId === team.id, hasPhone: phone !== null },
  lastUndelivered: reach?.lastUndelivered ?? false,
  optedOut: reach?.optedOut ?? false,
});

/** @throws Refused `impossible`, naming each shift that cannot be one */
async function mustBeSound(
  deps: RosterDependencies,
  admin: User,
  team: Team,
  unitPath: readonly { readonly code: string }[],
  shifts: readonly DutyShift[],
): Promise<void> {
  const reaches = await reachOf(
    deps,
    shifts.flatMap(({ userId }) => userId ?? []),
  );
  const people = new Map(
    await Promise.all([...reaches.keys()].map(async (id) => [id, await deps.users.find(id)] as const)),
  );
  const errors = shifts.flatMap((shift, index): FieldProblem[] => {
    const place = `/shifts/${String(index)}`;
    const person = shift.userId === null ? null : people.get(shift.userId);
    const isStranger = shift.userId !== null && !(person && isInAreaOf(admin, person.unitPath));
    return [
      ...shiftProblems(shift, team).map(({ field, mustBe }) => ({
        pointer: field === 'teamId' ? '/teamId' : `${place}/${field}`,
        message: `must be ${mustBe}`,
      })),
      ...(isStranger ? [{ pointer: `${place}/userId`, message: 'must be somebody of your area' }] : []),
    ];
  });
  const rules = (await deps.policies.choose(unitPath, new Date()))?.policy.duty ?? defaultDutyRules;
  if (rules.unreachablePerson === 'refuse') {
    const places = new Map(shifts.map(({ id }, index) => [id, index]));
    for (const { shiftId, missing } of shiftWarnings(shifts, (userId) => reaches.get(userId) ?? null)) {
      const index = places.get(shiftId ?? '') ?? 0;
      errors.push({
        pointer: `/shifts/${String(index)}/userId`,
        message: `must be somebody with ${missing}`,
      });
    }
  }
  if (errors.length > 0)
    throw new Refused('impossible', 'Some of these shifts cannot be shifts.', {
      errors: errors.slice(0, 50),
    });
}
