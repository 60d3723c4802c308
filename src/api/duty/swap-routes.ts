import { z } from 'zod';
import type { User } from '../../domain/organisation';
import { canBePaged } from '../../domain/roster-warnings';
import {
  acceptSwap,
  askSwap,
  cancelSwap,
  cutShort,
  declineSwap,
  permitSwap,
  swapStates,
  type ShiftSwap,
} from '../../domain/shift-swap';
import { turnOn } from '../../domain/roster';
import type { DutyRepository, StoredOverride, SwapEffect } from '../../models/duty/duty-repository';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { newId } from '../../platform/ids';
import { Refused, type ProblemCode } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { date, idText, itemsOf, textOf } from '../http/schemas';
import { mustSee, standingOf } from './standing';
import { swapView, toSwapView } from './views';
import { rosterOfPeople } from './worked-roster';

export interface SwapDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findShift' | 'findTeam' | 'findUnit' | 'listShifts' | 'listOverrides'
  >;
  readonly users: Pick<UserRepository, 'find'>;
  readonly duty: DutyRepository;
}

const params = z.object({ id: idText });
const shown = 200;

export function swapRoutes(deps: SwapDependencies): Route[] {
  const { duty, organisation } = deps;
  return [
    route({
      operationId: 'askForSwap',
      method: 'post',
      path: '/shifts/:id/swap',
      tag: 'Duty',
      permission: ['ShiftSwap', 'manage'],
      summary: 'Ask somebody to take one turn of a shift',
      description:
        'The person on the shift asks; a supervisor of the area may ask for them. Of two people of one team the asked ' +
        'one only has to accept; otherwise a supervisor permits it first. The roster itself stays as it is.',
      status: 201,
      problems: [
        ...(['not-found', 'not-on-shift', 'past-shift', 'already-swapped', 'overlapping-duty'] as const),
        ...(['impossible', 'invalid-command'] as const),
      ],
      params,
      body: z.strictObject({
        date: date.describe('Local date on which the turn begins'),
        toUserId: idText,
        reason: textOf(500),
      }),
      response: swapView,
      handle: async ({ params: { id }, body, user }) => {
        const swap = await ask(deps, user, { shiftId: id, ...body });
        return new ReplyWith(toSwapView(swap), { headers: { Location: `/api/v1/shift-swaps/${swap.id}` } });
      },
    }),
    route({
      operationId: 'listSwaps',
      method: 'get',
      path: '/shift-swaps',
      tag: 'Duty',
      permission: ['ShiftSwap', 'read'],
      summary: 'Swaps of a team, or, without one, those that I asked for or was asked for',
      status: 200,
      problems: ['not-found'],
      query: z.strictObject({
        team: idText.optional(),
        state: z.enum(swapStates, { error: `must be one of: ${swapStates.join(', ')}` }).optional(),
      }),
      response: itemsOf(swapView),
      handle: async ({ query: { team, state }, user }) => {
        if (team !== undefined) mustSee(await standingOf(organisation, user, team));
        const swaps = await duty.listSwaps(
          {
            ...(team === undefined ? { userId: user.id } : { teamId: team }),
            ...(state !== undefined && { state }),
          },
          shown,
        );
        return { items: swaps.map(toSwapView) };
      },
    }),
    answerRoute('acceptSwap', 'accept', 'The asked person takes the turn over', accept, [
      'past-shift',
      'swap-needs-permission',
      'not-on-shift',
      'overlapping-duty',
    ]),
    answerRoute('declineSwap', 'decline', 'The asked person does not take it', async (swap, user, at) => {
      mustBeAskedPerson(swap, user);
      return change(duty, swap, declineSwap(swap, { userId: user.id, at }));
    }),
    answerRoute(
      'permitSwap',
      'permit',
      'A supervisor permits a swap across teams',
      async (swap, user, at) => {
        await mustSupervise(swap, user);
        return change(duty, swap, permitSwap(swap, { userId: user.id, at }));
      },
    ),
    answerRoute('cancelSwap', 'cancel', 'Take a swap back, as far as its time has not passed', cancel, [
      'past-shift',
    ]),
  ];

  function answerRoute(
    operationId: string,
    verb: string,
    summary: string,
    act: (swap: ShiftSwap, user: User, at: string) => Promise<ShiftSwap>,
    problems: readonly ProblemCode[] = [],
  ): Route {
    return route({
      ...{ operationId, summary, tag: 'Duty', method: 'post', path: `/shift-swaps/:id/${verb}`, status: 200 },
      permission: ['ShiftSwap', 'manage'],
      problems: ['not-found', 'swap-not-open', ...problems],
      params,
      response: swapView,
      handle: async ({ params: { id }, user }) => {
        const swap = await duty.findSwap(id);
        if (!swap) throw new Refused('not-found', 'There is no swap with this id.');
        return toSwapView(await act(swap, user, new Date().toISOString()));
      },
    });
  }

  async function accept(swap: ShiftSwap, user: User, at: string): Promise<ShiftSwap> {
    mustBeAskedPerson(swap, user);
    const roster = await rosterOfPeople(organisation, [swap.fromUserId, swap.toUserId], swap);
    const { swap: accepted, takesOver } = acceptSwap(swap, roster, { userId: user.id, at });
    const { unit } = await standingOf(organisation, user, swap.teamId);
    const adds: StoredOverride = {
      ...{ id: newId(), swapId: swap.id, unitCode: unit.code, reason: swap.reason, ...takesOver },
      ...{ createdBy: user.id, createdAt: at, cancelledBy: null, cancelledAt: null },
    };
    return change(duty, swap, accepted, { adds });
  }

  async function cancel(swap: ShiftSwap, user: User, at: string): Promise<ShiftSwap> {
    const isTheirs = user.id === swap.fromUserId || user.id === swap.toUserId || user.id === swap.askedBy;
    if (!isTheirs) await mustSupervise(swap, user);
    const cancelled = cancelSwap(swap, { userId: user.id, at });
    const override = await duty.findOverrideOfSwap(swap.id);
    if (!override) return change(duty, swap, cancelled);
    const { until } = cutShort(override, at);
    return change(duty, swap, cancelled, { ends: { id: override.id, userId: user.id, at, until } });
  }

  async function mustSupervise(swap: ShiftSwap, user: User): Promise<void> {
    const { isSupervisor } = await standingOf(organisation, user, swap.teamId);
    if (!isSupervisor) throw new Refused('not-allowed', 'Only a supervisor of the area may do this.');
  }
}

