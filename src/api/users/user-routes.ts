import { z } from 'zod';
import { roles, type User } from '../../domain/organisation';
import { normalisePhone } from '../../domain/phone';
import { DomainError } from '../../domain/refusal';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { newId, newPassword } from '../../platform/ids';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { idText, itemsOf, nothing, textOf, unitCode } from '../http/schemas';
import { managedUnit } from '../organisation/team-routes';
import { isInAreaOf } from '../rights';
import { knownUser } from './known-user';
import { leave, type LeavingDependencies } from './leave';
import { toUserView, userView } from './user-view';

const password = z
  .string('must be text')
  .min(12, 'must have at least 12 characters')
  .max(200, 'must have at most 200 characters');
const userShape = {
  username: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{2,59}$/, 'must be 3 to 60 of: a-z, 0-9, dot, dash, underscore'),
  name: textOf(120),
  role: z.enum(roles, { error: `must be one of: ${roles.join(', ')}` }),
  unitCode,
  teamId: idText.nullable().default(null),
  phone: textOf(40).nullable().default(null),
  active: z.boolean().default(true),
  language: z.enum(['vi', 'en'], { error: 'must be vi or en' }).default('vi'),
};
const newUserBody = z.strictObject({ ...userShape, password: password.optional() });
const userBody = z.strictObject(userShape);
const params = z.object({ id: idText });

export interface UserDependencies extends LeavingDependencies {
  readonly users: Pick<UserRepository, 'find' | 'findByUsername' | 'list' | 'save'>;
  readonly organisation: LeavingDependencies['organisation'] &
    Pick<OrganisationRepository, 'findUnit' | 'findTeam'>;
}

export function userRoutes(deps: UserDependencies): Route[] {
  return [
    route({
      operationId: 'listUsers',
      method: 'get',
      path: '/users',
      tag: 'Accounts',
      permission: ['User', 'read'],
      summary: 'Accounts in my area',
      status: 200,
      query: z.strictObject({
        unit: unitCode.optional(),
        role: z.enum(roles, { error: `must be one of: ${roles.join(', ')}` }).optional(),
        team: idText.optional(),
      }),
      response: itemsOf(userView),
      handle: async ({ query: { unit, role, team }, user, rights }) => {
        const found = await deps.users.list({
          ...(unit !== undefined && { unitCode: unit }),
          ...(role && { role }),
          ...(team !== undefined && { teamId: team }),
        });
        const showPhone = rights.holds(['User', 'manage']);
        return {
          items: found
            .filter((one) => isInAreaOf(user, one.unitPath))
            .map((one) => toUserView(one, showPhone)),
        };
      },
    }),
    route({
      operationId: 'createUser',
      method: 'post',
      path: '/users',
      tag: 'Accounts',
      permission: ['User', 'manage'],
      summary: 'A new account; without a password it can be paged but not signed in to',
      status: 201,
      problems: ['unit-not-found', 'phone-not-valid', 'conflict', 'impossible'],
      body: newUserBody,
      response: userView,
      handle: async ({ body: { password: secret, ...body }, user: admin, act }) => {
        const user = await checkedUser(deps, admin, { id: newId(), ...body });
        const saved = await deps.users.save(user, secret);
        act.changed(null, { ...toUserView(saved, true), ...(secret !== undefined && { password: true }) });
        act.about({ id: saved.id, unit: { path: saved.unitPath } });
        return new ReplyWith(toUserView(saved, true), { headers: { Location: `/api/v1/users/${saved.id}` } });
      },
    }),
    route({
      operationId: 'getUser',
      method: 'get',
      path: '/users/:id',
      tag: 'Accounts',
      permission: ['User', 'read'],
      summary: 'One account',
      status: 200,
      problems: ['not-found'],
      params,
      response: userView,
      handle: async ({ params: { id }, user, rights }) =>
        toUserView(await knownUser(deps, user, id), rights.holds(['User', 'manage'])),
    }),
    route({
      operationId: 'replaceUser',
      method: 'put',
      path: '/users/:id',
      tag: 'Accounts',
      permission: ['User', 'manage'],
      summary: 'Change an account, or switch it off',
      description:
        'Switched off, its sessions end within two seconds, and what it had in hand goes back to the search; see `deactivateUser`.',
      status: 200,
      problems: ['not-found', 'unit-not-found', 'phone-not-valid', 'conflict', 'impossible'],
      params,
      body: userBody,
      response: userView,
      handle: async ({ params: { id }, body, user: admin, act }) => {
        const before = await knownUser(deps, admin, id);
        if (id === admin.id && (!body.active || body.role !== 'admin')) {
          throw new Refused('impossible', 'An admin cannot switch off or demote their own account.');
        }
        const user = await checkedUser(deps, admin, { id, ...body });
        const saved = await deps.users.save(user);
        act.changed(toUserView(before, true), toUserView(saved, true));
        act.about({ unit: { path: saved.unitPath } });
        if (before.active && !saved.active) await leave(deps, saved, null, admin);
        return toUserView(saved, true);
      },
    }),
    route({
      operationId: 'setPassword',
      method: 'put',
      path: '/users/:id/password',
      tag: 'Accounts',
      permission: ['User', 'manage'],
      summary: 'Give an account a new password',
      status: 204,
      problems: ['not-found'],
      params,
      body: z.strictObject({ password }),
      response: nothing,
      handle: async ({ params: { id }, body, user: admin, act }) => {
        const user = await knownUser(deps, admin, id);
        act.about({ unit: { path: user.unitPath } });
        await deps.users.save(user, body.password);
        return null;
      },
    }),
    route({
      operationId: 'issuePassword',
      method: 'post',
      path: '/users/:id/new-password',
      tag: 'Accounts',
      permission: ['User', 'manage'],
      summary: 'A new password that the system makes, shown this once',
      description: 'Every session of the account ends. The password is stored nowhere but as a hash.',
      status: 200,
      problems: ['not-found'],
      replayable: false,
      params,
      response: z.object({ password: z.string() }),
      handle: async ({ params: { id }, user: admin, act }) => {
        const user = await knownUser(deps, admin, id);
        act.about({ unit: { path: user.unitPath } });
        const fresh = newPassword();
        await deps.users.save(user, fresh);
        return { password: fresh };
      },
    }),
  ];
}

async function checkedUser(
  deps: UserDependencies,
  admin: User,
  asked: Omit<User, 'unitPath'>,
): Promise<User> {
  const unit = await managedUnit(deps.organisation, admin, asked.unitCode);
  const namesake = await deps.users.findByUsername(asked.username);
  if (namesake && namesake.id !== asked.id) {
    throw new Refused('conflict', 'This user name is taken.', {
      errors: [{ pointer: '/username', message: 'must be another one: this user name is taken' }],
    });
  }
  const team = asked.teamId === null ? null : await deps.organisation.findTeam(asked.teamId);
  if (asked.teamId !== null && team?.unitCode !== unit.code) {
    throw new Refused('impossible', 'The team must be one of the same unit.', {
      errors: [{ pointer: '/teamId', message: 'must be a team of this unit' }],
    });
  }
  if (asked.role === 'responder' && !team) {
    throw new Refused('impossible', 'A responder belongs to a team.', {
      errors: [{ pointer: '/teamId', message: 'must be set for a responder' }],
    });
  }
  const phone = asked.phone === null ? null : normalisePhone(asked.phone);
  if (asked.phone !== null && !phone?.startsWith('+')) {
    throw new DomainError('phone-not-valid', 'must be a phone number that can be called', {
      pointer: '/phone',
    });
  }
  return { ...asked, phone, unitPath: unit.path };
}
