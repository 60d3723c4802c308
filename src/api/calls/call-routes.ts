import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  callResults,
  claimCall,
  endCall,
  finishCall,
  releaseCall,
  retake,
  retakeReasons,
  showLife,
} from '../../domain/call';
import type { CallState } from '../../domain/call';
import type { User } from '../../domain/organisation';
import type { CallRepository, StoredCall } from '../../models/calls/call-repository';
import type { TicketRepository } from '../../models/tickets/ticket-repository';
import type { LiveCalls } from '../../notifications/live-calls';
import { callerTicketsShape, ticketsOfCaller } from '../callers/tickets-of-caller';
import type { CallerDependencies } from '../callers/tickets-of-caller';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Asking, type Route } from '../http/route';
import { itemsOf, ticketRef } from '../http/schemas';
import { areaCodeOf, isInAreaOf } from '../rights';
import { actorOf } from '../tickets/create-route';
import { findReadable } from '../tickets/find-ticket';
import { joinTicket } from '../contacts/join-ticket';
import { mainTicketOf } from '../duplicates/main-ticket';
import { deskStep } from './desk-step';
import { callView, toCallView } from './call-views';
import { rescueSoon } from './rescue';
import type { RescueDependencies } from './rescue';

export interface CallRouteDependencies
  extends Omit<CallerDependencies, 'tickets'>, Omit<RescueDependencies, 'calls' | 'tickets'> {
  readonly calls: RescueDependencies['calls'] & Pick<CallRepository, 'find' | 'listQueue'>;
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode' | 'listByPhone'>;
  readonly liveCalls: Pick<LiveCalls, 'sendTo'>;
  readonly publicUrl: string;
}

type Asker = Pick<Asking<'signedIn'>, 'user' | 'rights' | 'requestId'>;

const now = (): string => new Date().toISOString();

const draftView = z
  .object({
    call: callView,
    connecting: z
      .enum(['now', 'soon', 'byExchange'])
      .describe('`soon`: with the next announcement; `byExchange`: your own exchange connects you'),
    phone: z.string().nullable(),
    answers: z.array(z.object({ question: z.string(), key: z.string() })),
    ...callerTicketsShape,
  })
  .meta({ id: 'CallDraft' });

