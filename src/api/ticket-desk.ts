import type { Action, Commands, Receipt } from '../domain/commands';
import type { Tell } from '../domain/facts';
import type { StoredTicket } from '../models/tickets/ticket-repository';

/**
 * The API's way to a running ticket. Throws `DomainError` when the ticket refuses (the winner of a lost
 * claim is in its facts) and `TemporalUnavailable` when nobody can be asked just now.
 */
export interface TicketDesk {
  /** Starts the ticket's workflow unless it was ever started. Safe to repeat. */
  start(ticket: StoredTicket): Promise<void>;
  /**
   * Asks a running ticket; `reopen` and `unlink` revive one whose workflow has ended. The same `requestKey` is
   * the same request: repeated after an answer that got lost, it is answered again and not done again.
   */
  command<A extends Action>(
    ticket: StoredTicket,
    action: A,
    command: Commands[A],
    requestKey?: string,
  ): Promise<Receipt>;
  /**
   * Lets a ticket hear a fact, also one whose workflow has ended. Resolves once Temporal has it for good, or when
   * there is no such ticket; safe to repeat.
   */
  tell(tell: Tell): Promise<void>;
}

/** Temporal did not answer in time; the caller may repeat the request. */
export class TemporalUnavailable extends Error {
  constructor(cause: unknown) {
    super('the workflow service does not answer', { cause });
    this.name = 'TemporalUnavailable';
  }
}
