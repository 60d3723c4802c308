import { DelayedError, UnrecoverableError, Worker } from 'bullmq';
import { abandonMessage, deliverMessage, reasonOf } from './deliver-message';
import { messageIdOf, messageQueues, withdrawal } from './outbox';
import { withdrawPages } from './withdraw-pages';
import type { DeliveryDependencies } from './deliver-message';
import type { MessageJob } from './outbox';
import type { Job } from 'bullmq';
import type { MessageLane } from '../domain/message';

/** What the workers say, with ids only. */
export interface MessageLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface MessageWorkers {
  close(): Promise<void>;
}

const concurrencyOf: Readonly<Record<MessageLane, number>> = { urgent: 20, bulk: 5 };

/**
 * Consumes both queues; only the worker process calls this. An emergency never waits behind relief notices,
 * because each lane has its own workers. `close` lets running jobs finish.
 */
export function createMessageWorkers(
  options: DeliveryDependencies & {
    readonly redisUrl: string;
    readonly prefix?: string;
    readonly log: MessageLog;
  },
): MessageWorkers {
  const { log } = options;

  const workersByLane = new Map<string, Worker<MessageJob>>();
  /** No job of this lane is taken until then: each would only find the same bucket empty. */
  const rest = async (queueName: string, ms: number): Promise<void> => {
    await workersByLane.get(queueName)?.rateLimit(ms);
  };

  const process = async (job: Job<MessageJob>, token?: string): Promise<string> => {
    if (job.name === withdrawal) {
      const count = await withdrawPages(job.data.ticketId, options);
      log.info({ ticketId: job.data.ticketId, count }, 'pages withdrawn');
      return `withdrawn: ${String(count)}`;
    }
    const facts = { ticketId: job.data.ticketId, messageId: messageIdOf(job.data.key), template: job.name };
    const result = await deliverMessage(job.data, options);
    switch (result.outcome) {
      case 'sent':
        log.info(facts, 'message sent');
        return result.outcome;
      case 'alreadySent':
        return result.outcome;
      case 'dropped':
        log.info({ ...facts, reason: result.reason }, 'message not sent');
        return `${result.outcome}: ${result.reason}`;
      case 'failed':
        log.error({ ...facts, reason: result.reason }, 'message failed for good');
        throw new UnrecoverableError(result.reason);
      case 'wait':
        if (result.isOurs) {
          await rest(job.queueName, result.afterMs);
          throw Worker.RateLimitError();
        }
        await job.moveToDelayed(Date.now() + result.afterMs, token);
        throw new DelayedError();
      case 'retry': {
        const reason = reasonOf(result.because);
        const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
        log.warn({ ...facts, reason, attempt: job.attemptsMade + 1, isLast }, 'message not sent yet');
        if (isLast) await abandonMessage(job.data, reason, options);
        throw result.because;
      }
    }
  };

  const open = (lane: MessageLane): Worker<MessageJob> => {
    const worker = new Worker<MessageJob>(messageQueues[lane], process, {
      connection: { url: options.redisUrl, maxRetriesPerRequest: null },
      ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
      concurrency: concurrencyOf[lane],
      // Never reached by itself; the library lets a lane rest only when it has a limit.
      limiter: { max: 1_000_000, duration: 1_000 },
      // A job whose worker died is taken over; only a job that kills every worker is given up.
      maxStalledCount: 10,
    });
    workersByLane.set(messageQueues[lane], worker);
    worker.on('error', (err) => log.warn({ err, lane }, 'message queue trouble'));
    return worker;
  };
  const workers = [open('urgent'), open('bulk')];
  return {
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
