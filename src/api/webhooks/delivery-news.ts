import type { DeliveryStatus } from '../../domain/message';

/** The provider's words for a message, as ours. `sending` there is already `sent` here: it left our hands. */
const ofMessage: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'sent',
  scheduled: 'sent',
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
};

/** A call that was picked up is `answered`, by whom nobody knows: only a key acknowledges. */
const ofCall: Readonly<Record<string, DeliveryStatus>> = {
  queued: 'sent',
  initiated: 'sent',
  ringing: 'sent',
  'in-progress': 'answered',
  answered: 'answered',
  completed: 'answered',
  busy: 'undelivered',
  'no-answer': 'undelivered',
  canceled: 'undelivered',
  failed: 'failed',
};

/** One status callback. */
export interface DeliveryNews {
  readonly status: DeliveryStatus;
  readonly errorCode: string | null;
  readonly providerId: string | null;
  /** The number cannot be reached at all; silence and a busy line are not that, the ladder handles them. */
  readonly isPermanent: boolean;
}

/** What a callback's form says; null when it holds no status that we know. */
export function deliveryNews(form: Readonly<Record<string, string>>): DeliveryNews | null {
  const [table, word] =
    form.MessageStatus === undefined ? [ofCall, form.CallStatus] : [ofMessage, form.MessageStatus];
  const status = word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
  if (status === undefined) return null;
  const isPermanent = status === 'failed' || (status === 'undelivered' && table === ofMessage);
  const errorCode = form.ErrorCode ?? (status === 'undelivered' || status === 'failed' ? word : undefined);
  const providerId = form.MessageSid ?? form.CallSid ?? null;
  return { status, errorCode: errorCode ?? null, providerId, isPermanent };
}
