import { z } from 'zod';
import { isLate, owes } from '../../domain/command-order';
import { orderActions } from '../../domain/command-order-commands';
import type { OrderAction, OrderCommands } from '../../domain/command-order-commands';
import { visibleTo } from '../../domain/command-order-view';
import type { User } from '../../domain/organisation';
import { DomainError } from '../../domain/refusal';
import type {
  CommandOrderRepository,
  StoredCommandOrder,
} from '../../models/command-orders/command-order-repository';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import { Refused, type ProblemCode } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import type { Rights } from '../rights';
import { actorOf } from '../tickets/create-route';
import { findReadableOrder, namesIn, orderSeenAt } from './find-order';
import type { CommandOrderDesk } from './order-desk';
import { orderRef } from './order-routes';
import { orderActionBodies, orderView } from './order-schemas';
import { readerOf, toOrderView } from './order-view';

export interface OrderActionDependencies {
  readonly commandOrders: Pick<CommandOrderRepository, 'find' | 'findByCode'>;
  readonly users: Pick<UserRepository, 'findMany'>;
  readonly orderDesk: Pick<CommandOrderDesk, 'command'>;
}

type Body<A extends OrderAction> = z.output<(typeof orderActionBodies)[A]>;
const bodies: { readonly [A in OrderAction]: z.ZodType<Body<A>> } = orderActionBodies;

const summaries: Readonly<Record<OrderAction, string>> = {
  acknowledge: 'My unit has received the order; the first one of it wins',
  report: 'What came of it in my unit; acknowledges as well',
  accept: 'Accept the results of these units; the last one ends the order',
  return: 'Not good enough: the unit reports again',
  withdraw: 'It does not have to be done any more',
  extend: 'More time, for all or for some, with the reason',
  remind: 'Urge whoever is late',
  close: 'End the order although results are missing, with the reason',
};

const problems: Partial<Record<OrderAction, readonly ProblemCode[]>> = {
  acknowledge: ['order-acknowledged'],
  report: ['order-reported', 'order-step-not-allowed'],
  accept: ['order-step-not-allowed', 'unit-not-addressed'],
  return: ['order-step-not-allowed', 'unit-not-addressed', 'invalid-command'],
  extend: ['order-step-not-allowed', 'unit-not-addressed', 'invalid-command'],
  remind: ['order-step-not-allowed', 'unit-not-addressed'],
};

/** The times that people name, as the rest of the state has them. */
const utc = (at: string): string => new Date(at).toISOString();
const timesOf = (body: { acknowledgeBy?: string | undefined; resultBy?: string | undefined }) => ({
  ...(body.acknowledgeBy !== undefined && { acknowledgeBy: utc(body.acknowledgeBy) }),
  ...(body.resultBy !== undefined && { resultBy: utc(body.resultBy) }),
});

interface AskedBy {
  readonly user: User;
  readonly rights: Rights;
  readonly order: StoredCommandOrder;
}

const builders: { readonly [A in OrderAction]: (body: Body<A>, asked: AskedBy) => OrderCommands[A] } = {
  acknowledge: (_, { user }) => ({ actor: actorOf(user), unitCode: user.unitCode }),
  report: (body, { user }) => ({ ...body, actor: actorOf(user), unitCode: user.unitCode }),
  accept: (body, { user }) => ({ ...body, actor: actorOf(user) }),
  return: ({ unitCode, reason, ...times }, { user }) => ({
    ...{ actor: actorOf(user), unitCode, reason },
    ...timesOf(times),
  }),
  withdraw: (body, { user }) => ({ ...body, actor: actorOf(user) }),
  extend: ({ reason, unitCodes, ...times }, { user }) => ({
    ...{ actor: actorOf(user), reason },
    ...timesOf(times),
    ...(unitCodes && { unitCodes }),
  }),
  remind: ({ unitCodes }, { user, rights, order }) => {
    // A district looks on at its own communes of a provincial order, and urges those.
    const theirs = visibleTo(order.state, readerOf(user, rights, order));
    const codes = theirs.map(({ unit }) => unit.code);
    const foreign = unitCodes?.find((code) => !codes.includes(code));
    if (foreign !== undefined)
      throw new DomainError(
        'unit-not-addressed',
        'This order does not go to that unit, or it is not yours.',
        {
          unitCode: foreign,
        },
      );
    const owing = theirs.filter(owes);
    const late = owing.filter(isLate);
    const meant = (late.length > 0 ? late : owing).map(({ unit }) => unit.code);
    return { actor: actorOf(user), unitCodes: unitCodes ?? meant };
  },
  close: (body, { user }) => ({ ...body, actor: actorOf(user) }),
};

/** `POST /command-orders/:id/{action}` for every action; each answers the new order. */
export function orderActionRoutes(deps: OrderActionDependencies): Route[] {
  const actionRoute = <A extends OrderAction>(action: A): Route =>
    route({
      operationId: `${action}CommandOrder`,
      method: 'post',
      path: `/command-orders/:id/${action}`,
      tag: 'Command orders',
      permission: ['CommandOrder', action],
      summary: summaries[action],
      description:
        'Answers the new order. 202 instead of 200: accepted for good, but not yet to be seen in lists.',
      status: 200,
      problems: ['order-not-found', 'order-not-open', ...(problems[action] ?? [])],
      params: z.object({ id: orderRef }),
      body: bodies[action],
      response: orderView,
      handle: async ({ params, body, user, rights, idempotencyKey }) => {
        const order = await findReadableOrder(deps.commandOrders, params.id, rights);
        if (!rights.mayOrder(action, order))
          throw new Refused('not-allowed', `Your role or unit does not allow "${action}" on this order.`);
        const command = builders[action](body as Body<A>, { user, rights, order });
        const { revision } = await deps.orderDesk
          .command(order, action, command, idempotencyKey && `${user.id}/${idempotencyKey}`)
          .catch((error: unknown) => withFirstOnesName(deps, error));
        const shown = await orderSeenAt(deps.commandOrders, order, revision);
        const view = toOrderView(shown, readerOf(user, rights, shown), await namesIn(deps.users, [shown]));
        return new ReplyWith(view, { status: shown.state.revision >= revision ? 200 : 202 });
      },
    });
  return orderActions.map((action) => actionRoute(action));
}

/** Who comes second is told who was first, by name. */
async function withFirstOnesName({ users }: OrderActionDependencies, error: unknown): Promise<never> {
  const isRace =
    error instanceof DomainError && ['order-acknowledged', 'order-reported'].includes(error.code);
  if (!isRace) throw error;
  const { userId, at, unitCode } = error.facts;
  const [person] = typeof userId === 'string' ? await users.findMany([userId]) : [];
  throw new Refused(error.code, error.message, {
    facts: { unitCode, first: { userId, name: person?.name ?? null, at } },
  });
}
