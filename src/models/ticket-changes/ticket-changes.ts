import type { TicketState } from '../../domain/ticket';

/** That a ticket changed: its state, no word or number of the citizen. */
export interface TicketChange {
  /** Where this change lies in the stream of changes; the same on every process. Opaque. */
  readonly id: string;
  readonly code: string;
  readonly createdBy: string;
  readonly state: TicketState;
}

export interface TicketChanges {
  /**
   * Every change from now on, on one database cursor however many listen. Resolves once the cursor stands, so
   * that nothing can fall between `since` and the first change; `at` is the place in the stream at that time.
   */
  listen(
    listener: (change: TicketChange) => void,
    onLost: () => void,
  ): Promise<{ readonly at: string; stop(): void }>;
  /**
   * Changes after the one with this id, as far as the database has them now.
   *
   * @throws ChangesForgotten when the database does not know the id any more, or never did
   */
  since(id: string): AsyncIterable<TicketChange>;
  close(): Promise<void>;
}

/** The reader was away for too long: it must read its lists again. */
export class ChangesForgotten extends Error {
  constructor() {
    super('these changes are not kept any more');
    this.name = 'ChangesForgotten';
  }
}
