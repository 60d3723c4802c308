import type { ClockLedger } from './clock';
import type { Tier } from './organisation';
import type { Assignment } from './ticket';

/** Time that a tier had and let go by. */
export interface LostTime {
  readonly tier: Tier;
  readonly lostMs: number;
}

type ClockFacts = Pick<ClockLedger, 'name' | 'tier' | 'startedAt' | 'dueAt' | 'metAt' | 'breachedAt'>;
type Tenure = Pick<Assignment, 'tier' | 'claimedAt' | 'endedAt'>;

/** The ticket's own state, or what the API shows of it. */
interface Facts {
  readonly clocks: readonly ClockFacts[];
  readonly assignments: readonly Tenure[];
  readonly intakeUnit: { readonly tier: Tier };
  readonly resolution?: { readonly at: string } | null;
}

/**
 * Who lost the time of a ticket, most first; a tier that lost none is left out. A ladder step that nobody took
 * costs its tier the whole window. A promise that was broken later costs the tier that owned the ticket then,
 * for as long as it stays broken; before anybody owned it, the steps have already said whose time it was.
 */
export function lostTimeByTier(ticket: Facts, nowMs: number): readonly LostTime[] {
  const lost = new Map<Tier, number>();
  for (const clock of ticket.clocks) {
    const tier = tierBehind(clock, ticket);
    if (tier === null || clock.breachedAt === undefined) continue;
    lost.set(tier, (lost.get(tier) ?? 0) + Math.max(0, lostMsOf(clock, ticket, nowMs)));
  }
  return [...lost]
    .filter(([, lostMs]) => lostMs > 0)
    .map(([tier, lostMs]) => ({ tier, lostMs }))
    .sort((a, b) => b.lostMs - a.lostMs);
}

function tierBehind(clock: ClockFacts, ticket: Facts): Tier | null {
  if (clock.tier) return clock.tier;
  if (clock.name === 'triage') return ticket.intakeUnit.tier;
  // The sum of the steps' own clocks; and the total clock only repeats what the promise to resolve says.
  if (clock.name === 'acknowledge' || clock.name === 'resolveTotal') return null;
  return ownerAt(ticket.assignments, clock.breachedAt)?.tier ?? null;
}

const ownerAt = (assignments: readonly Tenure[], at: string | undefined): Tenure | undefined =>
  assignments.find(
    ({ claimedAt, endedAt }) =>
      at !== undefined && claimedAt <= at && (endedAt === undefined || at < endedAt),
  );

function lostMsOf(clock: ClockFacts, ticket: Facts, nowMs: number): number {
  if (clock.tier) return Date.parse(clock.dueAt) - Date.parse(clock.startedAt);
  const end = clock.metAt ?? ticket.resolution?.at;
  return (end === undefined ? nowMs : Date.parse(end)) - Date.parse(clock.dueAt);
}
