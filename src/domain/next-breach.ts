import type { ClockLedger, ClockName } from './clock';
import { isSettled, type TicketState } from './ticket';

/** The deadline that somebody has to look at first. */
export interface NextBreach {
  readonly clock: ClockName;
  /** ISO 8601 UTC; in the past when it is broken already and still not met. */
  readonly at: string;
}

/**
 * What a queue is sorted by: the earliest deadline that is running, or broken and still not met. Null when no time
 * counts: everything is met, paused or over.
 */
export function nextBreachOf(ticket: Pick<TicketState, 'status' | 'clocks'>): NextBreach | null {
  if (isSettled(ticket)) return null;
  const [first] = ticket.clocks
    .filter((clock) => clock.state === 'running' || isStillBroken(clock, ticket.clocks))
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  return first ? { clock: first.name, at: first.dueAt } : null;
}

/** A broken promise to the citizen; a step of the ladder that let its time pass is the next step's business. */
const isStillBroken = (clock: ClockLedger, all: readonly ClockLedger[]): boolean =>
  clock.state === 'breached' &&
  clock.metAt === undefined &&
  clock.tier === undefined &&
  !all.some(({ name, round }) => name === clock.name && round > clock.round);
