import type { Priority } from './policy';
import type { Actor } from './ticket';

/**
 * What a ticket hears without being asked: nobody waits for an answer, and a fact heard twice is one fact. Ids
 * only, but for `text`, which is encrypted wherever it lies.
 */
export interface Facts {
  /** These reports are told with this ticket from now on: the linked one, and those linked to it before. */
  duplicateLinked: {
    readonly ticketIds: readonly string[];
    readonly priority: Priority;
    /** True when its reporter has heard already that a team is at work. */
    readonly hadOwner: boolean;
    readonly actor: Actor;
  };
  duplicateUnlinked: { readonly ticketIds: readonly string[]; readonly actor: Actor };
  citizenContact: CitizenContact;
}
export type FactName = keyof Facts;

export const contactChannels = ['call', 'missedCall', 'voicemail', 'sms', 'web'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** Somebody who has a live ticket got in touch again. */
export interface CitizenContact {
  /** Names the event, e.g. `call/<call id>`: told twice it is one contact. */
  readonly contactId: string;
  readonly channel: ContactChannel;
  /** When they called or wrote; ISO 8601 UTC. */
  readonly at: string;
  readonly callId?: string;
  /** The duplicate whose reporter it was, when it was not the ticket's own caller. */
  readonly reportId?: string;
  /** Their own words. */
  readonly text?: string;
  /** What they asked for on the page where they follow the report; absent on every other channel. */
  readonly wish?: 'help' | 'cancel';
  /** Who wrote it down; absent when the engine did. */
  readonly actor?: Actor;
}

/** A fact on its way to another ticket. */
export type Tell = {
  [N in FactName]: { readonly ticketId: string; readonly name: N; readonly fact: Facts[N] };
}[FactName];
