import { z } from 'zod';
import { isSettled } from '../../domain/ticket';
import type { CallRepository } from '../../models/calls/call-repository';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import { newId } from '../../platform/ids';
import { mainTicketOf } from '../duplicates/main-ticket';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { idText, textOf, ticketRef } from '../http/schemas';
import { isInAreaOf } from '../rights';
import { actorOf } from '../tickets/create-route';
import { findReadable, logView, mustBeAllowed, type FindTicketDependencies } from '../tickets/find-ticket';
import { ticketView } from '../tickets/ticket-schemas';
import { etagOf, toTicketView } from '../tickets/ticket-view';
import { joinTicket, type JoinDependencies } from './join-ticket';

export interface ContactRouteDependencies extends Omit<JoinDependencies, 'tickets'> {
  readonly tickets: JoinDependencies['tickets'] & Pick<TicketRepository, 'findByCode'>;
  readonly calls: Pick<CallRepository, 'find'>;
  readonly accessLog: FindTicketDependencies['accessLog'];
}

const visibleWithinMs = 2_000;
const pollMs = 25;

/** `POST /tickets/:id/contacts`: the caller got in touch again, and it is about this ticket. */
export function contactRoutes(deps: ContactRouteDependencies): Route[] {
  return [
    route({
      operationId: 'addContact',
      method: 'post',
      path: '/tickets/:id/contacts',
      tag: 'Tickets',
      permission: ['Ticket', 'note'],
      summary: 'The caller got in touch again: make the call part of this live ticket',
      description:
        'Answers the ticket on which the event is worked, which is the main ticket of a duplicate. The same call twice is one contact. 202 instead of 200 means: stored for good, not yet to be seen.',
      status: 200,
      problems: ['ticket-not-found', 'call-not-found', 'transition-not-allowed'],
      params: z.object({ id: ticketRef }),
      body: z.strictObject({
        callId: idText.optional().describe('The call; without it somebody came, or another line rang'),
        text: textOf(2_000).optional().describe('What they said'),
      }),
      response: ticketView,
      handle: async ({ params, body, user, rights, requestId, idempotencyKey }) => {
        const report = await findReadable(deps.tickets, params.id, rights);
        mustBeAllowed(rights, 'note', report);
        const ticket = await mainTicketOf(deps.tickets, report);
        if (isSettled(ticket.state)) {
          throw new Refused(
            'transition-not-allowed',
            `Ticket ${ticket.code} is ${ticket.state.status}: reopen it, or take a new one.`,
          );
        }
        const call = body.callId === undefined ? null : await deps.calls.find(body.callId);
        if (body.callId !== undefined && !(call && isInAreaOf(user, call.state.unitPath))) {
          throw new Refused('call-not-found', 'There is no call with this id that you may see.');
        }
        const contactId = call ? `call/${call.state.callId}` : `desk/${user.id}/${idempotencyKey ?? newId()}`;
        await joinTicket(
          deps,
          { ticket, report },
          {
            ...{ contactId, channel: 'call', at: call?.state.startedAt ?? new Date().toISOString() },
            ...(call && { callId: call.state.callId }),
            ...(body.text !== undefined && { text: body.text }),
            actor: actorOf(user),
          },
        );
        const { shown, isThere } = await seenWith(deps.tickets, ticket, contactId);
        await logView(deps.accessLog, { user, rights, requestId }, shown);
        return new ReplyWith(toTicketView(shown, rights), {
          status: isThere ? 200 : 202,
          headers: { ETag: etagOf(shown) },
        });
      },
    }),
  ];
}

/** The row once it shows the contact, or as it is after 2 s. */
async function seenWith(
  tickets: Pick<TicketRepository, 'find'>,
  before: StoredTicket,
  contactId: string,
): Promise<{ shown: StoredTicket; isThere: boolean }> {
  const deadline = Date.now() + visibleWithinMs;
  for (;;) {
    const shown = (await tickets.find(before.id)) ?? before;
    const isThere = shown.state.contacts?.recentIds.includes(contactId) ?? false;
    if (isThere || Date.now() > deadline) return { shown, isThere };
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
