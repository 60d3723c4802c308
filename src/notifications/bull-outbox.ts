import { Queue } from 'bullmq';
import { messageIdOf, messageQueues } from './outbox';
import type { MessageJob, Outbox } from './outbox';
import type { MessageIntent, MessageLane } from '../domain/message';

export type MessageQueue = Queue<MessageJob>;

/** Longer than an activity is ever retried, so that a late retry still finds its job and is not a second one. */
const keepCompletedSeconds = 24 * 60 * 60;

/** The queue of one lane. Give it an `onError`, or a lost connection ends the process. */
export function openMessageQueue(
  redisUrl: string,
  lane: MessageLane,
  options: { prefix?: string; onError: (error: Error) => void },
): MessageQueue {
  const queue: MessageQueue = new Queue<MessageJob>(messageQueues[lane], {
    // Enqueueing fails at once while Redis is away: the activity that asked is retried by Temporal.
    connection: { url: redisUrl, maxRetriesPerRequest: 1, commandTimeout: 5_000, enableOfflineQueue: false },
    ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
    defaultJobOptions: {
      attempts: 6,
      backoff: { type: 'exponential', delay: 2_000 },
      removeOnComplete: { age: keepCompletedSeconds },
      removeOnFail: false,
    },
  });
  queue.on('error', options.onError);
  return queue;
}

/** One job's name, payload and id, made from its intent: the same fact is always the same job. */
export function jobOf(
  ticketId: string,
  intent: MessageIntent,
): { name: string; data: MessageJob; opts: { jobId: string } } {
  return {
    name: intent.template,
    data: { ticketId, key: intent.key },
    opts: { jobId: messageIdOf(intent.key) },
  };
}

/**
 * The outbox on BullMQ. `enqueue` rejects within seconds when Redis does not answer; repeating it is
 * harmless, because a job id already there is left as it is.
 */
export function createBullOutbox(
  redisUrl: string,
  options: { prefix?: string; onError?: (error: Error) => void } = {},
): Outbox {
  const onError = options.onError ?? (() => undefined);
  const open = (lane: MessageLane): MessageQueue =>
    openMessageQueue(redisUrl, lane, { ...(options.prefix ? { prefix: options.prefix } : {}), onError });
  const queues: Readonly<Record<MessageLane, MessageQueue>> = { urgent: open('urgent'), bulk: open('bulk') };
  return {
    async enqueue(ticketId, intents) {
      for (const lane of ['urgent', 'bulk'] as const) {
        const jobs = intents.filter((intent) => intent.lane === lane).map((i) => jobOf(ticketId, i));
        if (jobs.length > 0) await queues[lane].addBulk(jobs);
      }
    },
    async close() {
      await Promise.all([queues.urgent.close(), queues.bulk.close()]);
    },
  };
}
