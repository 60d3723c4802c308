import type { CallState } from '../../domain/call';
import type { CallBackState } from '../../domain/call-back';
import type { CommandOrderState } from '../../domain/command-order';
import type { SurgeDecision } from '../../domain/surge';
import type { TicketState } from '../../domain/ticket';

/** Where a change lies in the stream of changes; the same on every process. Opaque. */
interface Placed {
  readonly id: string;
}

/** That a ticket changed: its state, no word or number of the citizen. */
export interface TicketChange extends Placed {
  readonly kind: 'ticket';
  readonly code: string;
  readonly createdBy: string;
  readonly state: TicketState;
  /** When it was written; of the newest version, should it have changed again before it was read. */
  readonly writtenAt: Date;
}
/** That a call, or a call-back, changed: as above. */
export interface CallChange extends Placed {
  readonly kind: 'call';
  readonly state: CallState;
}
export interface CallBackChange extends Placed {
  readonly kind: 'callBack';
  readonly state: CallBackState;
}
/** That a command order changed: ids and codes, no word of it. */
export interface CommandOrderChange extends Placed {
  readonly kind: 'commandOrder';
  readonly state: CommandOrderState;
}
/** That somebody has decided about a surge. Its end by time is no change: whoever shows it knows when. */
export interface SurgeChange extends Placed {
  readonly kind: 'surge';
  readonly state: SurgeDecision;
}
export type Change = TicketChange | CallChange | CallBackChange | CommandOrderChange | SurgeChange;

export interface Changes {
  /**
   * Every change from now on, on one database cursor however many listen. Resolves once the cursor stands, so
   * that nothing can fall between `since` and the first change; `at` is the place in the stream at that time.
   */
  listen(
    listener: (change: Change) => void,
    onLost: () => void,
  ): Promise<{ readonly at: string; stop(): void }>;
  /**
   * Changes after the one with this id, as far as the database has them now.
   *
   * @throws ChangesForgotten when the database does not know the id any more, or never did
   */
  since(id: string): AsyncIterable<Change>;
  close(): Promise<void>;
}

/** The reader was away for too long: it must read its lists again. */
export class ChangesForgotten extends Error {
  constructor() {
    super('these changes are not kept any more');
    this.name = 'ChangesForgotten';
  }
}
