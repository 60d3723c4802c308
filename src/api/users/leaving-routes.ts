import { z } from 'zod';
import type { User } from '../../domain/organisation';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { swapView, toSwapView } from '../duty/views';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText } from '../http/schemas';
import { shiftView, toShiftView } from '../organisation/views';
import { knownUser } from './known-user';
import { leave, workOf, type LeavingDependencies, type PersonsWork } from './leave';
import { toUserView, userView } from './user-view';

export interface LeavingRouteDependencies extends LeavingDependencies {
  readonly users: LeavingDependencies['users'] & Pick<UserRepository, 'find' | 'save'>;
  readonly organisation: LeavingDependencies['organisation'] & Pick<OrganisationRepository, 'findShift'>;
}

const params = z.object({ id: idText });
const workView = z
  .object({
    tickets: z
      .array(z.object({ id: z.string(), code: z.string(), unitCode: z.string(), priority: z.string() }))
      .describe('In hand without a team, or of a team in which nobody else is left'),
    shifts: z.array(shiftView),
    standIns: z.number().int().describe('Periods in which they stand in for somebody'),
    swaps: z.array(swapView).describe('Asked for, and not answered yet'),
  })
  .meta({ id: 'PersonsWork' });

const toWorkView = ({ tickets, shifts, overrides, swaps }: PersonsWork): z.input<typeof workView> => ({
  tickets: tickets.map(({ id, code, state }) => ({
    ...{ id, code, priority: state.priority },
    unitCode: state.unitPath.at(-1)?.code ?? '',
  })),
  shifts: shifts.map(toShiftView),
  standIns: overrides.length,
  swaps: swaps.map(toSwapView),
});

/** How somebody goes without leaving anything behind, and comes back. */
export function leavingRoutes(deps: LeavingRouteDependencies): Route[] {
  const shared = { tag: 'Accounts', permission: ['User', 'manage'] as const, status: 200 as const, params };
  return [
    route({
      ...shared,
      operationId: 'getUserWork',
      method: 'get',
      path: '/users/:id/work',
      summary: 'What somebody has in hand: tickets, shifts, stand-ins, swaps',
      problems: ['not-found'],
      response: workView,
      handle: async ({ params: { id }, user: admin }) =>
        toWorkView(await workOf(deps, await knownUser(deps, admin, id))),
    }),
    route({
      ...shared,
      operationId: 'deactivateUser',
      method: 'post',
      path: '/users/:id/deactivate',
      summary: 'Switch an account off and hand over what it has',
      description:
        'Sessions end within two seconds. Tickets in hand are searched a new owner for; shifts and stand-ins go to `successorId`, or stand open in the roster without one; questions for a swap are taken back. Repeat it while `leftTicketIds` is not empty.',
      problems: ['not-found', 'impossible'],
      body: z.strictObject({ successorId: idText.nullable().default(null) }),
      response: z.object({ user: userView, handedOver: workView, leftTicketIds: z.array(z.string()) }),
      handle: async ({ params: { id }, body: { successorId }, user: admin, act }) => {
        const user = await knownUser(deps, admin, id);
        if (id === admin.id) {
          throw new Refused('impossible', 'An admin cannot switch off their own account.');
        }
        const successor = successorId === null ? null : await successorOf(user, successorId, admin);
        const off = user.active ? await deps.users.save({ ...user, active: false }) : user;
        const { work, leftTicketIds } = await leave(deps, off, successor, admin);
        act.about({ unit: { path: user.unitPath } });
        act.changed(
          { active: user.active },
          {
            active: false,
            ...(successor && { successorId: successor.id }),
            shiftIds: work.shifts.map((shift) => shift.id),
            ticketIds: work.tickets.map((ticket) => ticket.id),
          },
        );
        return {
          user: toUserView(off, true),
          handedOver: toWorkView(work),
          leftTicketIds: [...leftTicketIds],
        };
      },
    }),
    route({
      ...shared,
      operationId: 'reactivateUser',
      method: 'post',
      path: '/users/:id/reactivate',
      summary: 'Switch an account on again, and give back shifts that it had',
      description:
        'Of `shiftIds`, those that still stand open or with `successorId` are theirs again. Tickets stay where they are. Old sessions stay ended.',
      problems: ['not-found'],
      body: z.strictObject({
        shiftIds: z.array(idText).max(500).default([]),
        successorId: idText.nullable().default(null),
      }),
      response: z.object({ user: userView, givenBack: z.array(shiftView) }),
      handle: async ({ params: { id }, body: { shiftIds, successorId }, user: admin, act }) => {
        const user = await knownUser(deps, admin, id);
        const on = await deps.users.save({ ...user, active: true });
        const found = await Promise.all(shiftIds.map((shiftId) => deps.organisation.findShift(shiftId)));
        const free = found.filter(
          (shift) => shift !== null && (shift.userId === null || shift.userId === successorId),
        );
        const givenBack = [];
        for (const shift of free) {
          const team = shift && (await deps.organisation.findTeam(shift.teamId));
          if (!shift || team?.unitCode !== user.unitCode || !team.active) continue;
          givenBack.push(toShiftView(await deps.organisation.saveShift({ ...shift, userId: id })));
        }
        act.about({ unit: { path: user.unitPath } });
        act.changed({ active: user.active }, { active: true, shiftIds: givenBack.map((shift) => shift.id) });
        return { user: toUserView(on, true), givenBack };
      },
    }),
  ];

  async function successorOf(user: User, id: string, admin: User): Promise<User> {
    const successor = await knownUser(deps, admin, id).catch(() => null);
    if (successor?.active && successor.id !== user.id && successor.unitCode === user.unitCode) {
      return successor;
    }
    throw new Refused('impossible', 'Somebody else has to take over.', {
      errors: [{ pointer: '/successorId', message: 'must be another active account of the same unit' }],
    });
  }
}
