import { z } from 'zod';
import type { User } from '../../domain/organisation';
import { canBePaged } from '../../domain/roster-warnings';
import { checkOverride, cutShort } from '../../domain/shift-swap';
import type { DutyRepository, StoredOverride } from '../../models/duty/duty-repository';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { newId } from '../../platform/ids';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText, isoTime, itemsOf, textOf } from '../http/schemas';
import { isInAreaOf } from '../rights';
import { mustSee, standingOf } from './standing';
import { overrideView, toOverrideView } from './views';
import { rosterOfPeople } from './worked-roster';

export interface OverrideDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findTeam' | 'findUnit' | 'listShifts' | 'listOverrides'
  >;
  readonly users: Pick<UserRepository, 'find'>;
  readonly duty: DutyRepository;
}

const params = z.object({ id: idText });
const shown = 200;
const utc = (time: string): string => new Date(time).toISOString();

const overrideBody = z.strictObject({
  userId: idText.describe('Who is on duty for this period'),
  replacesUserId: idText.nullable().default(null).describe('Whose duty it takes; null adds a person'),
  from: isoTime,
  until: isoTime,
  reason: textOf(500),
});

export function overrideRoutes(deps: OverrideDependencies): Route[] {
  const { organisation, duty } = deps;
  return [
    route({
      operationId: 'createOverride',
      method: 'post',
      path: '/teams/:id/overrides',
      tag: 'Duty',
      permission: ['DutyOverride', 'manage'],
      summary: 'Somebody takes over for a period; the roster stays as it is',
      description:
        'A supervisor or an admin of the area. From its first minute on, pages go to who took over.',
      status: 201,
      problems: [
        'not-found',
        'past-shift',
        'not-on-shift',
        'overlapping-duty',
        'impossible',
        'invalid-command',
      ],
      params,
      body: overrideBody,
      response: overrideView,
      handle: async ({ params: { id }, body, user }) => toOverrideView(await create(deps, user, id, body)),
    }),
    route({
      operationId: 'listOverrides',
      method: 'get',
      path: '/teams/:id/overrides',
      tag: 'Duty',
      permission: ['DutyOverride', 'read'],
      summary: 'Who took over when, and why: newest first, past and cancelled ones too',
      status: 200,
      problems: ['not-found'],
      params,
      response: itemsOf(overrideView),
      handle: async ({ params: { id }, user }) => {
        mustSee(await standingOf(organisation, user, id));
        return { items: (await duty.listOverrides(id, shown)).map(toOverrideView) };
      },
    }),
    route({
      operationId: 'cancelOverride',
      method: 'post',
      path: '/duty-overrides/:id/cancel',
      tag: 'Duty',
      permission: ['DutyOverride', 'manage'],
      summary: 'End an override now, or before it begins; what was worked stays in the record',
      status: 200,
      problems: ['not-found', 'past-shift', 'conflict'],
      params,
      response: overrideView,
      handle: async ({ params: { id }, user }) => toOverrideView(await cancel(deps, user, id)),
    }),
  ];
}

async function create(
  { organisation, users, duty }: OverrideDependencies,
  user: User,
  teamId: string,
  body: z.output<typeof overrideBody>,
): Promise<StoredOverride> {
  const standing = await standingOf(organisation, user, teamId);
  mustSupervise(standing);
  const { userId, replacesUserId, reason } = body;
  const now = new Date().toISOString();
  const [person, replaced] = await Promise.all([
    users.find(userId),
    replacesUserId === null ? null : users.find(replacesUserId),
  ]);
  const errors = [
    ...(person && canBePaged(person) && isInAreaOf(user, person.unitPath)
      ? []
      : [
          { pointer: '/userId', message: 'must be somebody of your area with an active account and a phone' },
        ]),
    ...(replacesUserId === null || replaced
      ? []
      : [{ pointer: '/replacesUserId', message: 'must be an account, see GET /users' }]),
  ];
  if (errors.length > 0) throw new Refused('impossible', 'These people cannot be on duty.', { errors });
  // What is past stays as it was: an override from an hour ago takes over from now on.
  const from = utc(body.from) > now ? utc(body.from) : now;
  const wanted = { teamId, userId, replacesUserId, from, until: utc(body.until) };
  const people = [userId, ...(replacesUserId === null ? [] : [replacesUserId])];
  checkOverride(wanted, await rosterOfPeople(organisation, people, wanted), now);
  const override: StoredOverride = {
    ...{ id: newId(), ...wanted, reason, unitCode: standing.unit.code, swapId: null },
    ...{ createdBy: user.id, createdAt: now, cancelledBy: null, cancelledAt: null },
  };
  await duty.addOverride(override);
  return override;
}

async function cancel(
  { organisation, duty }: OverrideDependencies,
  user: User,
  id: string,
): Promise<StoredOverride> {
  const override = await duty.findOverride(id);
  if (!override) throw new Refused('not-found', 'There is no override with this id.');
  mustSupervise(await standingOf(organisation, user, override.teamId));
  if (override.swapId !== null) {
    const detail = 'It comes from a swap: cancel that.';
    throw new Refused('conflict', detail, { facts: { swapId: override.swapId } });
  }
  const at = new Date().toISOString();
  const { until } = cutShort(override, at);
  if (!(await duty.cancelOverride({ id, userId: user.id, at, until }))) {
    throw new Refused('conflict', 'It has been cancelled already.');
  }
  return { ...override, until, cancelledBy: user.id, cancelledAt: at };
}

function mustSupervise({ isSupervisor }: { readonly isSupervisor: boolean }): void {
  if (!isSupervisor) throw new Refused('not-allowed', 'Only a supervisor of the area may do this.');
}
