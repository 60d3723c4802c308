/** Somebody who has a ticket open just now. */
export interface Viewer {
  readonly userId: string;
  /** When their screen last said so. */
  readonly seenAt: Date;
}

/** Who looks at which ticket, forgotten by itself when their screen falls silent. Nothing depends on it. */
export interface Presence {
  /** This person has the ticket open. Answers everybody who has, themselves included, newest sign first. */
  stay(ticketId: string, userId: string): Promise<readonly Viewer[]>;
  leave(ticketId: string, userId: string): Promise<void>;
  /** How long a screen may be silent before it counts as closed, in milliseconds. */
  readonly withinMs: number;
}
