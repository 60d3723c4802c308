import type { Context, Outcome, SupervisorCall } from '../../domain/draft';
import type { Tell } from '../../domain/facts';
import type { MessageIntent } from '../../domain/message';
import type { PinnedPolicy } from '../../domain/policy';
import type { TicketState, TimelineEntry } from '../../domain/ticket';

/** A ticket in its workflow: the state, and what was decided but not yet written. */
export class OpenTicket {
  private entries: TimelineEntry[] = [];
  private intents: MessageIntent[] = [];
  private calls: SupervisorCall[] = [];
  private tells: Tell[] = [];
  private writtenRevision: number;
  /** The search attributes as last written, so that an unchanged set costs no event. */
  shownInSearch = '';

  constructor(
    public state: TicketState,
    readonly policy: PinnedPolicy,
  ) {
    this.writtenRevision = state.revision;
  }

  get context(): Context {
    return { policy: this.policy, nowMs: Date.now() };
  }

  get hasUnwritten(): boolean {
    return this.state.revision > this.writtenRevision || this.intents.length > 0;
  }

  get hasWork(): boolean {
    return this.hasUnwritten || this.calls.length > 0 || this.tells.length > 0;
  }

  /** Takes over an outcome; true when it changed anything. */
  apply(outcome: Outcome): boolean {
    const changed = outcome.state !== this.state;
    this.state = outcome.state;
    this.entries.push(...outcome.entries);
    this.intents.push(...outcome.intents);
    this.calls.push(...outcome.calls);
    this.tells.push(...outcome.tells);
    return changed;
  }

  tell(intents: readonly MessageIntent[]): void {
    this.intents.push(...intents);
  }

  takeCalls(): SupervisorCall[] {
    return this.calls.splice(0);
  }

  takeTells(): Tell[] {
    return this.tells.splice(0);
  }

  /** What the next write holds. Handlers may go on changing the ticket while it is under way. */
  takeUnwritten(): { state: TicketState; entries: TimelineEntry[]; intents: MessageIntent[] } {
    this.writtenRevision = this.state.revision;
    return { state: this.state, entries: this.entries.splice(0), intents: this.intents.splice(0) };
  }
}
