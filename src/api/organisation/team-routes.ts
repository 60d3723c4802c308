import { z } from 'zod';
import { fields, type Unit, type User } from '../../domain/organisation';
import { normalisePhone } from '../../domain/phone';
import { DomainError } from '../../domain/refusal';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { newId } from '../../platform/ids';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { flag, idText, itemsOf, unitCode } from '../http/schemas';
import { isInAreaOf } from '../rights';
import { giveBackAllOfTeam, type LeavingDependencies } from '../users/leave';
import { hotlineBody, hotlineNumberView, teamBody, teamView, toHotlineView, toTeamView } from './views';

export interface TeamDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findUnit' | 'findTeam' | 'listTeams' | 'saveTeam' | 'listHotlineNumbers' | 'saveHotlineNumber'
  >;
  readonly tickets: LeavingDependencies['tickets'];
  readonly desk: LeavingDependencies['desk'];
}

const params = z.object({ id: idText });

export function teamRoutes({ organisation, ...work }: TeamDependencies): Route[] {
  return [
    route({
      operationId: 'listTeams',
      method: 'get',
      path: '/teams',
      tag: 'Organisation',
      permission: ['Team', 'read'],
      summary: 'Teams of a unit or a field',
      status: 200,
      query: z.strictObject({
        unit: unitCode.optional(),
        field: z.enum(fields, { error: `must be one of: ${fields.join(', ')}` }).optional(),
        active: flag.optional(),
      }),
      response: itemsOf(teamView),
      handle: async ({ query: { unit, field, active } }) => {
        const teams = await organisation.listTeams({
          ...(unit !== undefined && { unitCode: unit }),
          ...(field && { field }),
          ...(active !== undefined && { active }),
        });
        return { items: teams.map(toTeamView) };
      },
    }),
    route({
      operationId: 'createTeam',
      method: 'post',
      path: '/teams',
      tag: 'Organisation',
      permission: ['Team', 'manage'],
      summary: 'A new team',
      status: 201,
      problems: ['unit-not-found'],
      body: teamBody,
      response: teamView,
      handle: async ({ body, user }) => {
        const unit = await managedUnit(organisation, user, body.unitCode);
        const team = await organisation.saveTeam({ id: newId(), tier: unit.tier, ...body });
        return new ReplyWith(toTeamView(team), { headers: { Location: `/api/v1/teams/${team.id}` } });
      },
    }),
    route({
      operationId: 'getTeam',
      method: 'get',
      path: '/teams/:id',
      tag: 'Organisation',
      permission: ['Team', 'read'],
      summary: 'One team',
      status: 200,
      problems: ['not-found'],
      params,
      response: teamView,
      handle: async ({ params: { id } }) => toTeamView(await findTeam(organisation, id)),
    }),
    route({
      operationId: 'replaceTeam',
      method: 'put',
      path: '/teams/:id',
      tag: 'Organisation',
      permission: ['Team', 'manage'],
      summary: 'Change a team, or switch it off',
      description: 'Other teams are searched for what a team had claimed that is switched off.',
      status: 200,
      problems: ['not-found', 'unit-not-found', 'unavailable'],
      params,
      body: teamBody,
      response: teamView,
      handle: async ({ params: { id }, body, user, act }) => {
        const team = await findTeam(organisation, id);
        await managedUnit(organisation, user, team.unitCode);
        const unit = await managedUnit(organisation, user, body.unitCode);
        if (team.active && !body.active) await giveBackAllOfTeam(work, id, user);
        const saved = await organisation.saveTeam({ id, tier: unit.tier, ...body });
        act.changed(team, saved);
        return toTeamView(saved);
      },
    }),
    route({
      operationId: 'listHotlineNumbers',
      method: 'get',
      path: '/hotline-numbers',
      tag: 'Organisation',
      permission: ['HotlineNumber', 'read'],
      summary: 'Published duty numbers',
      status: 200,
      query: z.strictObject({ unit: unitCode.optional(), published: flag.optional() }),
      response: itemsOf(hotlineNumberView),
      handle: async ({ query: { unit, published } }) => {
        const numbers = await organisation.listHotlineNumbers({
          ...(unit !== undefined && { unitCode: unit }),
          ...(published !== undefined && { published }),
        });
        return { items: numbers.map(toHotlineView) };
      },
    }),
    route({
      operationId: 'createHotlineNumber',
      method: 'post',
      path: '/hotline-numbers',
      tag: 'Organisation',
      permission: ['HotlineNumber', 'manage'],
      summary: 'A new duty number',
      status: 201,
      problems: ['unit-not-found', 'phone-not-valid'],
      body: hotlineBody,
      response: hotlineNumberView,
      handle: async ({ body, user }) => {
        await managedUnit(organisation, user, body.unitCode);
        const number = callable(body.number);
        return toHotlineView(await organisation.saveHotlineNumber({ id: newId(), ...body, number }));
      },
    }),
    route({
      operationId: 'replaceHotlineNumber',
      method: 'put',
      path: '/hotline-numbers/:id',
      tag: 'Organisation',
      permission: ['HotlineNumber', 'manage'],
      summary: 'Change or withdraw a duty number',
      status: 200,
      problems: ['not-found', 'unit-not-found', 'phone-not-valid'],
      params,
      body: hotlineBody,
      response: hotlineNumberView,
      handle: async ({ params: { id }, body, user, act }) => {
        const known = (await organisation.listHotlineNumbers({})).find((number) => number.id === id);
        if (!known) throw new Refused('not-found', 'There is no hotline number with this id.');
        await managedUnit(organisation, user, known.unitCode);
        await managedUnit(organisation, user, body.unitCode);
        const saved = await organisation.saveHotlineNumber({ id, ...body, number: callable(body.number) });
        act.changed(known, saved);
        return toHotlineView(saved);
      },
    }),
  ];
}

async function findTeam(organisation: Pick<OrganisationRepository, 'findTeam'>, id: string) {
  const team = await organisation.findTeam(id);
  if (team) return team;
  throw new Refused('not-found', 'There is no team with this id.');
}

/**
 * The unit, if this admin manages it.
 *
 * @throws DomainError `unit-not-found`, Refused `not-allowed` for another province's unit
 */
export async function managedUnit(
  organisation: Pick<OrganisationRepository, 'findUnit'>,
  user: User,
  code: string,
): Promise<Unit> {
  const unit = await organisation.findUnit(code);
  if (!unit) throw new DomainError('unit-not-found', 'must be the code of a unit', { pointer: '/unitCode' });
  if (isInAreaOf(user, unit.path)) return unit;
  throw new Refused('not-allowed', 'This unit lies outside your area.');
}

function callable(given: string): string {
  const number = normalisePhone(given);
  if (number !== null) return number;
  throw new DomainError('phone-not-valid', 'must be a phone number or a short code such as 1022', {
    pointer: '/number',
  });
}
