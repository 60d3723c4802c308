import { z } from 'zod';
import { acknowledgeHandOver, type HandOver } from '../../domain/hand-over';
import type { HandOverRepository } from '../../models/duty/hand-over-repository';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText, itemsOf } from '../http/schemas';
import { mustSee, standingOf } from './standing';
import { handOverView, toHandOverView } from './views';

export interface HandOverDependencies {
  readonly organisation: Pick<OrganisationRepository, 'findTeam' | 'findUnit'>;
  readonly handOvers: Pick<HandOverRepository, 'find' | 'listByTeam' | 'change'>;
}

const handOverId = z.string().regex(/^[\w-]{1,120}$/, 'must be the id of a hand-over');
const params = z.object({ id: handOverId });
const shown = 100;

export function handOverRoutes({ organisation, handOvers }: HandOverDependencies): Route[] {
  const find = async (id: string): Promise<HandOver> => {
    const stored = await handOvers.find(id);
    if (stored) return stored.handOver;
    throw new Refused('not-found', 'There is no hand-over with this id.');
  };
  return [
    route({
      operationId: 'listHandOvers',
      method: 'get',
      path: '/teams/:id/hand-overs',
      tag: 'Duty',
      permission: ['HandOver', 'read'],
      summary: 'What each shift of a team left to the next, newest first',
      status: 200,
      problems: ['not-found'],
      params: z.object({ id: idText }),
      response: itemsOf(handOverView),
      handle: async ({ params: { id }, user }) => {
        mustSee(await standingOf(organisation, user, id));
        return { items: (await handOvers.listByTeam(id, shown)).map(toHandOverView) };
      },
    }),
    route({
      operationId: 'getHandOver',
      method: 'get',
      path: '/hand-overs/:id',
      tag: 'Duty',
      permission: ['HandOver', 'read'],
      summary: 'One hand-over',
      status: 200,
      problems: ['not-found'],
      params,
      response: handOverView,
      handle: async ({ params: { id }, user }) => {
        const handOver = await find(id);
        if (!handOver.incomingUserIds.includes(user.id)) {
          mustSee(await standingOf(organisation, user, handOver.teamId));
        }
        return toHandOverView(handOver);
      },
    }),
    route({
      operationId: 'acknowledgeHandOver',
      method: 'post',
      path: '/hand-overs/:id/acknowledge',
      tag: 'Duty',
      permission: ['HandOver', 'manage'],
      summary: 'Take the open work over, for the shift that begins',
      description:
        'Whoever of the incoming shift is first leads it; a supervisor of the area may do it for them. The link in ' +
        'their SMS does the same.',
      status: 200,
      problems: ['not-found', 'hand-over-not-open'],
      params,
      response: handOverView,
      handle: async ({ params: { id }, user }) => {
        const handOver = await find(id);
        if (!handOver.incomingUserIds.includes(user.id)) {
          const { isSupervisor } = await standingOf(organisation, user, handOver.teamId);
          if (!isSupervisor)
            throw new Refused(
              'not-allowed',
              'Only somebody of the incoming shift, or a supervisor, takes it.',
            );
        }
        return toHandOverView(await takeHandOver(handOvers, handOver, user.id));
      },
    }),
  ];
}

/**
 * The first one to acknowledge takes it; whoever comes later learns who that was.
 *
 * @throws DomainError `hand-over-not-open`
 */
export async function takeHandOver(
  handOvers: Pick<HandOverRepository, 'find' | 'change'>,
  handOver: HandOver,
  userId: string,
): Promise<HandOver> {
  const taken = acknowledgeHandOver(handOver, { userId, at: new Date().toISOString() });
  if (await handOvers.change(taken, handOver.state)) return taken;
  const now = await handOvers.find(handOver.id);
  // The time to acknowledge may have run out meanwhile, which is no reason not to take it.
  if (!now) throw new Refused('not-found', 'There is no hand-over with this id.');
  return takeHandOver(handOvers, now.handOver, userId);
}
