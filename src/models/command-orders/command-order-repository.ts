import type { CommandOrderState, OrderEntry, OrderMeans, OrderStatus } from '../../domain/command-order';
import type { MessageIntent } from '../../domain/message';
import type { AreaFilter } from '../tickets/ticket-repository';

/** What the issuer said, and how; `text` is encrypted at rest. */
export interface OrderWords {
  readonly text: string;
  readonly means: OrderMeans;
  /** Of the document, where it was given by one; `documentDate` is YYYY-MM-DD. */
  readonly documentNumber: string | null;
  readonly documentDate: string | null;
}

export interface NewCommandOrder {
  readonly words: OrderWords;
  readonly state: CommandOrderState;
  readonly timeline: readonly OrderEntry[];
}

/** One order as stored, without its messages. */
export interface StoredCommandOrder extends NewCommandOrder {
  readonly id: string;
  readonly code: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One transition, projected in one atomic write. */
export interface OrderTransition {
  readonly state: CommandOrderState;
  readonly entries: readonly OrderEntry[];
  readonly intents: readonly MessageIntent[];
}

export interface CommandOrderFilter {
  readonly status?: readonly OrderStatus[];
  /** Given by, or to, this unit or one below it. */
  readonly unitCode?: string;
  /** Given by this unit. */
  readonly issuerCode?: string;
  /** Given to this unit. */
  readonly addressedCode?: string;
  /** Some addressee is late. */
  readonly isLate?: boolean;
  /** About this ticket. */
  readonly ticketId?: string;
}

/** What became of the orders of a span, in one area. */
export interface CommandOrderFigures {
  readonly given: number;
  readonly addressees: number;
  readonly nobody: number;
  readonly acknowledged: number;
  readonly acknowledgedInTime: number;
  readonly reported: number;
  readonly reportedInTime: number;
  readonly done: number;
  readonly medianAcknowledgeMs: number | null;
  /** Units with something late, now or when they answered; most often late first. */
  readonly lateUnits: readonly {
    readonly unitCode: string;
    readonly acknowledge: number;
    readonly result: number;
  }[];
}

/** Open orders as they stand now, everywhere: for the metrics. */
export interface CommandOrderStanding {
  readonly open: number;
  readonly unstarted: number;
  readonly toAcknowledge: number;
  readonly lateToAcknowledge: number;
  readonly lateWithResult: number;
  readonly nobody: number;
}

export interface CommandOrderRepository {
  /** What of it is there already, if anything is: nothing was written then. */
  insert(order: NewCommandOrder): Promise<'stored' | 'idTaken' | 'codeTaken'>;
  find(id: string): Promise<StoredCommandOrder | null>;
  findByCode(code: string): Promise<StoredCommandOrder | null>;
  /** Newest first. @throws DomainError for a cursor that no list has given out */
  list(
    area: AreaFilter,
    filter: CommandOrderFilter,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<{ readonly items: readonly StoredCommandOrder[]; readonly nextCursor: string | null }>;
  /** Writes a transition unless the row shows a later one; the same one again changes nothing. */
  project(transition: OrderTransition): Promise<void>;
  /** Orders that have not ended, by id, after this one. */
  listOpen(afterId: string, limit: number): Promise<readonly StoredCommandOrder[]>;
  /** Stored, and their workflows never began. */
  listUnstarted(olderThan: Date, limit: number): Promise<readonly StoredCommandOrder[]>;
  /** The state with what it has to say, or with the one message of this key. */
  withIntents(
    id: string,
    key?: string,
  ): Promise<{ readonly state: CommandOrderState; readonly outbox: readonly MessageIntent[] } | null>;
  /** For the message relay: intents written between the two times, with what they are filed under. */
  listIntents(window: {
    readonly since: Date;
    readonly olderThan: Date;
  }): Promise<readonly { readonly ticketId: string; readonly intent: MessageIntent }[]>;
  /** Orders given in the span, as far as they concern this unit and those below it. */
  figures(unitCode: string, since: Date, until: Date): Promise<CommandOrderFigures>;
  standing(unstartedAfterMs: number): Promise<CommandOrderStanding>;
}
