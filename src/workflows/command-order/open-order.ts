import type { CommandOrderState, OrderEntry } from '../../domain/command-order';
import type { OrderOutcome, OrderTell } from '../../domain/command-order-draft';
import type { MessageIntent } from '../../domain/message';

/** An order in its workflow: the state, and what was decided but not yet done. */
export class OpenOrder {
  private entries: OrderEntry[] = [];
  private intents: MessageIntent[] = [];
  private tells: OrderTell[] = [];
  private writtenRevision: number;

  constructor(public state: CommandOrderState) {
    this.writtenRevision = state.revision;
  }

  get hasUnwritten(): boolean {
    return this.state.revision > this.writtenRevision;
  }

  get hasWork(): boolean {
    return this.hasUnwritten || this.tells.length > 0;
  }

  /** Takes over an outcome; true when it changed anything. */
  apply(outcome: OrderOutcome): boolean {
    const changed = outcome.state !== this.state;
    this.state = outcome.state;
    this.entries.push(...outcome.entries);
    this.intents.push(...outcome.intents);
    this.tells.push(...outcome.tells);
    return changed;
  }

  takeTells(): OrderTell[] {
    return this.tells.splice(0);
  }

  /** What the next write holds. Handlers may go on changing the order while it is under way. */
  takeUnwritten(): { state: CommandOrderState; entries: OrderEntry[]; intents: MessageIntent[] } {
    this.writtenRevision = this.state.revision;
    return { state: this.state, entries: this.entries.splice(0), intents: this.intents.splice(0) };
  }
}
