import { setTimeout as delay } from 'node:timers/promises';
import type { TicketState } from '../../domain/ticket';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';

const pollEveryMs = 50;

/**
 * The ticket as soon as the read model shows what `isThere` looks for, or as it is after `withinMs`: a
 * command answers when it is decided, a moment before its row is written.
 */
export async function awaitTicket(
  tickets: Pick<TicketRepository, 'find'>,
  ticketId: string,
  isThere: (state: TicketState) => boolean,
  withinMs = 3_000,
): Promise<StoredTicket | null> {
  const until = Date.now() + withinMs;
  for (;;) {
    const ticket = await tickets.find(ticketId);
    if (!ticket || isThere(ticket.state) || Date.now() >= until) return ticket;
    await delay(pollEveryMs);
  }
}
