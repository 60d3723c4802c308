import type { CallState } from '../../domain/call';

/** A call with what only its row knows. The number and the keys lie encrypted. */
export interface StoredCall {
  /** `twilio`, or the name a telephone exchange gives itself. */
  readonly source: string;
  readonly providerId: string;
  /** E.164; null when the caller hides it. */
  readonly phone: string | null;
  /** Keys pressed at the menu: a yes to the red-flag question says something of a person's health. */
  readonly keys: readonly MenuKey[];
  readonly recording: Recording | null;
  /** Why the number was blocked when it called; null when the call was taken. */
  readonly blockReason: string | null;
  readonly state: CallState;
}

export interface MenuKey {
  readonly question: 'menu' | 'redFlag';
  readonly key: string;
}

export interface Recording {
  /** The provider's id of the recording; it is fetched from there. */
  readonly recordingId: string;
  readonly seconds: number;
}

/** What a webhook adds to the row besides the state. */
export interface CallNews {
  readonly key?: MenuKey;
  readonly recording?: Recording;
  readonly blockReason?: string;
}

/** How the calls of an area went in a span of time. Answers within 15 s count from the moment they could be answered. */
export interface CallFigures {
  readonly received: number;
  readonly answered: number;
  readonly answeredWithin15s: number;
  /** Turned away because the number is blocked; in no other figure but `received`. */
  readonly blocked: number;
  /** Ended with nobody having spoken to the caller, whatever they left behind. */
  readonly abandoned: number;
  readonly voicemail: number;
  readonly callBackAsked: number;
  /** Abandoned and without a number: nobody can be called back. */
  readonly withoutNumber: number;
  /** Milliseconds; null when nothing was answered. */
  readonly medianWaitMs: number | null;
  /** Of the answered and abandoned ones; null without any. */
  readonly answeredWithin15sShare: number | null;
  readonly waitingNow: number;
  /** Of those who wait now; null when nobody does. */
  readonly longestWaitMs: number | null;
}

export interface CallRepository {
  /** Writes a call at its first sign; the same provider id again is the call that is there. */
  receive(call: Omit<StoredCall, 'keys' | 'recording' | 'blockReason'>): Promise<StoredCall>;
  find(callId: string): Promise<StoredCall | null>;
  findByProviderId(source: string, providerId: string): Promise<StoredCall | null>;
  /**
   * One decision on one call; of two at the same moment the second sees what the first made of it. Resolves to
   * null when there is no such call. Whatever `decide` throws is thrown on, with nothing written.
   */
  change(
    callId: string,
    decide: (state: CallState) => CallState,
    news?: CallNews,
  ): Promise<StoredCall | null>;
  /** Calls that wait or are in somebody's hands, red flags first, then by class, then by waiting time. */
  listQueue(unitCode: string): Promise<readonly StoredCall[]>;
  /** How many of the same unit's calls are answered before this one. */
  countAhead(state: CallState): Promise<number>;
  listByIds(callIds: readonly string[]): Promise<readonly StoredCall[]>;
  /** Calls still open whose last sign of life is older: their end was never reported. */
  listSilent(source: 'twilio' | 'others', seenBefore: Date, limit: number): Promise<readonly StoredCall[]>;
  /** Ended or answered calls that the call-backs have not heard of. */
  listUnrescued(changedBefore: Date, limit: number): Promise<readonly StoredCall[]>;
  /** Whether this number was answered at or after `since`. */
  wasAnsweredSince(phone: string, since: string): Promise<boolean>;
  figures(unitCode: string | null, since: Date, until: Date): Promise<CallFigures>;
}
