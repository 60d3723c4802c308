import type { Draft } from '../draft';
import type { CitizenContact } from '../facts';
import type { TicketState } from '../ticket';
import { isSettled, ownerOf } from '../ticket';

/** Ids of contacts that are remembered: a repeated signal comes within minutes, not after fifty others. */
const remembered = 50;

/** The caller called or wrote again: part of the story, and a sign that they wait. */
export function hearContact(draft: Draft, contact: CitizenContact): void {
  const { ticketId, status, duplicateOf, contacts } = draft.state;
  const { contactId, channel, at, callId, reportId, text, wish, actor = { kind: 'citizen' } } = contact;
  if (contacts?.recentIds.includes(contactId)) return;
  draft.set({
    contacts: {
      count: (contacts?.count ?? 0) + 1,
      lastAt: contacts !== undefined && contacts.lastAt > at ? contacts.lastAt : at,
      recentIds: [...(contacts?.recentIds ?? []), contactId].slice(-remembered),
    },
  });
  draft.log(
    'citizenContact',
    {
      ...{ channel, contactId, saidAt: at },
      ...(callId !== undefined && { callId }),
      ...(reportId !== undefined && { reportId }),
      ...(wish !== undefined && { wish }),
      ...(text !== undefined && { text }),
    },
    { actor },
  );
  // Linked in the meantime: the people at work must hear of it, too.
  if (status === 'duplicate' && duplicateOf !== undefined) {
    const fact = { ...contact, reportId: reportId ?? ticketId };
    draft.tellTicket({ ticketId: duplicateOf, name: 'citizenContact', fact });
  }
}

/**
 * True while somebody who got in touch again still waits: nobody has the ticket, it is late, or it was called done
 * before they wrote.
 */
export function isPressing(
  ticket: Pick<TicketState, 'status' | 'contacts' | 'assignments' | 'sla' | 'resolution'>,
): boolean {
  const { contacts, resolution, sla, status } = ticket;
  if (contacts === undefined || isSettled(ticket)) return false;
  if (status === 'resolved') return resolution !== undefined && contacts.lastAt > resolution.at;
  return ownerOf(ticket) === undefined || sla === 'breached';
}
