import type { CitizenContact } from '../../domain/facts';
import { isSettled } from '../../domain/ticket';
import type { ContactStore } from '../../models/contacts/contact-store';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import type { Logger } from '../../platform/logger';
import { mainTicketOf } from '../duplicates/main-ticket';
import type { TicketDesk } from '../ticket-desk';

export interface JoinDependencies {
  readonly tickets: Pick<TicketRepository, 'find' | 'listByPhone'>;
  readonly contacts: Pick<ContactStore, 'add' | 'markTold'>;
  readonly desk: Pick<TicketDesk, 'tell'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Newest tickets of a number that are looked at: a volunteer calls for many households. */
const looksAt = 50;

/** The live ticket of a caller, and the report by which it is theirs: the ticket itself, or one linked to it. */
export interface LiveTicket {
  readonly ticket: StoredTicket;
  readonly report: StoredTicket;
}

/** Every ticket of a number (E.164), newest first. */
export const ticketsOf = (
  tickets: Pick<TicketRepository, 'listByPhone'>,
  phone: string,
): Promise<readonly StoredTicket[]> => tickets.listByPhone(phone, {}, looksAt);

/** The newest of these that is worked, itself or by the ticket it is linked to. */
export async function liveTicketAmong(
  tickets: Pick<TicketRepository, 'find'>,
  reports: readonly StoredTicket[],
): Promise<LiveTicket | null> {
  for (const report of reports) {
    const ticket = await mainTicketOf(tickets, report);
    if (!isSettled(ticket.state)) return { ticket, report };
  }
  return null;
}

/**
 * Makes a contact part of a ticket's story. Resolves once it is stored for good; the ticket hears of it in that
 * moment, or from the relay when nobody can be asked just now.
 */
export async function joinTicket(
  deps: JoinDependencies,
  { ticket, report }: LiveTicket,
  contact: CitizenContact,
): Promise<void> {
  const whole = report.id === ticket.id ? contact : { ...contact, reportId: report.id };
  await deps.contacts.add(ticket.id, whole);
  // Nobody on a telephone line waits for this.
  deps.desk
    .tell({ ticketId: ticket.id, name: 'citizenContact', fact: whole })
    .then(() => deps.contacts.markTold(whole.contactId))
    .catch((err: unknown) => {
      deps.logger.warn({ err, ticketId: ticket.id }, 'contact stored, its ticket will be told by the relay');
    });
}
