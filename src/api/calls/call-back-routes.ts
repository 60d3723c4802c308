import { z } from 'zod';
import {
  attemptResults,
  callBackResults,
  claimCallBack,
  finishCallBack,
  recordAttempt,
  releaseCallBack,
} from '../../domain/call-back';
import type { CallBackState } from '../../domain/call-back';
import type { User } from '../../domain/organisation';
import type { CallBackRepository, StoredCallBack } from '../../models/calls/call-back-repository';
import type { CallRepository } from '../../models/calls/call-repository';
import type { TicketRepository } from '../../models/tickets/ticket-repository';
import { callerTicketsShape, ticketsOfCaller } from '../callers/tickets-of-caller';
import type { CallerDependencies } from '../callers/tickets-of-caller';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { itemsOf, ticketRef } from '../http/schemas';
import { areaCodeOf, isInAreaOf } from '../rights';
import { findReadable } from '../tickets/find-ticket';
import { deskStep } from './desk-step';
import { callBackView, callView, toCallBackView, toCallView } from './call-views';
import { tellClock } from './rescue';
import type { RescueDependencies } from './rescue';

export interface CallBackRouteDependencies
  extends Omit<CallerDependencies, 'tickets'>, Pick<RescueDependencies, 'clocks' | 'logger'> {
  readonly callBacks: RescueDependencies['callBacks'] & Pick<CallBackRepository, 'listOpen'>;
  readonly calls: Pick<CallRepository, 'listByIds'>;
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode' | 'listByPhone'>;
}

const now = (): string => new Date().toISOString();
const shownAtOnce = 200;

/** The citizens we owe a call, worst first, then oldest. */
export function callBackRoutes(deps: CallBackRouteDependencies): Route[] {
  const decide = async (
    id: string,
    user: User,
    rule: (state: CallBackState) => CallBackState,
  ): Promise<StoredCallBack> => {
    const known = await deps.callBacks.find(id);
    const isTheirs = known !== null && isInAreaOf(user, known.state.unitPath);
    const item = isTheirs ? await deps.callBacks.change(id, rule) : null;
    if (!item) throw new Refused('call-not-found', 'There is no call-back with this id that you may see.');
    await tellClock(deps, item);
    return item;
  };
  return [
    route({
      operationId: 'listCallBacks',
      method: 'get',
      path: '/call-backs',
      tag: 'Calls',
      permission: ['Call', 'read'],
      summary: 'Numbers that called in vain and wait to be rung back, worst class first, then oldest',
      status: 200,
      response: itemsOf(callBackView),
      handle: async ({ user }) => ({
        items: (await deps.callBacks.listOpen(areaCodeOf(user), shownAtOnce)).map(toCallBackView),
      }),
    }),
    route({
      ...deskStep,
      operationId: 'claimCallBack',
      path: '/call-backs/:id/claim',
      summary: 'I ring this number back: shows it, with its calls and tickets',
      description:
        'A claim without a try for ten minutes no longer keeps others away; the earlier one stays on record.',
      response: z
        .object({
          callBack: callBackView,
          phone: z.string().nullable(),
          calls: z.array(callView),
          ...callerTicketsShape,
        })
        .meta({ id: 'CallBackDraft' }),
      handle: async ({ params, ...asking }) => {
        const { user } = asking;
        const item = await decide(params.id, user, (state) => claimCallBack(state, user.id, now()));
        const { phone, state } = item;
        const tickets =
          phone === null ? { open: [], earlier: [] } : await ticketsOfCaller(deps, phone, asking);
        const calls = (await deps.calls.listByIds(state.callIds)).map(toCallView);
        return { callBack: toCallBackView(item), phone, calls, ...tickets };
      },
    }),
    route({
      ...deskStep,
      operationId: 'releaseCallBack',
      path: '/call-backs/:id/release',
      summary: 'Back to the list for somebody else',
      response: callBackView,
      handle: async ({ params, user }) =>
        toCallBackView(await decide(params.id, user, (state) => releaseCallBack(state, user.id, now()))),
    }),
    route({
      ...deskStep,
      operationId: 'recordCallBackAttempt',
      path: '/call-backs/:id/attempt',
      summary: 'I rang: what happened',
      description: '`noAnswer` starts the clock anew, so that the next try is not forgotten.',
      body: z.strictObject({ result: z.enum(attemptResults) }),
      response: callBackView,
      handle: async ({ params, body, user }) => {
        const by = { userId: user.id, result: body.result };
        return toCallBackView(await decide(params.id, user, (state) => recordAttempt(state, by, now())));
      },
    }),
    route({
      ...deskStep,
      operationId: 'finishCallBack',
      path: '/call-backs/:id/finish',
      summary: 'Nothing is owed any more',
      description: '`unreachable` only after three tries that nobody answered.',
      problems: [...deskStep.problems, 'ticket-not-found'],
      body: z.strictObject({ result: z.enum(callBackResults), ticketId: ticketRef.optional() }),
      response: callBackView,
      handle: async ({ params, body, user, rights }) => {
        const ticket =
          body.ticketId === undefined ? null : await findReadable(deps.tickets, body.ticketId, rights);
        const by = { userId: user.id, result: body.result, ...(ticket && { ticketId: ticket.id }) };
        return toCallBackView(await decide(params.id, user, (state) => finishCallBack(state, by, now())));
      },
    }),
  ];
}
