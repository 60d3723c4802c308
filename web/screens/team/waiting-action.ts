/** What a team does with a ticket. */
export type TeamAction = 'claim' | 'decline' | 'enRoute' | 'onScene' | 'resolve' | 'handBack';

/** One thing somebody did, until the server has said yes or no. */
export interface WaitingAction {
  /** Order of doing; given by the database. */
  readonly seq: number;
  /** Goes out with every attempt, so that the server does it once. */
  readonly key: string;
  readonly userId: string;
  readonly ticketId: string;
  readonly ticketCode: string;
  readonly action: TeamAction | 'photo';
  readonly body: Readonly<Record<string, unknown>>;
  readonly doneAt: string;
  /** With `photo`: what is sent. */
  readonly photo?: Blob;
  /** Not sent before, so that it can be taken back: milliseconds since 1970. */
  readonly heldUntil?: number;
  /** Why the server said no; it is not sent again. */
  readonly refusal?: { readonly code: string; readonly detail: string; readonly winner: string | null };
}
