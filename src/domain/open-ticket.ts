import { meetClock, startClock } from './clock-ledger';
import type { ClockLedger } from './clock';
import type { TriageResult } from './commands';
import type { Field, UnitRef } from './organisation';
import type { PinnedPolicy, Priority } from './policy';
import type { Actor, Channel, TicketState, TimelineEntry } from './ticket';
import { needsVerification } from './verification';

export interface OpeningFacts {
  readonly ticketId: string;
  readonly code: string;
  readonly category: { readonly code: string; readonly field: Field };
  readonly channel: Channel;
  readonly unitPath: readonly UnitRef[];
  readonly intakeUnit: UnitRef;
  readonly policy: PinnedPolicy;
  /** Present when the questions were asked while the ticket was taken; absent leaves it `received`. */
  readonly triage?: TriageResult & { readonly priority: Priority };
  /** Provisional priority of an untriaged ticket. */
  readonly defaultPriority: Priority;
  /** ISO 8601 UTC: every promise to the citizen counts from here. */
  readonly receivedAt: string;
  readonly actor: Actor;
}

/** A ticket as it is first written, before any workflow knows of it: revision 0, its clocks already running. */
export function openTicket(facts: OpeningFacts): { state: TicketState; timeline: TimelineEntry[] } {
  const priority = facts.triage?.priority ?? facts.defaultPriority;
  const unverified = needsVerification(facts.channel);
  // A claim is sorted once it was checked, unless a life may depend on it.
  const assessed = unverified && priority !== 'P1' ? undefined : facts.triage;
  const { triageMs, firstResponseMs, resolveMs } = facts.policy.classes[priority];
  const atMs = Date.parse(facts.receivedAt);
  const clock = (name: ClockLedger['name'], withinMs: number): ClockLedger =>
    startClock({ name, round: 1, atMs, reason: 'received', priority, withinMs }, facts.policy);
  const triage = clock('triage', triageMs);
  return {
    state: {
      ticketId: facts.ticketId,
      code: facts.code,
      category: facts.category.code,
      field: facts.category.field,
      priority,
      status: 'received',
      channel: facts.channel,
      unitPath: facts.unitPath,
      intakeUnit: facts.intakeUnit,
      policy: { id: facts.policy.id, version: facts.policy.version },
      receivedAt: facts.receivedAt,
      revision: 0,
      seq: 1,
      clocks: [
        assessed ? meetClock(triage, { atMs, reason: 'triagedAtIntake' }, facts.policy) : triage,
        clock('firstResponse', firstResponseMs),
        clock('resolve', resolveMs),
      ],
      sla: 'ok',
      ...(assessed && { triage: { ...assessed, at: facts.receivedAt } }),
      ...(unverified && { verification: { state: 'pending' } }),
      offeredTeamIds: [],
      declinedTeamIds: [],
      assignments: [],
      contactAttempts: 0,
      reopenedCount: 0,
      delayTold: false,
    },
    timeline: [
      {
        seq: 1,
        at: facts.receivedAt,
        type: 'received',
        actor: facts.actor,
        tier: facts.intakeUnit.tier,
        data: { channel: facts.channel, category: facts.category.code },
      },
    ],
  };
}
