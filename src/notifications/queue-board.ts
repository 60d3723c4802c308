import { jobOf, openMessageQueue, withinLimit } from './bull-outbox';
import type { MessageQueue } from './bull-outbox';
import type { MessageIntent, MessageLane } from '../domain/message';

/** One lane as an operator sees it; no names, no numbers, no texts. */
export interface LaneState {
  readonly lane: MessageLane;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  readonly isPaused: boolean;
  /** Of the longest waiting job; 0 when none waits. */
  readonly oldestWaitMs: number;
  /** Of the newest hundred failed jobs, by how often. */
  readonly failedReasons: Readonly<Record<string, number>>;
}

export interface QueueBoard {
  read(): Promise<readonly LaneState[]>;
  /** Only `bulk` rests: nobody may stop the pages. */
  pauseBulk(): Promise<void>;
  resumeBulk(): Promise<void>;
  /** Queues the repetition of a dead letter. */
  requeue(ticketId: string, intent: Pick<MessageIntent, 'key' | 'template' | 'lane'>): Promise<void>;
  close(): Promise<void>;
}

/** The message queues for the HTTP process: looks, and puts single jobs in; never takes one out. */
export function createQueueBoard(
  redisUrl: string,
  options: { readonly prefix?: string; readonly onError: (error: Error) => void },
): QueueBoard {
  const lanes = ['urgent', 'bulk'] as const;
  const queues: Readonly<Record<MessageLane, MessageQueue>> = {
    urgent: openMessageQueue(redisUrl, 'urgent', options),
    bulk: openMessageQueue(redisUrl, 'bulk', options),
  };
  const stateOf = async (lane: MessageLane): Promise<LaneState> => {
    const queue = queues[lane];
    const [counts, isPaused, [oldest], failed] = await Promise.all([
      queue.getJobCounts('wait', 'active', 'delayed', 'failed'),
      queue.isPaused(),
      queue.getJobs(['wait'], 0, 0, true),
      queue.getJobs(['failed'], 0, 99, false),
    ]);
    const failedReasons: Record<string, number> = {};
    for (const { failedReason } of failed) {
      // Codes only: whatever else a library put there stays inside.
      const reason = /^[\w-]{1,40}$/.test(failedReason) ? failedReason : 'internal';
      failedReasons[reason] = (failedReasons[reason] ?? 0) + 1;
    }
    return {
      ...{ lane, isPaused, failedReasons },
      waiting: counts.wait ?? 0,
      active: counts.active ?? 0,
      delayed: counts.delayed ?? 0,
      failed: counts.failed ?? 0,
      oldestWaitMs: oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.timestamp),
    };
  };
  return {
    read: () => withinLimit(Promise.all(lanes.map(stateOf))),
    pauseBulk: () => withinLimit(queues.bulk.pause()),
    resumeBulk: () => withinLimit(queues.bulk.resume()),
    async requeue(ticketId, intent) {
      const { name, data, opts } = jobOf(ticketId, intent);
      await withinLimit(queues[intent.lane].add(name, data, opts));
    },
    async close() {
      await Promise.all(lanes.map((lane) => queues[lane].close()));
    },
  };
}
