import type { ClockLedger } from './clock';
import { calendarOf } from './clock-ledger';
import type { Tell } from './facts';
import type { MessageIntent } from './message';
import type { Calendar, PinnedPolicy, ServiceClass } from './policy';
import type { Actor, SlaState, TicketState, TimelineData, TimelineEntry, TimelineType } from './ticket';
import { systemActor } from './ticket';
import type { Tier } from './organisation';

/** What a rule may know besides the ticket: the pinned policy and the time (epoch ms). */
export interface Context {
  readonly policy: PinnedPolicy;
  readonly nowMs: number;
}

/** Supervisors of these units must be told; who they are is looked up when it is done. */
export interface SupervisorCall {
  readonly reason: 'ladderBreached' | 'clockBreached' | 'clockWarned' | 'rosterGap' | 'duplicateMoreUrgent';
  readonly unitCodes: readonly string[];
  /** Distinguishes this call from every other of the ticket. */
  readonly fact: string;
  readonly data: Readonly<Record<string, string | number>>;
}

/** The result of a rule: the ticket as it is now, and what the world has to be told. */
export interface Outcome {
  readonly state: TicketState;
  readonly entries: readonly TimelineEntry[];
  readonly intents: readonly MessageIntent[];
  readonly calls: readonly SupervisorCall[];
  /** What other tickets have to hear, once this one is written. */
  readonly tells: readonly Tell[];
}

type Removable = 'ladder' | 'hold' | 'duplicateOf' | 'resolution';

/**
 * A ticket being changed by one rule. Rules write through it so that `seq` has no gaps, `revision` grows once
 * and the SLA state is never forgotten; from outside a rule stays a function from state to outcome.
 */
export class Draft {
  state: TicketState;
  private readonly entries: TimelineEntry[] = [];
  private readonly intents: MessageIntent[] = [];
  private readonly calls: SupervisorCall[] = [];
  private readonly tells: Tell[] = [];
  readonly nowMs: number;
  readonly now: string;
  readonly policy: PinnedPolicy;

  constructor(
    private readonly before: TicketState,
    context: Context,
  ) {
    this.state = before;
    this.nowMs = context.nowMs;
    this.now = new Date(context.nowMs).toISOString();
    this.policy = context.policy;
  }

  get serviceClass(): ServiceClass {
    return this.policy.classes[this.state.priority];
  }

  get calendar(): Calendar | null {
    return calendarOf(this.policy, this.state.priority);
  }

  set(change: Partial<TicketState>): void {
    this.state = { ...this.state, ...change };
  }

  remove(key: Removable): void {
    const { [key]: _gone, ...rest } = this.state;
    this.state = rest;
  }

  log(type: TimelineType, data: TimelineData = {}, by: { actor?: Actor; tier?: Tier } = {}): void {
    const seq = this.state.seq + 1;
    this.state = { ...this.state, seq };
    this.entries.push({
      seq,
      at: this.now,
      type,
      actor: by.actor ?? systemActor,
      ...(by.tier && { tier: by.tier }),
      data,
    });
  }

  tell(intent: MessageIntent): void {
    this.intents.push(intent);
  }

  callSupervisors(call: SupervisorCall): void {
    this.calls.push(call);
  }

  tellTicket(tell: Tell): void {
    this.tells.push(tell);
  }

  /** Replaces every clock that `change` answers differently for. */
  eachClock(change: (clock: ClockLedger) => ClockLedger): void {
    this.set({ clocks: this.state.clocks.map(change) });
  }

  addClock(clock: ClockLedger): void {
    this.set({ clocks: [...this.state.clocks, clock] });
  }

  finish(): Outcome {
    const changed = this.state !== this.before || this.intents.length > 0;
    const state = changed
      ? { ...this.state, revision: this.before.revision + 1, sla: slaOf(this.state.clocks) }
      : this.before;
    const { entries, intents, calls, tells } = this;
    return { state, entries, intents, calls, tells };
  }
}

/**
 * The ticket's SLA in one word, from the newest clock of each name. A step that passed is its tier's loss,
 * not the citizen's: per-tier clocks and the uncapped `resolveTotal` do not count here.
 */
function slaOf(clocks: readonly ClockLedger[]): SlaState {
  const newest = new Map<string, ClockLedger>();
  for (const clock of clocks) {
    if (!clock.tier && clock.name !== 'resolveTotal') newest.set(clock.name, clock);
  }
  const current = [...newest.values()];
  if (current.some((clock) => clock.state === 'breached')) return 'breached';
  return current.some(
    (clock) => clock.warned.length > 0 && (clock.state === 'running' || clock.state === 'paused'),
  )
    ? 'warning'
    : 'ok';
}
