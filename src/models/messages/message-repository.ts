import type { DeliveryStatus, MessageChannel, MessageTemplate, Recipient } from '../../domain/message';

/** One message's ledger row: what was meant, what the provider said. The number and text are encrypted. */
export interface MessageRecord {
  /** Opaque, made from the intent's key; also the BullMQ job id and `n=` of the provider's callbacks. */
  readonly id: string;
  readonly key: string;
  readonly ticketId: string;
  readonly template: MessageTemplate;
  readonly channel: MessageChannel;
  readonly recipient: Recipient;
  readonly to: string;
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly providerId: string | null;
  readonly errorCode: string | null;
  readonly attempts: number;
  /** Sent again after an unknown outcome that a look-up could not settle. */
  readonly possibleDuplicate: boolean;
  readonly segments: number | null;
  /** The one-time link was used (claim or decline), or the keypad answered. */
  readonly usedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface MessageRepository {
  find(id: string): Promise<MessageRecord | null>;
  findByProviderId(providerId: string): Promise<MessageRecord | null>;
  listByTicket(ticketId: string): Promise<readonly MessageRecord[]>;
  /**
   * Writes `sending` before the provider is called. Returns the row as it was before, so that a repeated job
   * knows what an earlier attempt left behind.
   */
  beginSending(
    record: Pick<
      MessageRecord,
      'id' | 'key' | 'ticketId' | 'template' | 'channel' | 'recipient' | 'to' | 'body' | 'segments'
    >,
  ): Promise<MessageRecord | null>;
  /** The provider surely did not take it: the next attempt needs no look-up. */
  markUnsent(id: string): Promise<void>;
  /** About to send a second time after an unknown outcome: the one resend that is allowed, and visible. */
  markPossibleDuplicate(id: string): Promise<void>;
  /** Keeps a status that a callback has already moved further. */
  markSent(id: string, providerId: string): Promise<void>;
  /** Final, and known before or without the provider; true for the first caller only. */
  markFailed(id: string, errorCode: string): Promise<boolean>;
  /** A message that is not sent at all, and why: no phone, claimed meanwhile. Changes no row that is there. */
  recordDropped(
    record: Pick<MessageRecord, 'id' | 'key' | 'ticketId' | 'template' | 'channel' | 'recipient'>,
    errorCode: string,
  ): Promise<void>;
  /**
   * Applies a provider's news unless later news is already there; true when it changed something. News also
   * brings the provider's id to a row that never learnt it, because the answer to sending was lost.
   */
  applyStatus(
    id: string,
    news: {
      readonly status: DeliveryStatus;
      readonly errorCode: string | null;
      readonly providerId: string | null;
    },
  ): Promise<boolean>;
  /** Marks the one-time link or keypad as used; true for the first caller only. */
  useOnce(id: string, at: Date): Promise<boolean>;
  /** Of these ids, the ones the provider has not had: no row yet, or one that is `queued` or `sending`. */
  unsent(ids: readonly string[]): Promise<readonly string[]>;
}
