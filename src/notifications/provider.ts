import type { MessageChannel } from '../domain/message';

/**
 * The port to whoever carries messages. A provider accepts a message or throws one of the outcomes below;
 * anything else it throws counts as `OutcomeUnknown`.
 */
export interface MessageProvider {
  /** As in the ledger, the price list and the figures. */
  readonly name: string;
  readonly channels: readonly MessageChannel[];
  /** Resolves once the provider has accepted the message. */
  send(message: OutgoingMessage): Promise<{ providerId: string }>;
  /**
   * Messages the provider accepted for this number since `since`, newest first; for SMS only those with
   * exactly this text. What an unknown outcome is looked up in.
   */
  find(message: OutgoingMessage, since: Date): Promise<readonly { providerId: string }[]>;
}

export interface OutgoingMessage {
  /** The ledger row's id; comes back with every callback. */
  readonly id: string;
  readonly channel: MessageChannel;
  /** E.164. */
  readonly to: string;
  readonly body: string;
  /** A call that checks a hotline: it has pages of its own, and asks the provider whether a machine answers. */
  readonly rollCall?: { readonly ringSeconds: number };
}

/**
 * Refused for good: repeating it would be refused again. `code` is the provider's own; `onlyHere` when it is
 * this provider that cannot deliver there, so that another one may.
 */
export class MessageRefused extends Error {
  constructor(
    readonly code: string,
    readonly onlyHere = false,
  ) {
    super(`the provider refused the message (${code})`);
    this.name = 'MessageRefused';
  }
}

/** Too much at once; certainly not accepted. `isOurs`: our own limit said so, before anybody was asked. */
export class ProviderBusy extends Error {
  constructor(
    readonly retryAfterMs: number,
    readonly isOurs = false,
  ) {
    super('the provider asks to wait');
    this.name = 'ProviderBusy';
  }
}

/** Certainly not accepted: no connection, or our credentials were not taken. */
export class ProviderUnavailable extends Error {
  constructor(cause: unknown) {
    super('the provider cannot be reached', { cause });
    this.name = 'ProviderUnavailable';
  }
}

/** The request left, the answer did not come: it may have been accepted. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('the provider did not say whether it took the message', { cause });
    this.name = 'OutcomeUnknown';
  }
}
