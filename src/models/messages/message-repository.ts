import type {
  DeliveryStatus,
  MessageChannel,
  MessageLane,
  MessageTemplate,
  Recipient,
} from '../../domain/message';

/** One message's ledger row: what was meant, what the provider said. The number and text are encrypted. */
export interface MessageRecord {
  /** Opaque, made from the intent's key; also the BullMQ job id and `n=` of the provider's callbacks. */
  readonly id: string;
  readonly key: string;
  /** What it is about: a ticket's id, or `callback/<id>`. */
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
  /** Who picked the call up, by the provider's ear; null while it did not say. */
  readonly answeredBy: 'human' | 'machine' | null;
  /** Taken back before anybody had answered it, and why; `errorCode` says what then came of it. */
  readonly withdrawnBecause: string | null;
  /** Who was asked to carry it; null until somebody was. */
  readonly provider: string | null;
  readonly lane: MessageLane;
  /** Units from the province down to the place of the ticket: whose figures it belongs to. */
  readonly unitCodes: readonly string[];
  /** Of the words; null when nothing was written. */
  readonly templateVersion: number | null;
  /** What it costs by the price list, in đồng; null until it was accepted. */
  readonly costVnd: number | null;
  /** Failed for good, and nobody has dealt with it yet. */
  readonly deadSince: Date | null;
  /** The ticket must hear of the failure and has not; swept until it has. */
  readonly untoldSince: Date | null;
  /** The dead letter that this one repeats, by an admin's order. */
  readonly replayOf: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is known of a message before anybody is asked to carry it. */
export type MessageIdentity = Pick<
  MessageRecord,
  'id' | 'key' | 'ticketId' | 'template' | 'channel' | 'recipient' | 'lane' | 'unitCodes'
>;

/** How a failure counts afterwards. */
export interface Failure {
  readonly errorCode: string;
  readonly isDead: boolean;
  readonly mustTell: boolean;
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
    record: MessageIdentity & Pick<MessageRecord, 'to' | 'body' | 'segments' | 'templateVersion'>,
  ): Promise<MessageRecord | null>;
  /** Who is about to be asked: a look-up after an unknown outcome asks the same one. */
  markAsked(id: string, provider: string): Promise<void>;
  /** The provider surely did not take it: the next attempt needs no look-up. */
  markUnsent(id: string): Promise<void>;
  /**
   * About to send a second time after an unknown outcome: the one resend that is allowed, and visible. False when
   * news of the first one has come meanwhile, so that nothing is to be sent.
   */
  markPossibleDuplicate(id: string): Promise<boolean>;
  /** Keeps a status that a callback has already moved further. */
  markSent(id: string, providerId: string, costVnd: number | null): Promise<void>;
  /** Final, and known before or without the provider; true for the first caller only. */
  markFailed(id: string, failure: Failure): Promise<boolean>;
  /** A message that is not sent at all, and why: no phone, claimed meanwhile. Changes no row that is there. */
  recordDropped(record: MessageIdentity, failure: Failure): Promise<void>;
  /**
   * Applies a provider's news unless later news is already there; true when it changed something. News also
   * brings the provider's id to a row that never learnt it, because the answer to sending was lost, and lifts
   * a failure that was only our own guess. `isPermanent` makes it a dead letter that the ticket must hear of.
   */
  applyStatus(
    id: string,
    news: {
      readonly status: DeliveryStatus;
      readonly errorCode: string | null;
      readonly providerId: string | null;
      readonly isPermanent: boolean;
    },
  ): Promise<boolean>;
  /** The provider's guess about who picked the call up. */
  noteAnsweredBy(id: string, who: 'human' | 'machine'): Promise<void>;
  /** A call that is over and has acknowledged nothing: not reached, whoever picked it up. A used one stays. */
  markUnreached(id: string, reason: 'no-key' | 'answering-machine'): Promise<void>;
  /** The page is not needed any more; written before its call is ended, so that the reason is never lost. */
  markWithdrawn(id: string, because: string): Promise<void>;
  /** The ticket has heard of the failure. */
  markTold(id: string): Promise<void>;
  /** Failures before `olderThan` that the ticket must hear of and has not; oldest first. */
  listUntold(olderThan: Date, limit: number): Promise<readonly MessageRecord[]>;
  /** Dead letters of an area, newest first; the cursor is opaque. */
  listDead(
    unitCode: string,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<{ readonly items: readonly MessageRecord[]; readonly nextCursor: string | null }>;
  countDead(): Promise<number>;
  /**
   * Of these people, those whose newest message by SMS, or page by voice that was taken or could not be placed, did
   * not arrive, with the number that it went to. A telephone that nobody picks up says nothing about the number.
   */
  listUndelivered(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Takes a dead letter off the list and writes its repetition, queued under `key` and `id`. Null when it is no
   * dead letter (any more): two admins who press at once make one repetition.
   */
  replay(
    id: string,
    repetition: { readonly id: string; readonly key: string },
  ): Promise<MessageRecord | null>;
  /** Marks the one-time link or keypad as used; true for the first caller only. */
  useOnce(id: string, at: Date): Promise<boolean>;
  /** Of these ids, the ones the provider has not had: no row yet, or one that is `queued` or `sending`. */
  unsent(ids: readonly string[]): Promise<readonly string[]>;
}
