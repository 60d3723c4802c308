import { createHash } from 'node:crypto';
import type { MessageIntent, MessageLane } from '../domain/message';

export const messageQueues: Readonly<Record<MessageLane, string>> = { urgent: 'urgent', bulk: 'bulk' };

/** What lies in Redis: ids only, never a number, a name or a word of the citizen. */
export interface MessageJob {
  /** What it is about: a ticket's id, or `callback/<id>`. */
  readonly ticketId: string;
  readonly key: string;
}

/** The name of the one kind of job that sends nothing: it takes back what a ticket no longer needs. */
export const withdrawal = 'withdrawal';

/** Puts intents on their queues. The same key twice is one job. */
export interface Outbox {
  enqueue(ticketId: string, intents: readonly MessageIntent[]): Promise<void>;
  /** Has the pages looked at that this revision of the ticket may have overtaken. */
  withdraw(ticketId: string, revision: number): Promise<void>;
  close(): Promise<void>;
}

const repetition = /\/replay(\d+)$/;

export const originalKeyOf = (key: string): string => key.replace(repetition, '');

/** BullMQ refuses `:` and all-digit ids, so the business key is hashed. Also the ledger row's id. */
export const messageIdOf = (key: string): string =>
  `m${createHash('sha256').update(key).digest('base64url').replace(/[-_]/g, '0').slice(0, 21)}`;

/** The identity of the next repetition of a dead letter: another message about the same fact. */
export function repetitionOf(key: string): { readonly id: string; readonly key: string } {
  const count = Number(repetition.exec(key)?.[1] ?? 0) + 1;
  const next = `${originalKeyOf(key)}/replay${String(count)}`;
  return { id: messageIdOf(next), key: next };
}