function mustBeAskedPerson(swap: ShiftSwap, user: User): void {
  if (user.id !== swap.toUserId)
    throw new Refused('not-allowed', 'Only the person who was asked may answer.');
}

/** Writes the answer unless somebody was faster. */
async function change(
  duty: Pick<DutyRepository, 'changeSwap'>,
  before: ShiftSwap,
  after: ShiftSwap,
  effect?: SwapEffect,
): Promise<ShiftSwap> {
  if (await duty.changeSwap(after, before.state, effect)) return after;
  throw new Refused('swap-not-open', 'Somebody has answered meanwhile.');
}

async function ask(
  { organisation, users, duty }: SwapDependencies,
  user: User,
  wanted: {
    readonly shiftId: string;
    readonly date: string;
    readonly toUserId: string;
    readonly reason: string;
  },
): Promise<ShiftSwap> {
  const { shiftId, ...asked } = wanted;
  const shift = await organisation.findShift(shiftId);
  if (!shift) throw new Refused('not-found', 'There is no shift with this id.');
  const { isSupervisor } = await standingOf(organisation, user, shift.teamId);
  if (shift.userId !== user.id && !isSupervisor) {
    throw new Refused('not-on-shift', 'This shift is not yours.', { facts: { userId: shift.userId } });
  }
  const other = await users.find(asked.toUserId);
  if (!canBePaged(other)) {
    throw new Refused('impossible', 'The asked person could not be paged.', {
      errors: [{ pointer: '/toUserId', message: 'must be somebody with an active account and a phone' }],
    });
  }
  const now = new Date().toISOString();
  const turn = turnOn(shift, asked.date) ?? { from: now, until: now };
  const people = [shift.userId, asked.toUserId].filter((id) => id !== null);
  const [roster, swaps, shifts] = await Promise.all([
    rosterOfPeople(organisation, people, turn),
    duty.listSwapsOfTurn(shiftId, asked.date),
    organisation.listShifts({ teamId: shift.teamId, userId: asked.toUserId }),
  ]);
  const isOneTeam = other?.teamId === shift.teamId || shifts.length > 0;
  const ids = { id: newId(), askedBy: user.id };
  const swap = askSwap({ ...asked, ...ids, shift, isOneTeam, isSupervisor }, roster, swaps, now);
  if (await duty.addSwap(swap)) return swap;
  throw new Refused('already-swapped', 'Somebody was asked to take this turn meanwhile.');
}
