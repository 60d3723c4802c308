import type { PictureType } from '../../domain/picture';

/** A picture kept with a ticket: a screenshot of a post, later a team's proof. */
export interface Attachment {
  readonly id: string;
  readonly ticketId: string;
  readonly type: PictureType;
  readonly bytes: number;
  readonly addedAt: Date;
  /** The user. */
  readonly addedBy: string;
}

export interface AttachmentStore {
  /**
   * Keeps a picture whole or not at all. The same picture of the same ticket is kept once. Null when the ticket has
   * `most` pictures already.
   */
  add(
    attachment: Pick<Attachment, 'ticketId' | 'type' | 'addedBy'> & { readonly content: Uint8Array },
    most: number,
  ): Promise<Attachment | null>;
  /** Oldest first. */
  list(ticketId: string): Promise<readonly Attachment[]>;
  read(ticketId: string, id: string): Promise<{ attachment: Attachment; content: Uint8Array } | null>;
  /** False when there was none. */
  remove(ticketId: string, id: string): Promise<boolean>;
}
