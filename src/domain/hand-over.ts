import { dutyChanges, type DutyChange, type WorkedRoster } from './effective-duty';
import type { MessageIntent, MessageTemplate } from './message';
import type { DutyRules, Priority } from './policy';
import { DomainError } from './refusal';
import type { TicketState, TicketStatus } from './ticket';
import { ownerOf } from './ticket';

/**
 * `handOver`: open work goes to those who come on duty. `nobodyComing`: a shift will end and nobody follows.
 * `nobodyThere`: it has ended and nobody is there.
 */
export const handOverKinds = ['handOver', 'nobodyComing', 'nobodyThere'] as const;
export type HandOverKind = (typeof handOverKinds)[number];

/** `told` needs nobody: nothing is open, or the supervisors, who were told, answer for it. */
export const handOverStates = ['waiting', 'acknowledged', 'overdue', 'told'] as const;
export type HandOverState = (typeof handOverStates)[number];

/** One open ticket of the team at that moment: codes and clocks, nothing that names a citizen. */
export interface OpenWork {
  readonly ticketId: string;
  readonly code: string;
  readonly priority: Priority;
  readonly category: string;
  readonly status: TicketStatus;
  /** False while it is offered to the team and nobody has claimed it. */
  readonly isOwned: boolean;
  /** The running clock that ends first. */
  readonly next: { readonly clock: string; readonly dueAt: string } | null;
}

/** What one shift leaves to the next, stored. */
export interface HandOver {
  readonly id: string;
  readonly kind: HandOverKind;
  readonly teamId: string;
  readonly teamName: string;
  readonly unitCode: string;
  /** From the province down. */
  readonly unitCodes: readonly string[];
  /** The moment of the change of shift, ISO 8601 UTC. */
  readonly at: string;
  readonly outgoingUserIds: readonly string[];
  readonly incomingUserIds: readonly string[];
  readonly supervisorUserIds: readonly string[];
  readonly work: readonly OpenWork[];
  readonly state: HandOverState;
  /** Null where nobody has to acknowledge. */
  readonly acknowledgeBy: string | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
  /** When the supervisors were told that nobody had acknowledged. */
  readonly overdueAt: string | null;
  readonly createdAt: string;
}

/** What a look at one team's duty finds. */
export interface DutyNews {
  /** The newest change since the last look: work goes to whoever is there now, not to those who came and went. */
  readonly change: DutyChange | null;
  /** Ends of duty within the time of warning after which nobody comes. */
  readonly gapsAhead: readonly DutyChange[];
  /** When to look again (ISO), at the latest after a day. */
  readonly nextAt: string;
}

const dayMs = 24 * 60 * 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** A change that nobody saw for so long is not news any more. */
const longestLookBackMs = dayMs;

/** `since` (exclusive) and `at` (inclusive) are ISO 8601 UTC: the last look and this one. */
export function dutyNews(
  roster: WorkedRoster,
  teamId: string,
  span: { readonly since: string; readonly at: string },
  rules: Pick<DutyRules, 'warnAheadMs'>,
  isReachable: (userId: string) => boolean,
): DutyNews {
  const atMs = Date.parse(span.at);
  const after = iso(Math.max(Date.parse(span.since), atMs - longestLookBackMs));
  const past = dutyChanges(roster, teamId, { after, until: span.at }, isReachable);
  const horizonMs = atMs + dayMs + rules.warnAheadMs;
  const ahead = dutyChanges(roster, teamId, { after: span.at, until: iso(horizonMs) }, isReachable);
  const ends = ahead.filter(({ present }) => present.length === 0);
  const warnAt = ({ at }: DutyChange): number => Date.parse(at) - rules.warnAheadMs;
  const moments = [...ahead.map(({ at }) => Date.parse(at)), ...ends.map(warnAt)].filter((ms) => ms > atMs);
  return {
    change: past.at(-1) ?? null,
    gapsAhead: ends.filter((end) => warnAt(end) <= atMs),
    nextAt: iso(Math.min(atMs + dayMs, ...moments)),
  };
}

/** One id per team, moment and kind, so that a repeated look finds what the first one wrote. */
function handOverIdOf(kind: HandOverKind, teamId: string, at: string): string {
  const moment = at.replace(/[-:.]/g, '').slice(0, 15);
  return `${kind}-${teamId}-${moment}`;
}

const byUrgency = (a: OpenWork, b: OpenWork): number =>
  a.priority.localeCompare(b.priority) ||
  (a.next?.dueAt ?? '9').localeCompare(b.next?.dueAt ?? '9') ||
  a.code.localeCompare(b.code);

/** What is looked at of a ticket; no field of it names a citizen. */
export type WorkFacts = Pick<
  TicketState,
  | 'ticketId'
  | 'code'
  | 'priority'
  | 'category'
  | 'status'
  | 'assignments'
  | 'ladder'
  | 'declinedTeamIds'
  | 'clocks'
>;

/**
 * What of these tickets is the team's to do: it owns them and has not finished, or it is being asked. The most
 * urgent first.
 */
