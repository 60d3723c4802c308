import type { CitizenContact } from '../../domain/facts';

/** A contact that its ticket has not heard of yet. */
export interface UntoldContact {
  readonly ticketId: string;
  readonly contact: CitizenContact;
}

/** Contacts on their way to a ticket: written before anybody is answered, forgotten a week after they were told. */
export interface ContactStore {
  /** The same `contactId` again changes nothing. */
  add(ticketId: string, contact: CitizenContact): Promise<void>;
  /** Oldest first. */
  listUntold(writtenBefore: Date, limit: number): Promise<readonly UntoldContact[]>;
  /** The timeline has it; the words leave this place. */
  markTold(contactId: string): Promise<void>;
}
