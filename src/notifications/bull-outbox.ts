import { setTimeout as delay } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { messageIdOf, messageQueues, withdrawal } from './outbox';
import type { MessageJob, Outbox } from './outbox';
import type { MessageIntent, MessageLane } from '../domain/message';

export type MessageQueue = Queue<MessageJob>;

/** Longer than an activity is ever retried, so that a late retry still finds its job and is not a second one. */
const keepCompletedSeconds = 24 * 60 * 60;

export interface QueueOptions {
  readonly prefix?: string;
  /** Without one, a lost connection would end the process. */
  readonly onError: (error: Error) => void;
  /** Before the first retry of a message; doubles each time. */
  readonly backoffMs?: number;
}

/** The queue of one lane. */
export function openMessageQueue(redisUrl: string, lane: MessageLane, options: QueueOptions): MessageQueue {
  const queue: MessageQueue = new Queue<MessageJob>(messageQueues[lane], {
    // Enqueueing fails at once while Redis is away: the activity that asked is retried by Temporal.
    connection: { url: redisUrl, maxRetriesPerRequest: 1, commandTimeout: 5_000, enableOfflineQueue: false },
    ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
    defaultJobOptions: {
      attempts: 6,
      backoff: { type: 'exponential', delay: options.backoffMs ?? 2_000 },
      removeOnComplete: { age: keepCompletedSeconds },
      removeOnFail: false,
    },
  });
  queue.on('error', options.onError);
  return queue;
}

/**
 * One job's name, payload, id and delay, made from its intent: the same fact is always the same job. A delay is
 * what is left of it, never more than the whole, whatever the clocks of two machines say.
 */
export function jobOf(
  ticketId: string,
  intent: Pick<MessageIntent, 'key' | 'template'> & Partial<Pick<MessageIntent, 'at' | 'afterMs'>>,
): { name: string; data: MessageJob; opts: { jobId: string; delay?: number } } {
  const { key, template, at, afterMs = 0 } = intent;
  const waitedMs = at === undefined ? 0 : Math.max(0, Date.now() - Date.parse(at));
  const delay = Math.max(0, afterMs - waitedMs);
  return {
    name: template,
    data: { ticketId, key },
    opts: { jobId: messageIdOf(key), ...(delay > 0 && { delay }) },
  };
}

/** A queue that has never been connected waits for ever; whoever asks must hear of it sooner. */
const answerWithinMs = 5_000;

/** Rejects when the queue does not answer within seconds. */
export async function withinLimit<T>(work: Promise<T>): Promise<T> {
  const limit = new AbortController();
  const late = delay(answerWithinMs, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new Error('the message queue does not answer');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    limit.abort();
  }
}

/**
 * The outbox on BullMQ. `enqueue` rejects within seconds when Redis does not answer; repeating it is
 * harmless, because a job id already there is left as it is.
 */
export function createBullOutbox(redisUrl: string, options: Partial<QueueOptions> = {}): Outbox {
  const settings: QueueOptions = { onError: () => undefined, ...options };
  const queues: Readonly<Record<MessageLane, MessageQueue>> = {
    urgent: openMessageQueue(redisUrl, 'urgent', settings),
    bulk: openMessageQueue(redisUrl, 'bulk', settings),
  };
  return {
    async enqueue(ticketId, intents) {
      for (const lane of ['urgent', 'bulk'] as const) {
        const jobs = intents
          .filter((intent) => intent.lane === lane)
          .map((intent) => jobOf(ticketId, intent));
        if (jobs.length > 0) await withinLimit(queues[lane].addBulk(jobs));
      }
    },
    async withdraw(ticketId, revision) {
      const key = `${ticketId}/${withdrawal}/${String(revision)}`;
      const options = { jobId: messageIdOf(key), removeOnComplete: true };
      await withinLimit(queues.urgent.add(withdrawal, { ticketId, key }, options));
    },
    async close() {
      await Promise.all([queues.urgent.close(), queues.bulk.close()]);
    },
  };
}
