import type { DeliveryNews } from './delivery-news';
import type { MessageRepository } from '../../models/messages/message-repository';

export interface NewsDependencies {
  readonly messages: Pick<MessageRepository, 'find' | 'applyStatus' | 'markTold'>;
  readonly onPermanentFailure: (ticketId: string, key: string, reason: string) => Promise<void>;
}

/**
 * One effect however often and in whatever order the news comes: the ledger decides atomically. When the ticket
 * cannot be told just now the ledger remembers that, and the worker's sweep tells it later.
 */
export async function applyNews(
  messageId: string,
  news: DeliveryNews | null,
  { messages, onPermanentFailure }: NewsDependencies,
): Promise<void> {
  if (!news || !(await messages.applyStatus(messageId, news))) return;
  if (!news.isPermanent) return;
  const message = await messages.find(messageId);
  if (!message) return;
  await onPermanentFailure(message.ticketId, message.key, news.errorCode ?? news.status);
  await messages.markTold(messageId);
}
