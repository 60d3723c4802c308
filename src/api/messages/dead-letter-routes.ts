import { z } from 'zod';
import type { MessageRecord, MessageRepository } from '../../models/messages/message-repository';
import type { QueueBoard } from '../../notifications/queue-board';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText, pageOf, pageQuery } from '../http/schemas';
import { areaCodeOf } from '../rights';

const deadLetterView = z
  .object({
    id: z.string(),
    ticketId: z.string(),
    template: z.string(),
    channel: z.enum(['sms', 'voice']),
    lane: z.enum(['urgent', 'bulk']),
    recipient: z.enum(['citizen', 'user']),
    reason: z.string(),
    provider: z.string().nullable(),
    attempts: z.number().int(),
    possibleDuplicate: z.boolean(),
    replayOf: z.string().nullable(),
    at: z.string(),
  })
  .meta({ id: 'DeadLetter' });

export interface DeadLetterDependencies {
  readonly messages: Pick<MessageRepository, 'find' | 'listDead' | 'replay'>;
  readonly queues: Pick<QueueBoard, 'requeue'>;
  /** The identity of a repetition: another message about the same fact. */
  readonly repetitionOf: (key: string) => { readonly id: string; readonly key: string };
}

/** Messages that failed for good, without numbers and texts, and a way to try one again. */
export function deadLetterRoutes({ messages, queues, repetitionOf }: DeadLetterDependencies): Route[] {
  return [
    route({
      operationId: 'listDeadLetters',
      method: 'get',
      path: '/dead-letters',
      tag: 'Messages',
      permission: ['DeadLetter', 'read'],
      summary: 'Messages of my area that failed for good and that nobody has dealt with, newest first',
      status: 200,
      query: z.strictObject(pageQuery),
      response: pageOf(deadLetterView),
      handle: async ({ query: { limit, cursor }, user }) => {
        const page = await messages.listDead(areaCodeOf(user), {
          limit,
          ...(cursor !== undefined && { cursor }),
        });
        return { items: page.items.map(toDeadLetter), nextCursor: page.nextCursor };
      },
    }),
    route({
      operationId: 'replayDeadLetter',
      method: 'post',
      path: '/dead-letters/:id/replay',
      tag: 'Messages',
      permission: ['DeadLetter', 'manage'],
      summary: 'Sends it once more, as a new message marked with what it repeats',
      description:
        'What has become pointless meanwhile (a page for a ticket that is claimed) is dropped as usual.',
      status: 201,
      problems: ['not-found', 'conflict'],
      params: z.object({ id: idText }),
      response: z.object({ id: z.string(), replayOf: z.string() }),
      handle: async ({ params: { id }, user }) => {
        const dead = await messages.find(id);
        if (!dead?.unitCodes.includes(areaCodeOf(user))) {
          throw new Refused('not-found', 'There is no such message in your area.');
        }
        const repetition = await messages.replay(id, repetitionOf(dead.key));
        if (!repetition)
          throw new Refused('conflict', 'It is not a dead letter, or has been sent again already.');
        await queues.requeue(repetition.ticketId, repetition);
        return { id: repetition.id, replayOf: id };
      },
    }),
  ];
}

const toDeadLetter = (message: MessageRecord): z.input<typeof deadLetterView> => ({
  id: message.id,
  ticketId: message.ticketId,
  template: message.template,
  channel: message.channel,
  lane: message.lane,
  recipient: message.recipient.kind,
  reason: message.errorCode ?? message.status,
  provider: message.provider,
  attempts: message.attempts,
  possibleDuplicate: message.possibleDuplicate,
  replayOf: message.replayOf,
  at: (message.deadSince ?? message.updatedAt).toISOString(),
});
