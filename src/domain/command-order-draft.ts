import { countsOf } from './command-order';
import type { Addressee, CommandOrderState, OrderEntry, OrderEntryType } from './command-order';
import type { MessageIntent } from './message';
import type { Actor, TimelineData } from './ticket';
import { systemActor } from './ticket';

/** What a unit hears about an order. */
export const unitNews = [
  'given',
  'reminder',
  'overdue',
  'returned',
  'extended',
  'withdrawn',
  'closed',
] as const;
export type UnitNews = (typeof unitNews)[number];
export type OrderClockName = 'acknowledge' | 'result';

/** Somebody must be told; who they are is looked up when it is done. `fact` tells it from all others of the order. */
export type OrderTell =
  | {
      readonly kind: 'units';
      readonly news: UnitNews;
      readonly unitCodes: readonly string[];
      readonly fact: string;
      /** Ask more people than the commanders. */
      readonly isWide: boolean;
    }
  | {
      readonly kind: 'watchers';
      readonly clock: OrderClockName;
      readonly dueAt: string;
      /** Whose commanders and supervisors hear of it, and which late units are theirs. */
      readonly watchCode: string;
      readonly lateCodes: readonly string[];
      readonly fact: string;
    };

export interface OrderOutcome {
  readonly state: CommandOrderState;
  readonly entries: readonly OrderEntry[];
  readonly intents: readonly MessageIntent[];
  readonly tells: readonly OrderTell[];
}

/** An order being changed by one rule, so that `seq` has no gaps, `revision` grows once and the counts are true. */
export class OrderDraft {
  state: CommandOrderState;
  private readonly entries: OrderEntry[] = [];
  private readonly intents: MessageIntent[] = [];
  private readonly tells: OrderTell[] = [];
  readonly now: string;

  constructor(
    private readonly before: CommandOrderState,
    readonly nowMs: number,
  ) {
    this.state = before;
    this.now = new Date(nowMs).toISOString();
  }

  set(change: Partial<CommandOrderState>): void {
    this.state = { ...this.state, ...change };
  }

  change(unitCode: string, change: Partial<Addressee>): void {
    const addressees = this.state.addressees.map((one) =>
      one.unit.code === unitCode ? { ...one, ...change } : one,
    );
    this.set({ addressees });
  }

  log(
    type: OrderEntryType,
    about: {
      readonly unitCodes?: readonly string[];
      readonly actor?: Actor;
      readonly data?: TimelineData;
    } = {},
  ): void {
    const { unitCodes = [], actor = systemActor, data = {} } = about;
    const seq = this.state.seq + 1;
    this.set({ seq });
    this.entries.push({ seq, at: this.now, type, actor, unitCodes, data });
  }

  send(intent: MessageIntent): void {
    this.intents.push(intent);
  }

  tell(tell: OrderTell): void {
    this.tells.push(tell);
  }

  finish(): OrderOutcome {
    const { entries, intents, tells } = this;
    if (this.state === this.before && intents.length === 0)
      return { state: this.before, entries, intents, tells };
    const counts = countsOf(this.state.addressees);
    return { state: { ...this.state, counts, revision: this.before.revision + 1 }, entries, intents, tells };
  }
}
