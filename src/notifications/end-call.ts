import type { LiveCalls } from './live-calls';
import type { DropReason } from '../domain/message-rules';
import type { MessageRecord, MessageRepository } from '../models/messages/message-repository';

export interface EndCallDependencies {
  readonly messages: Pick<MessageRepository, 'markWithdrawn'>;
  readonly liveCalls: Pick<LiveCalls, 'sendTo' | 'stopRinging'>;
  /** Without a trailing slash. */
  readonly publicUrl: string;
}

/** The longest that a call of ours can still be going on after it was placed. */
const callLastsMs = 10 * 60_000;

/**
 * Ends the call of a page that is not needed any more, or has it told how the ticket stands; true when there was a
 * call. Whoever claimed by this very call is still listening to the answer and is left in peace. Rejects when the
 * provider does not answer.
 *
 * @param isAnswerers true for the call by which somebody has just claimed or acknowledged
 */
export async function endCall(
  row: Pick<MessageRecord, 'id' | 'channel' | 'status' | 'providerId' | 'createdAt'>,
  isAnswerers: boolean,
  because: DropReason,
  { messages, liveCalls, publicUrl }: EndCallDependencies,
): Promise<boolean> {
  const { id, channel, status, providerId } = row;
  const mayGoOn = status === 'sent' || status === 'answered';
  const isRecent = Date.now() - row.createdAt.getTime() < callLastsMs;
  if (channel !== 'voice' || providerId === null || !mayGoOn || !isRecent) return false;
  if (isAnswerers) return false;
  if (status === 'sent') {
    // Written first: the provider's news of the end may be here before its answer.
    await messages.markWithdrawn(id, because);
    if ((await liveCalls.stopRinging(providerId)) !== 'answered') return true;
  }
  if ((await liveCalls.sendTo(providerId, `${publicUrl}/webhooks/twilio/voice?n=${id}`)) === 'gone')
    return false;
  await messages.markWithdrawn(id, because);
  return true;
}
