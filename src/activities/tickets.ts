import type { Transition, TicketRepository } from '../models/tickets/ticket-repository';
import type { Outbox } from '../notifications/outbox';

export function createTicketActivities(dependencies: {
  tickets: Pick<TicketRepository, 'project'>;
  outbox: Pick<Outbox, 'enqueue'>;
}) {
  return {
    /**
     * Makes one transition visible: the row in one write, then its messages on their queues. Both are
     * idempotent, so a retry after a half-done attempt completes it. One local activity, one marker.
     */
    async commitTransition(transition: Transition): Promise<void> {
      await dependencies.tickets.project(transition);
      if (transition.intents.length > 0) {
        await dependencies.outbox.enqueue(transition.state.ticketId, transition.intents);
      }
    },
  };
}