export function openWorkOf(teamId: string, tickets: readonly WorkFacts[]): readonly OpenWork[] {
  return tickets
    .flatMap((ticket): OpenWork[] => {
      const { ticketId, code, priority, category, status } = ticket;
      const owner = ownerOf(ticket);
      const isOwned = owner?.teamId === teamId && status !== 'resolved';
      const isAsked =
        ticket.ladder?.steps.some(
          (step) => step.status === 'open' && step.teams.some((team) => team.teamId === teamId),
        ) === true && !ticket.declinedTeamIds.includes(teamId);
      if (!isOwned && !(owner === undefined && isAsked)) return [];
      const [next] = ticket.clocks
        .filter((clock) => clock.state === 'running' && clock.tier === undefined)
        .sort((a, b) => a.dueAt.localeCompare(b.dueAt));
      return [
        {
          ...{ ticketId, code, priority, category, status, isOwned },
          next: next ? { clock: next.name, dueAt: next.dueAt } : null,
        },
      ];
    })
    .sort(byUrgency);
}

type Facts = Pick<HandOver, 'teamId' | 'teamName' | 'unitCode' | 'unitCodes' | 'supervisorUserIds' | 'work'>;

/** The record of a change of shift that has come. `now` is when it is written, ISO 8601 UTC. */
export function handOverOf(
  change: DutyChange,
  facts: Facts,
  rules: Pick<DutyRules, 'acknowledgeHandOverMs'>,
  now: string,
): HandOver {
  const kind = change.present.length === 0 ? 'nobodyThere' : 'handOver';
  const needsAnswer = kind === 'handOver' && facts.work.length > 0;
  return {
    ...facts,
    ...{ id: handOverIdOf(kind, facts.teamId, change.at), kind, at: change.at },
    outgoingUserIds: change.leaving,
    // Where nobody is new, those who stay take it over.
    incomingUserIds: change.coming.length > 0 ? change.coming : change.present,
    state: needsAnswer ? 'waiting' : 'told',
    acknowledgeBy: needsAnswer ? iso(Date.parse(now) + rules.acknowledgeHandOverMs) : null,
    ...{ acknowledgedBy: null, acknowledgedAt: null, overdueAt: null, createdAt: now },
  };
}

/** The record of a shift that will end with nobody after it. */
export function gapAheadOf(end: DutyChange, facts: Facts, now: string): HandOver {
  return {
    ...facts,
    ...{ id: handOverIdOf('nobodyComing', facts.teamId, end.at), kind: 'nobodyComing', at: end.at },
    ...{ outgoingUserIds: end.leaving, incomingUserIds: [], state: 'told', acknowledgeBy: null },
    ...{ acknowledgedBy: null, acknowledgedAt: null, overdueAt: null, createdAt: now },
  };
}

function tell(
  handOver: HandOver,
  template: MessageTemplate,
  userIds: readonly string[],
  at: string,
): readonly MessageIntent[] {
  const isUrgent = handOver.kind !== 'handOver' || handOver.work.some(({ priority }) => priority <= 'P3');
  return userIds.map((userId) => ({
    key: `${handOver.id}/${template}/${userId}/sms`,
    template,
    channel: 'sms',
    lane: isUrgent ? 'urgent' : 'bulk',
    recipient: { kind: 'user', userId },
    at,
    data: {},
  }));
}

/** Whom a fresh record tells. Nothing open is written down and told nobody: a quiet change of shift costs no SMS. */
export function handOverIntents(handOver: HandOver): readonly MessageIntent[] {
  const { kind, work, createdAt, incomingUserIds, supervisorUserIds } = handOver;
  if (kind === 'nobodyComing') return tell(handOver, 'supervisor.nobodyComing', supervisorUserIds, createdAt);
  if (kind === 'nobodyThere') return tell(handOver, 'supervisor.nobodyThere', supervisorUserIds, createdAt);
  return work.length === 0 ? [] : tell(handOver, 'team.handOver', incomingUserIds, createdAt);
}

/** True once the time to acknowledge has passed and nobody has. */
export const isHandOverOverdue = (handOver: HandOver, now: string): boolean =>
  handOver.state === 'waiting' && handOver.acknowledgeBy !== null && handOver.acknowledgeBy <= now;

/** The supervisors' turn. `now` is ISO 8601 UTC. */
export function overdueHandOver(
  handOver: HandOver,
  now: string,
): { readonly handOver: HandOver; readonly intents: readonly MessageIntent[] } {
  const overdue: HandOver = { ...handOver, state: 'overdue', overdueAt: now };
  return {
    handOver: overdue,
    intents: tell(overdue, 'supervisor.handOverOverdue', handOver.supervisorUserIds, now),
  };
}

/**
 * Somebody of the incoming shift takes the work over, late rather than never.
 *
 * @throws DomainError `hand-over-not-open`, with who was first
 */
export function acknowledgeHandOver(
  handOver: HandOver,
  by: { readonly userId: string; readonly at: string },
): HandOver {
  if (handOver.state !== 'waiting' && handOver.state !== 'overdue') {
    const { state, acknowledgedBy, acknowledgedAt } = handOver;
    const detail = state === 'told' ? 'nobody has to acknowledge it' : 'somebody has acknowledged it';
    throw new DomainError('hand-over-not-open', detail, { state, acknowledgedBy, acknowledgedAt });
  }
  return { ...handOver, state: 'acknowledged', acknowledgedBy: by.userId, acknowledgedAt: by.at };
}
