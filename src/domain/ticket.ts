import type { ClockLedger } from './clock';
import type { Field, OnDutyTeam, Role, Tier, UnitRef } from './organisation';
import type { HoldReason, Priority } from './policy';
import type { EvidenceKind } from './protocol';

/**
 * A ticket as its workflow knows it: plain data, opaque ids, nothing that names a citizen. The words and
 * numbers of the caller stay in MongoDB (`Intake`), encrypted.
 */

export const ticketStatuses = [
  'received',
  'triaged',
  'dispatched',
  'claimed',
  'enRoute',
  'onScene',
  'onHold',
  'resolved',
  'closed',
  'cancelled',
  'duplicate',
] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

export const channels = [
  'hotline1022',
  'hotlineDistrict',
  'hotlineCommune',
  'web',
  'sms',
  'voice',
  'press',
  'social',
  'open311',
  'import',
] as const;
export type Channel = (typeof channels)[number];

export type SlaState = 'ok' | 'warning' | 'breached';

/** Who did something: a person, the citizen, or the engine itself. Ids only. */
export interface Actor {
  readonly kind: 'user' | 'citizen' | 'system';
  readonly userId?: string;
  readonly role?: Role;
  readonly unitCode?: string;
  readonly teamId?: string;
  /** How they reached us, when it matters to an inspector. */
  readonly via?: 'app' | 'link' | 'voice' | 'api';
}

export const systemActor: Actor = { kind: 'system' };

export const timelineTypes = [
  'received',
  'verified',
  'triaged',
  'stepOpened',
  'stepSkipped',
  'stepPassed',
  'paged',
  'dispatched',
  'claimed',
  'declined',
  'enRoute',
  'onScene',
  'held',
  'resumed',
  'handedBack',
  'reassigned',
  'reclassified',
  'resolved',
  'closed',
  'reopened',
  'cancelled',
  'noted',
  'linked',
  'unlinked',
  'duplicateLinked',
  'duplicateUnlinked',
  'citizenContact',
  'clockWarned',
  'clockBreached',
  'ladderBreached',
  'messageFailed',
  'handedOver',
] as const;
export type TimelineType = (typeof timelineTypes)[number];

export type TimelineData = Readonly<Record<string, unknown>>;

export interface TimelineEntry {
  /** 1, 2, 3 … without gaps or repeats. */
  readonly seq: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly type: TimelineType;
  readonly actor: Actor;
  readonly tier?: Tier;
  /** `text`, where present, is somebody's own words and is encrypted at rest. */
  readonly data: TimelineData;
}

/** One team's (or one dispatcher's) ownership, from claim to release. */
export interface Assignment {
  readonly teamId: string | null;
  readonly userId: string | null;
  readonly unitCode: string;
  readonly tier: Tier;
  readonly claimedAt: string;
  readonly via: NonNullable<Actor['via']>;
  readonly enRouteAt?: string;
  readonly onSceneAt?: string;
  readonly endedAt?: string;
  readonly endReason?: 'handedBack' | 'reassigned' | 'resolved' | 'cancelled' | 'linked' | 'reopened';
}

export type LadderStepStatus = 'waiting' | 'open' | 'passed' | 'skipped' | 'declined';

export interface LadderStep {
  readonly tier: Tier;
  readonly unitCode: string;
  readonly withinMs: number;
  readonly status: LadderStepStatus;
  readonly openedAt?: string;
  readonly endsAt?: string;
  readonly teams: readonly OnDutyTeam[];
}

/** The search for an owner. Absent once somebody owns the ticket. */
export interface Ladder {
  /** 1 for the first search; grows with every hand-back, reassignment and reopening. */
  readonly round: number;
  /** 1 for the first pass over the steps; grows each time the ladder ends unclaimed and repeats. */
  readonly pass: number;
  readonly direction: 'down' | 'climb' | 'direct';
  /** ISO time of the next opening: later than the start outside working hours or after an empty pass. */
  readonly startsAt: string;
  readonly steps: readonly LadderStep[];
  /** Times everyone on the open steps has been paged in this pass. */
  readonly pages: number;
  /** ISO time of the next page to everyone on the open steps; absent when the class pages once. */
  readonly nextPageAt?: string;
}

