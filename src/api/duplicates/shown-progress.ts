import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import { mainTicketOf } from './main-ticket';

/**
 * What the reporter of a ticket is shown. A duplicate shows how its main ticket goes on, under its own code and
 * time of receipt: nothing says who else reported, when, or what they said.
 */
export async function withMainsProgress(
  tickets: Pick<TicketRepository, 'find'>,
  ticket: StoredTicket,
): Promise<StoredTicket> {
  const main = await mainTicketOf(tickets, ticket);
  if (main.id === ticket.id || main.state.status === 'duplicate') return ticket;
  const own = ticket.timeline.filter(({ type }) => type === 'received');
  const shared = main.timeline.filter(({ type }) => type !== 'received');
  const { code, category, receivedAt } = ticket.state;
  return {
    ...ticket,
    state: { ...main.state, code, category, receivedAt },
    timeline: [...own, ...shared],
    updatedAt: main.updatedAt,
  };
}
