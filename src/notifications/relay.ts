import { jobOf, openMessageQueue } from './bull-outbox';
import { tellUntold } from './deliver-message';
import { messageIdOf } from './outbox';
import type { MessageQueue } from './bull-outbox';
import type { MessageIntent, MessageLane } from '../domain/message';
import type { MessageRepository } from '../models/messages/message-repository';

/** An intent that a queue may have lost, with the ticket it belongs to. */
export interface StoredIntent {
  readonly ticketId: string;
  readonly intent: MessageIntent;
}

export interface MessageRelay {
  /** One round; resolves to how many jobs were put back. */
  run(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Rebuilds what Redis lost: intents older than `olderThanMs` that the provider has not had and that have no
 * job are queued again, and jobs that failed without a final word in the ledger are tried again. Failures that
 * a ticket should have heard of and did not are told once more.
 */
export function createMessageRelay(options: {
  readonly redisUrl: string;
  readonly prefix?: string;
  /** Intents written before `olderThan` of tickets that changed lately. */
  readonly listIntents: (olderThan: Date) => Promise<readonly StoredIntent[]>;
  readonly messages: Pick<MessageRepository, 'unsent' | 'markTold' | 'listUntold'>;
  readonly onPermanentFailure: (ticketId: string, key: string, reason: string) => Promise<void>;
  readonly olderThanMs?: number;
  readonly onError: (error: Error) => void;
}): MessageRelay {
  const open = (lane: MessageLane): MessageQueue =>
    openMessageQueue(options.redisUrl, lane, {
      ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
      onError: options.onError,
    });
  const queues: Readonly<Record<MessageLane, MessageQueue>> = { urgent: open('urgent'), bulk: open('bulk') };

  const putBack = async ({ ticketId, intent }: StoredIntent): Promise<boolean> => {
    const queue = queues[intent.lane];
    const job = await queue.getJob(messageIdOf(intent.key));
    if (job === undefined) {
      const { name, data, opts } = jobOf(ticketId, intent);
      await queue.add(name, data, opts);
      return true;
    }
    if (!(await job.isFailed())) return false;
    await job.retry('failed', { resetAttemptsMade: true });
    return true;
  };

  return {
    async run() {
      const olderThan = new Date(Date.now() - (options.olderThanMs ?? 15_000));
      const stored = await options.listIntents(olderThan);
      const unsent = new Set(
        await options.messages.unsent(stored.map(({ intent }) => messageIdOf(intent.key))),
      );
      let count = 0;
      for (const one of stored) {
        if (unsent.has(messageIdOf(one.intent.key)) && (await putBack(one))) count += 1;
      }
      await tellUntold(options, olderThan);
      return count;
    },
    async close() {
      await Promise.all([queues.urgent.close(), queues.bulk.close()]);
    },
  };
}
