import type { TicketDesk } from '../api/ticket-desk';
import type { ContactStore } from '../models/contacts/contact-store';

/** Younger ones are being told by the process that wrote them. */
const settleMs = 2_000;
const batch = 200;

/** One round: lets tickets hear of contacts that they have not heard of. Resolves to how many were told. */
export async function tellContacts(deps: {
  readonly contacts: Pick<ContactStore, 'listUntold' | 'markTold'>;
  readonly desk: Pick<TicketDesk, 'tell'>;
}): Promise<number> {
  const untold = await deps.contacts.listUntold(new Date(Date.now() - settleMs), batch);
  for (const { ticketId, contact } of untold) {
    await deps.desk.tell({ ticketId, name: 'citizenContact', fact: contact });
    await deps.contacts.markTold(contact.contactId);
  }
  return untold.length;
}
