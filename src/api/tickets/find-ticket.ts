import type { AccessKind } from '../../domain/audit';
import type { AccessLog } from '../../models/access-log/access-log';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import { Refused } from '../http/problem';
import type { Asking } from '../http/route';
import type { Rights, TicketVerb } from '../rights';

export interface FindTicketDependencies {
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode'>;
  readonly accessLog: Pick<AccessLog, 'record'>;
}

const looksLikeCode = /^[A-Za-z]{2,4}-[0-9A-Za-z]{3}-[0-9A-Za-z]{3}$/;

/**
 * The ticket by id or code, if the reader may know of it: what lies outside somebody's rights does not exist.
 *
 * @throws Refused `ticket-not-found`
 */
export async function findReadable(
  tickets: FindTicketDependencies['tickets'],
  reference: string,
  rights: Rights,
): Promise<StoredTicket> {
  const ticket = looksLikeCode.test(reference)
    ? await tickets.findByCode(reference.toUpperCase())
    : await tickets.find(reference);
  if (ticket && rights.may('read', ticket)) return ticket;
  throw new Refused('ticket-not-found', 'There is no ticket with this id or code that you may see.');
}

/** @throws Refused `not-allowed` when the reader may see the ticket but not do this to it */
export function mustBeAllowed(rights: Rights, verb: TicketVerb, ticket: StoredTicket): void {
  if (rights.may(verb, ticket)) return;
  throw new Refused('not-allowed', `Your role, area or team does not allow "${verb}" on this ticket.`);
}

/** A person looked at one ticket: the law wants to know who, and what they were shown. */
export async function logView(
  accessLog: FindTicketDependencies['accessLog'],
  asking: Pick<Asking<'signedIn'>, 'user' | 'rights' | 'requestId'>,
  ticket: StoredTicket,
  what: Exclude<AccessKind, 'caller'> = 'ticket',
): Promise<void> {
  await accessLog.record({
    userId: asking.user.id,
    what,
    subjectId: ticket.id,
    full: asking.rights.may('readPersonal', ticket),
    requestId: asking.requestId,
  });
}
