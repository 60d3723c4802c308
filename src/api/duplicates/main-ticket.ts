import { DomainError } from '../../domain/refusal';
import { isSettled } from '../../domain/ticket';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';

/** Longer chains cannot be made by linking, which always goes to the end of one. */
const LONGEST_CHAIN = 20;

/** The ticket on which a duplicate's event is worked: itself, or what it was linked to, and so on. */
export async function mainTicketOf(
  tickets: Pick<TicketRepository, 'find'>,
  ticket: StoredTicket,
): Promise<StoredTicket> {
  let main = ticket;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const { status, duplicateOf } = main.state;
    const next = status === 'duplicate' && duplicateOf !== undefined ? await tickets.find(duplicateOf) : null;
    if (!next) return main;
    main = next;
  }
  return main;
}

/**
 * The open ticket that `duplicate` is to be linked to when somebody names `named`, which may be a duplicate itself.
 *
 * @throws DomainError `invalid-command` with the pointer `/duplicateOf` and what to do instead
 */
export async function linkTargetOf(
  tickets: Pick<TicketRepository, 'find'>,
  duplicate: StoredTicket,
  named: StoredTicket,
): Promise<StoredTicket> {
  const main = await mainTicketOf(tickets, named);
  const refuse = (because: string): DomainError =>
    new DomainError('invalid-command', because, { pointer: '/duplicateOf', duplicateOf: main.id });
  if (main.id === duplicate.id) {
    throw refuse(
      named.id === duplicate.id
        ? 'must be another ticket: a ticket cannot be a duplicate of itself'
        : `must not be a duplicate of this ticket; unlink ${named.code} first`,
    );
  }
  if (isSettled(main.state)) {
    throw refuse(
      `must be an open ticket; ${main.code} is ${main.state.status}: reopen it first, or work on this one`,
    );
  }
  return main;
}
