import { z } from 'zod';
import type { BreakerBoard } from '../../notifications/breaker-board';
import type { QueueBoard } from '../../notifications/queue-board';
import type { SendingPolicy } from '../../notifications/sending-policy';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { itemsOf } from '../http/schemas';

const laneView = z
  .object({
    lane: z.enum(['urgent', 'bulk']),
    waiting: z.number().int(),
    active: z.number().int(),
    delayed: z.number().int(),
    failed: z.number().int(),
    isPaused: z.boolean(),
    oldestWaitMs: z.number().int(),
    failedReasons: z.record(z.string(), z.number().int()),
  })
  .meta({ id: 'QueueLane' });

const providerView = z
  .object({
    provider: z.string(),
    isLeftAlone: z.boolean().describe('Failed too often in a row; asked again after a pause'),
    messagesPerSecond: z.number(),
    smsPartVnd: z.number(),
    callVnd: z.number(),
  })
  .meta({ id: 'MessageProvider' });

export interface QueueDependencies {
  readonly queues: Pick<QueueBoard, 'read' | 'pauseBulk' | 'resumeBulk'>;
  readonly breakers: Pick<BreakerBoard, 'open'>;
  readonly prices: SendingPolicy['providers'];
}

/** The lanes of the message queue, with counts only. */
export function queueRoutes({ queues, breakers, prices }: QueueDependencies): Route[] {
  const answering = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (cause) {
      throw new Refused('unavailable', 'The message queue does not answer. Try again soon.', {
        headers: { 'Retry-After': '5' },
        cause,
      });
    }
  };
  const read = async (): Promise<{ items: z.input<typeof laneView>[] }> => ({
    items: (await queues.read()).map((lane) => ({ ...lane, failedReasons: { ...lane.failedReasons } })),
  });
  const change = (operationId: string, verb: 'pause' | 'resume', summary: string): Route =>
    route({
      ...({ operationId, summary } as const),
      method: 'post',
      path: `/queues/bulk/${verb}`,
      tag: 'Messages',
      permission: ['Queue', 'manage'],
      description: 'Only `bulk`: pages and other urgent messages cannot be stopped.',
      status: 200,
      problems: ['unavailable'],
      response: itemsOf(laneView),
      handle: () =>
        answering(async () => {
          await (verb === 'pause' ? queues.pauseBulk() : queues.resumeBulk());
          return read();
        }),
    });
  return [
    route({
      operationId: 'listQueues',
      method: 'get',
      path: '/queues',
      tag: 'Messages',
      permission: ['Queue', 'read'],
      summary: 'How many messages wait, for how long, and why some failed',
      status: 200,
      problems: ['unavailable'],
      response: itemsOf(laneView),
      handle: () => answering(read),
    }),
    route({
      operationId: 'listMessageProviders',
      method: 'get',
      path: '/message-providers',
      tag: 'Messages',
      permission: ['Queue', 'read'],
      summary: 'Who carries messages, at which rate and price, and who is left alone just now',
      status: 200,
      problems: ['unavailable'],
      response: itemsOf(providerView),
      handle: () =>
        answering(async () => {
          const open = await breakers.open(Object.keys(prices));
          const items = Object.entries(prices).map(
            ([provider, { messagesPerSecond, smsPartVnd, callVnd }]) => ({
              ...{ provider, isLeftAlone: open.has(provider), messagesPerSecond, smsPartVnd, callVnd },
            }),
          );
          return { items };
        }),
    }),
    change('pauseBulkQueue', 'pause', 'Lets the bulk messages rest'),
    change('resumeBulkQueue', 'resume', 'Sends the bulk messages on'),
  ];
}
