import { isTeamPage, outdated } from '../../domain/message-rules';
import type { MessageRecord, MessageRepository } from '../../models/messages/message-repository';
import { orderIdOf, outdatedOrderMessage } from '../../domain/command-order-notices';
import type { CommandOrderRepository } from '../../models/command-orders/command-order-repository';
import type { TicketRepository } from '../../models/tickets/ticket-repository';

export interface CallOutcomeDependencies {
  readonly messages: Pick<MessageRepository, 'find' | 'noteAnsweredBy' | 'markUnreached'>;
  readonly tickets: Pick<TicketRepository, 'find'>;
  readonly commandOrders: Pick<CommandOrderRepository, 'withIntents'>;
}

/**
 * What the provider heard when a call of ours was picked up. It guesses, so nothing is cut off: a person whom it
 * takes for a machine may still press a key.
 */
export async function noteAnsweredBy(
  messageId: string,
  answeredBy: string,
  dependencies: CallOutcomeDependencies,
): Promise<void> {
  const who = /^(machine|fax)/.test(answeredBy) ? 'machine' : answeredBy === 'human' ? 'human' : null;
  if (who === null) return;
  await dependencies.messages.noteAnsweredBy(messageId, who);
  // The guess may come after the end of a short call.
  const message = await dependencies.messages.find(messageId);
  if (message?.status === 'undelivered' && message.errorCode === 'no-key' && who === 'machine') {
    await dependencies.messages.markUnreached(messageId, 'answering-machine');
  }
}

/**
 * A call is over. Picked up is not acknowledged: without a key from somebody who was asked for one, the person was
 * not reached, and neither is whoever's machine listened to a supervisor's call.
 */
export async function judgeCall(messageId: string, dependencies: CallOutcomeDependencies): Promise<void> {
  const { messages, tickets, commandOrders } = dependencies;
  const message = await messages.find(messageId);
  if (!message || message.usedAt !== null) return;
  const orderId = orderIdOf(message.ticketId);
  if (orderId !== null) {
    const order = await commandOrders.withIntents(orderId, message.key);
    const [intent] = order?.outbox ?? [];
    if (!order || !intent || outdatedOrderMessage(intent, order.state) !== null) return;
    await messages.markUnreached(
      messageId,
      message.answeredBy === 'machine' ? 'answering-machine' : 'no-key',
    );
    return;
  }
  // Other calls take keys of which their row knows nothing.
  if (message.template !== 'team.page.voice' && message.template !== 'supervisor.breach.voice') return;
  if (isTeamPage(message) && !(await isStillAsked(message, tickets))) return;
  if (message.answeredBy === 'machine') await messages.markUnreached(messageId, 'answering-machine');
  else if (isTeamPage(message)) await messages.markUnreached(messageId, 'no-key');
}

/** Whoever heard that somebody else has the ticket was told what there was to tell. */
async function isStillAsked(
  { ticketId, key }: MessageRecord,
  tickets: Pick<TicketRepository, 'find'>,
): Promise<boolean> {
  const ticket = await tickets.find(ticketId);
  const intent = ticket?.outbox.find((one) => one.key === key);
  return ticket !== null && intent !== undefined && outdated(intent, ticket.state) === null;
}
