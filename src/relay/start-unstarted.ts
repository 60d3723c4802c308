import type { TicketDesk } from '../api/ticket-desk';
import type { TicketRepository } from '../models/tickets/ticket-repository';

/** Younger tickets are being started by the process that took them. */
const settleMs = 2_000;
const batch = 100;

/**
 * One round of the intake relay: starts the workflows of tickets that were written but never started, because
 * Temporal was away or the process died in between. Safe to run in many processes at once. Resolves to how many
 * were started; rejects, to be tried again, when Temporal is still away.
 */
export async function startUnstarted(dependencies: {
  tickets: Pick<TicketRepository, 'listUnstarted'>;
  desk: Pick<TicketDesk, 'start'>;
}): Promise<number> {
  const unstarted = await dependencies.tickets.listUnstarted(new Date(Date.now() - settleMs), batch);
  for (const ticket of unstarted) await dependencies.desk.start(ticket);
  return unstarted.length;
}
