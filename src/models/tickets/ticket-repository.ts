import type { ClockName } from '../../domain/clock';
import type { Intake } from '../../domain/intake';
import type { WorkFacts } from '../../domain/hand-over';
import type { MessageIntent } from '../../domain/message';
import type { Tier } from '../../domain/organisation';
import type { PinnedPolicy, Priority } from '../../domain/policy';
import type { Answers } from '../../domain/protocol';
import type { TakenInSurge } from '../../domain/surge';
import type { TicketState, TimelineEntry } from '../../domain/ticket';
import type { PlaceFigures } from '../../domain/wallboard';

/** One ticket as stored: the caller's words (decrypted), the workflow's state and the story so far. */
export interface StoredTicket {
  readonly id: string;
  readonly code: string;
  readonly intake: Intake;
  readonly state: TicketState;
  readonly policy: PinnedPolicy;
  /** The surge that ruled its place when it was taken, if one did. */
  readonly surge?: TakenInSurge;
  readonly timeline: readonly TimelineEntry[];
  /** Message intents of the newest transitions: what a lost queue is rebuilt from. */
  readonly outbox: readonly MessageIntent[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewTicket {
  readonly intake: Intake;
  readonly state: TicketState;
  readonly policy: PinnedPolicy;
  readonly surge?: TakenInSurge;
  readonly timeline: readonly TimelineEntry[];
  readonly createdBy: string;
}

/** One transition, projected in one atomic write. */
export interface Transition {
  readonly state: TicketState;
  readonly entries: readonly TimelineEntry[];
  readonly intents: readonly MessageIntent[];
}

/** A MongoDB filter made by the rights table (`src/api/rights.ts`); part of every list, never optional. */
export type AreaFilter = Readonly<Record<string, unknown>>;

export interface TicketFilter {
  readonly status?: readonly string[];
  readonly category?: readonly string[];
  readonly priority?: readonly string[];
  readonly unitCode?: string;
  readonly tier?: string;
  readonly teamId?: string;
  readonly sla?: string;
  readonly phone?: string;
  readonly q?: string;
  readonly since?: Date;
  readonly until?: Date;
}

export type ListOrder = 'newest' | 'breachNext';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface TicketRepository {
  /** Majority + journal. Refuses a second document with the same id or code with `DuplicateTicket`. */
  insert(ticket: NewTicket): Promise<StoredTicket>;
  find(id: string): Promise<StoredTicket | null>;
  findByCode(code: string): Promise<StoredTicket | null>;
  /** Area and filter together; newest first unless told otherwise. The cursor is opaque, and of its order. */
  list(
    area: AreaFilter,
    filter: TicketFilter,
    page: { limit: number; cursor?: string; order?: ListOrder },
  ): Promise<Page<StoredTicket>>;
  /** True when somebody with this area may read the ticket. */
  isInArea(id: string, area: AreaFilter): Promise<boolean>;
  /**
   * One write: state, new timeline entries and message intents, guarded by `revision`. An older or repeated
   * revision changes nothing and is not an error: a retry lost the race it had already won.
   */
  project(transition: Transition): Promise<void>;
  /** Protocol answers given after the ticket was taken join the earlier ones; a new answer replaces its own. */
  saveAnswers(id: string, answers: Answers): Promise<void>;
  /** Open tickets after this id, in the order of ids: for giving them back to a Temporal that lost them. */
  listOpen(afterId: string, limit: number): Promise<readonly StoredTicket[]>;
  /** What this team owns or is being asked to take, the oldest first, at most 500; nothing is decrypted. */
  listOpenOfTeam(teamId: string): Promise<readonly WorkFacts[]>;
  /** Open tickets that this person has in hand without a team, the oldest first, at most 500. */
  listOpenOfPerson(userId: string): Promise<readonly StoredTicket[]>;
  /** Tickets whose workflow was never started and that are older than `olderThan`; oldest first. */
  listUnstarted(olderThan: Date, limit: number): Promise<readonly StoredTicket[]>;
  /** Intents written between the two times, by tickets that changed since; for the message relay. */
  listIntents(window: {
    since: Date;
    olderThan: Date;
  }): Promise<readonly { readonly ticketId: string; readonly intent: MessageIntent }[]>;
  /** Earlier and open tickets of one number, newest first. */
  listByPhone(phone: string, area: AreaFilter, limit: number): Promise<readonly StoredTicket[]>;
  /**
   * Open tickets that may be about the same event, newest first: at most 60 % of `limit` of the same number or
   * address, then those of the same unit received since `since`.
   */
  listLookalikes(
    intake: {
      readonly caller: Pick<Intake['caller'], 'phone'>;
      readonly location: Pick<Intake['location'], 'address'>;
    },
    unitCode: string,
    since: Date,
    limit: number,
  ): Promise<readonly StoredTicket[]>;
  /** Counts for the board, and the oldest open tickets. */
  board(area: AreaFilter): Promise<BoardCounts>;
  /** The figures of a unit by place and tier, and what comes due next, as they stand at `now`. */
  wallboard(unitCode: string, now: Date): Promise<Wallboard>;
}

export interface BoardCounts {
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byCategory: Readonly<Record<string, number>>;
  readonly bySla: Readonly<Record<string, number>>;
  readonly byTier: Readonly<Record<string, number>>;
  readonly byPriority: Readonly<Record<string, number>>;
  readonly open: number;
  readonly oldest: readonly StoredTicket[];
}

/** How one tier used the windows that the ladder gave it, of tickets received in the last 24 hours. */
export interface TierWindows {
  readonly tier: Tier;
  readonly windows: number;
  readonly lapsed: number;
  readonly lostMs: number;
}

export interface NextBreach {
  readonly ticket: StoredTicket;
  readonly clock: { readonly name: ClockName; readonly dueAt: string };
  /** Who has the next move. */
  readonly holdingTiers: readonly Tier[];
}

/** A promise that was broken, and is still somebody's work. Codes only: it is called out in a room. */
export interface FreshBreach {
  readonly ticketId: string;
  readonly code: string;
  readonly category: string;
  readonly priority: Priority;
  readonly unitCode: string;
  readonly clock: ClockName;
  readonly breachedAt: string;
}

export interface Wallboard {
  readonly places: readonly PlaceFigures[];
  readonly tiers: readonly TierWindows[];
  /** Open tickets by their next promised time, soonest first. */
  readonly next: readonly NextBreach[];
  /** Newest first. */
  readonly breaches: readonly FreshBreach[];
}

export class DuplicateTicket extends Error {
  constructor(readonly field: 'id' | 'code') {
    super(`a ticket with this ${field} exists`);
    this.name = 'DuplicateTicket';
  }
}
