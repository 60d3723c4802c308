import type { Tell } from '../domain/facts';
import type { TimelineType } from '../domain/ticket';
import type { Transition, TicketRepository } from '../models/tickets/ticket-repository';
import type { Outbox } from '../notifications/outbox';

/** After these, somebody may be rung up in vain. */
const overtakesPages: ReadonlySet<TimelineType> = new Set([
  'claimed',
  'declined',
  'stepPassed',
  'dispatched',
  'cancelled',
  'linked',
]);

export function createTicketActivities(dependencies: {
  tickets: Pick<TicketRepository, 'project'>;
  outbox: Pick<Outbox, 'enqueue' | 'withdraw'>;
  /** Tells another ticket; repeated it is one fact. */
  tell: (tell: Tell) => Promise<void>;
}) {
  return {
    /**
     * Makes one transition visible: the row in one write, then its messages on their queues. Both are
     * idempotent, so a retry after a half-done attempt completes it. One local activity, one marker.
     */
    async commitTransition(transition: Transition): Promise<void> {
      await dependencies.tickets.project(transition);
      const { ticketId, revision } = transition.state;
      if (transition.intents.length > 0) await dependencies.outbox.enqueue(ticketId, transition.intents);
      if (transition.entries.some(({ type }) => overtakesPages.has(type))) {
        await dependencies.outbox.withdraw(ticketId, revision);
      }
    },

    /** Lets another ticket know. A ticket that is not there is nobody to tell. */
    async tellTicket(tell: Tell): Promise<void> {
      await dependencies.tell(tell);
    },
  };
}
