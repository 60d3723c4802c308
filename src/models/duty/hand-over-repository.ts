import type { HandOver } from '../../domain/hand-over';
import type { MessageIntent } from '../../domain/message';

/** A hand-over with the messages about it: what a lost queue is rebuilt from. */
export interface StoredHandOver {
  readonly handOver: HandOver;
  readonly outbox: readonly MessageIntent[];
}

export interface HandOverRepository {
  /** Writes it once: a repeated look finds, and answers with, what the first one wrote. */
  open(handOver: HandOver, intents: readonly MessageIntent[]): Promise<StoredHandOver>;
  find(id: string): Promise<StoredHandOver | null>;
  /** Newest first. */
  listByTeam(teamId: string, limit: number): Promise<readonly HandOver[]>;
  /** Those of a team that nobody has acknowledged, however late they are. */
  listWaiting(teamId: string): Promise<readonly HandOver[]>;
  /** Writes `handOver` if its state is still `before`, with messages to add; false when somebody was faster. */
  change(handOver: HandOver, before: HandOver['state'], intents?: readonly MessageIntent[]): Promise<boolean>;
  /** For the message relay: intents written between the two times, each with the id of its hand-over. */
  listIntents(window: {
    since: Date;
    olderThan: Date;
  }): Promise<readonly { readonly ticketId: string; readonly intent: MessageIntent }[]>;
}
