import type { z } from 'zod';
import { actions } from '../../domain/commands';
import { maskPhone } from '../../domain/phone';
import { nextBreachOf } from '../../domain/next-breach';
import { ownerOf, type TimelineEntry } from '../../domain/ticket';
import { isPressing } from '../../domain/transitions/contacts';
import type { StoredTicket } from '../../models/tickets/ticket-repository';
import type { Rights } from '../rights';
import type { ticketSummaryView, ticketView } from './ticket-schemas';

type Summary = z.input<typeof ticketSummaryView>;
type Whole = z.input<typeof ticketView>;

/**
 * A ticket for this reader. Without `readPersonal` names, address, answers and people's words are left out and
 * the number is masked. A team that was offered the ticket keeps the description: it must know what it takes.
 */
export function toTicketSummary(ticket: StoredTicket, rights: Rights): Summary {
  const { intake, state } = ticket;
  const full = rights.may('readPersonal', ticket);
  const owner = ownerOf(state);
  const due = state.clocks.filter((clock) => clock.state === 'running').map((clock) => clock.dueAt);
  const phone = intake.caller.phone ?? null;
  return {
    id: ticket.id,
    code: ticket.code,
    status: state.status,
    category: state.category,
    field: state.field,
    priority: state.priority,
    channel: state.channel,
    sla: state.sla,
    unitPath: state.unitPath.map(({ tier, code }) => ({ tier, code })),
    intakeUnit: { tier: state.intakeUnit.tier, code: state.intakeUnit.code },
    receivedAt: state.receivedAt,
    updatedAt: ticket.updatedAt.toISOString(),
    revision: state.revision,
    ownerTeamId: owner?.teamId ?? null,
    ownerUserId: owner?.userId ?? null,
    nextDueAt: due.sort()[0] ?? null,
    nextBreach: nextBreachOf(state),
    caller: {
      anonymous: intake.caller.anonymous,
      language: intake.caller.language ?? 'vi',
      name: full ? (intake.caller.name ?? null) : null,
      phone: phone === null || full ? phone : maskPhone(phone),
    },
    location: {
      unitCode: intake.location.unitCode,
      address: full ? (intake.location.address ?? null) : null,
      point: full ? (intake.location.point ?? null) : null,
    },
    description: full || rights.may('claim', ticket) ? intake.description : null,
    citizenContacts: state.contacts
      ? { count: state.contacts.count, lastAt: state.contacts.lastAt, pressing: isPressing(state) }
      : null,
    redacted: !full,
  };
}

export function toTicketView(ticket: StoredTicket, rights: Rights): Whole {
  const { intake, state } = ticket;
  const full = rights.may('readPersonal', ticket);
  return {
    ...toTicketSummary(ticket, rights),
    subject: full ? (intake.subject ?? null) : null,
    details: full ? { ...intake.details } : null,
    policy: { id: state.policy.id, version: state.policy.version },
    triage: state.triage ? { ...state.triage, redFlags: full ? [...state.triage.redFlags] : [] } : null,
    verification: state.verification ? { ...state.verification } : null,
    hold: state.hold
      ? {
          reason: state.hold.reason,
          since: state.hold.since,
          ...(state.hold.until !== undefined && { until: state.hold.until }),
        }
      : null,
    resolution: state.resolution ? { ...state.resolution, evidence: [...state.resolution.evidence] } : null,
    ladder: state.ladder
      ? {
          round: state.ladder.round,
          pass: state.ladder.pass,
          direction: state.ladder.direction,
          steps: state.ladder.steps.map(({ teams, ...step }) => ({
            tier: step.tier,
            unitCode: step.unitCode,
            status: step.status,
            withinMs: step.withinMs,
            ...(step.openedAt !== undefined && { openedAt: step.openedAt }),
            ...(step.endsAt !== undefined && { endsAt: step.endsAt }),
            teamIds: teams.map(({ teamId }) => teamId),
          })),
        }
      : null,
    offeredTeamIds: [...state.offeredTeamIds],
    declinedTeamIds: [...state.declinedTeamIds],
    duplicateOf: state.duplicateOf ?? null,
    duplicateIds: [...(state.duplicateIds ?? [])],
    reopenedCount: state.reopenedCount,
    contactAttempts: state.contactAttempts,
    createdBy: ticket.createdBy,
    clocks: state.clocks.map(
      ({ name, tier, round, startedAt, dueAt, pausedMs, state: is, metAt, breachedAt }) => ({
        name,
        ...(tier !== undefined && { tier }),
        round,
        startedAt,
        dueAt,
        pausedMs,
        state: is,
        ...(metAt !== undefined && { metAt }),
        ...(breachedAt !== undefined && { breachedAt }),
      }),
    ),
    assignments: state.assignments.map((assignment) => ({ ...assignment })),
    timeline: ticket.timeline.map((entry) => toTimelineView(entry, full)),
    actions: actions.filter((action) => rights.may(action, ticket)),
  };
}

/** People's words, and answers about a body, in a timeline entry. */
const wordKeys = new Set(['text', 'evidence', 'redFlags']);

function toTimelineView(entry: TimelineEntry, full: boolean): Whole['timeline'][number] {
  const kept = Object.entries(entry.data).filter(([key]) => full || !wordKeys.has(key));
  return {
    seq: entry.seq,
    at: entry.at,
    type: entry.type,
    actor: { ...entry.actor },
    ...(entry.tier !== undefined && { tier: entry.tier }),
    data: Object.fromEntries(kept),
  };
}

export const etagOf = (ticket: StoredTicket): string => `"${String(ticket.state.revision)}"`;