/** The queue and what an agent does with one call. What lies outside somebody's area does not exist for them. */
export function callRoutes(deps: CallRouteDependencies): Route[] {
  const find = async (id: string, user: User): Promise<StoredCall> => {
    const call = await deps.calls.find(id);
    if (call && isInAreaOf(user, call.state.unitPath)) return call;
    throw new Refused('call-not-found', 'There is no call with this id that you may see.');
  };
  const decide = async (
    id: string,
    user: User,
    rule: (state: CallState) => CallState,
  ): Promise<StoredCall> => {
    await find(id, user);
    const call = await deps.calls.change(id, rule);
    if (!call) throw new Refused('call-not-found', 'There is no call with this id.');
    return call;
  };
  /** Moves the caller to the page that connects whoever has the call now. */
  const connect = async (call: StoredCall): Promise<'now' | 'soon' | 'byExchange' | 'gone'> => {
    if (call.source !== 'twilio') return 'byExchange';
    try {
      const page = `${deps.publicUrl}/webhooks/twilio/queue`;
      return (await deps.liveCalls.sendTo(call.providerId, page)) === 'gone' ? 'gone' : 'now';
    } catch {
      return 'soon';
    }
  };
  const draftOf = async (call: StoredCall, asking: Asker): Promise<z.input<typeof draftView>> => {
    const isOnLine = call.state.answeredAt === null && call.state.endedAt === null;
    const connecting = isOnLine ? await connect(call) : call.source === 'twilio' ? 'now' : 'byExchange';
    if (connecting === 'gone') {
      const ended = await deps.calls.change(call.state.callId, (state) => endCall(state, 'hungUp', now()));
      if (ended) await rescueSoon(deps, ended);
      throw new Refused('call-not-ready', 'The caller has hung up; the number is among the call-backs.');
    }
    const { phone } = call;
    const tickets = phone === null ? { open: [], earlier: [] } : await ticketsOfCaller(deps, phone, asking);
    return { call: toCallView(call), connecting, phone, answers: [...call.keys], ...tickets };
  };
  return [
    route({
      operationId: 'listQueuedCalls',
      method: 'get',
      path: '/calls/queue',
      tag: 'Calls',
      permission: ['Call', 'read'],
      summary: 'Calls that wait or are in somebody’s hands, most urgent first',
      description:
        'Red flags first, then by class, then by waiting time. Ask again with `If-None-Match`: 304 when nothing has changed.',
      status: 200,
      response: itemsOf(callView),
      handle: async ({ user, exchange }) => {
        const body = { items: (await deps.calls.listQueue(areaCodeOf(user))).map(toCallView) };
        const tag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"`;
        const isKnown = exchange.request.get('if-none-match') === tag;
        return new ReplyWith(body, { ...(isKnown && { status: 304 }), headers: { ETag: tag } });
      },
    }),
    route({
      ...deskStep,
      operationId: 'claimCall',
      path: '/calls/:id/claim',
      summary: 'Take a waiting call: the caller is connected, and a draft comes back',
      response: draftView,
      handle: async ({ params, ...asking }) =>
        draftOf(
          await decide(params.id, asking.user, (call) => claimCall(call, asking.user.id, now())),
          asking,
        ),
    }),
    route({
      ...deskStep,
      operationId: 'keepCall',
      path: '/calls/:id/heartbeat',
      summary: 'I am still there; 45 s without this turn the claim amber',
      response: callView,
      handle: async ({ params, user }) =>
        toCallView(await decide(params.id, user, (call) => showLife(call, user.id, now()))),
    }),
    route({
      ...deskStep,
      operationId: 'retakeCall',
      path: '/calls/:id/retake',
      summary: 'Take over a call: anybody from an amber claim, before that a supervisor with a reason',
      body: z.strictObject({ reason: z.enum(retakeReasons).optional() }),
      response: draftView,
      handle: async ({ params, body, ...asking }) => {
        const { user } = asking;
        const by = {
          ...{ userId: user.id, isSupervisor: user.role === 'supervisor' },
          ...(body.reason !== undefined && { reason: body.reason }),
        };
        return draftOf(await decide(params.id, user, (call) => retake(call, by, now())), asking);
      },
    }),
    route({
      ...deskStep,
      operationId: 'releaseCall',
      path: '/calls/:id/release',
      summary: 'Back to the queue, at its old place',
      response: callView,
      handle: async ({ params, user }) => {
        const call = await decide(params.id, user, (state) => releaseCall(state, user.id, now()));
        await connect(call);
        return toCallView(call);
      },
    }),
    route({
      ...deskStep,
      operationId: 'finishCall',
      path: '/calls/:id/finish',
      summary: 'What became of the call, with its ticket',
      description: 'A ticket that is older than the call hears that its caller rang again.',
      problems: [...deskStep.problems, 'ticket-not-found'],
      body: z.strictObject({ result: z.enum(callResults), ticketId: ticketRef.optional() }),
      response: callView,
      handle: async ({ params, body, user, rights }) => {
        const ticket =
          body.ticketId === undefined ? null : await findReadable(deps.tickets, body.ticketId, rights);
        const by = { userId: user.id, result: body.result, ...(ticket && { ticketId: ticket.id }) };
        const call = await decide(params.id, user, (state) => finishCall(state, by, now()));
        if (ticket && ticket.state.receivedAt < call.state.startedAt) {
          const { callId, startedAt: at } = call.state;
          const contact = { contactId: `call/${callId}`, channel: 'call' as const, at, callId };
          const live = { ticket: await mainTicketOf(deps.tickets, ticket), report: ticket };
          await joinTicket(deps, live, { ...contact, actor: actorOf(user) });
        }
        return toCallView(call);
      },
    }),
  ];
}