export interface Hold {
  readonly reason: HoldReason;
  readonly since: string;
  readonly until?: string;
  /** Where `resume` returns to. */
  readonly from: 'claimed' | 'enRoute' | 'onScene';
}

export interface Triage {
  readonly priority: Priority;
  readonly score: number;
  readonly redFlags: readonly string[];
  readonly protocolVersion: number;
  readonly at: string;
  /** Why this priority, as a code the screens translate: `redFlag`, `score`, `default`, `manual`. */
  readonly because: 'redFlag' | 'score' | 'default' | 'manual';
}

export interface Resolution {
  readonly at: string;
  readonly teamId: string | null;
  readonly userId: string | null;
  /** What was shown as proof; the words themselves are in the timeline entry. */
  readonly evidence: readonly EvidenceKind[];
}

/** Whether what the press or a social network said was found true. Absent on tickets of every other channel. */
export interface Verification {
  readonly state: 'pending' | 'confirmed' | 'rejected';
  readonly at?: string;
  readonly userId?: string;
}

export interface TicketState {
  readonly ticketId: string;
  readonly code: string;
  readonly category: string;
  readonly field: Field;
  readonly priority: Priority;
  readonly status: TicketStatus;
  readonly channel: Channel;
  /** From the province down to the place of the event. */
  readonly unitPath: readonly UnitRef[];
  /** The unit that took the call; the ladder climbs from it unless it is the province. */
  readonly intakeUnit: UnitRef;
  readonly policy: { readonly id: string; readonly version: number };
  readonly receivedAt: string;
  /** Grows by one with every committed transition; the read model keeps the highest it has seen. */
  readonly revision: number;
  /** `seq` of the newest timeline entry. */
  readonly seq: number;
  readonly clocks: readonly ClockLedger[];
  readonly sla: SlaState;
  readonly triage?: Triage;
  readonly verification?: Verification;
  readonly ladder?: Ladder;
  /** Every team that was ever offered this ticket may still claim it. */
  readonly offeredTeamIds: readonly string[];
  /** Teams that declined or handed back: never paged again, though they may change their mind. */
  readonly declinedTeamIds: readonly string[];
  /** Newest last; the current owner is the last one without `endedAt`. */
  readonly assignments: readonly Assignment[];
  readonly hold?: Hold;
  readonly contactAttempts: number;
  readonly resolution?: Resolution;
  readonly duplicateOf?: string;
  /** Every report that is told with this ticket: what was linked to it, and what had been linked to those. */
  readonly duplicateIds?: readonly string[];
  /** How often the caller has got in touch since; absent before the first time. */
  readonly contacts?: {
    readonly count: number;
    readonly lastAt: string;
    readonly recentIds: readonly string[];
  };
  readonly reopenedCount: number;
  /** True once the citizen was told about a delay in this round: one such message is enough. */
  readonly delayTold: boolean;
}

/** The current owner, or undefined while nobody has claimed. */
export function ownerOf(ticket: Pick<TicketState, 'assignments'>): Assignment | undefined {
  const last = ticket.assignments.at(-1);
  return last && last.endedAt === undefined ? last : undefined;
}

/** A settled ticket needs nobody any more; its workflow has ended. */
export function isSettled(ticket: Pick<TicketState, 'status'>): boolean {
  return ticket.status === 'closed' || ticket.status === 'cancelled' || ticket.status === 'duplicate';
}

/** The innermost unit of the place: the commune, or the district or province when that is all we know. */
export function placeOf(ticket: Pick<TicketState, 'unitPath'>): UnitRef {
  const place = ticket.unitPath.at(-1);
  if (!place) throw new Error('a ticket always has a place');
  return place;
}
