/** What the simulated carrier knows, in the provider's own words for states. */

/** `silent`: somebody picks up and presses nothing; `busy`: the line is in use. */
export type PhoneBehaviour =
  'answers' | 'declines' | 'sleeps' | 'machine' | 'silent' | 'busy' | 'unreachable';
export const phoneBehaviours = [
  'answers',
  'declines',
  'sleeps',
  'machine',
  'silent',
  'busy',
  'unreachable',
] as const satisfies readonly PhoneBehaviour[];

export interface PhoneSetting {
  readonly behaviour: PhoneBehaviour;
  /** Keys pressed at the menus of one call, one a menu. */
  readonly presses: string;
  /** How long this person lets it ring. */
  readonly afterMs: number;
}

/** A phone nobody picks up. */
export const sleepingPhone: PhoneSetting = { behaviour: 'sleeps', presses: '', afterMs: 0 };

export const faultKinds = [
  'none',
  '429',
  '500',
  'timeout',
  'dropAfterAccept',
  'duplicateCallbacks',
  'outOfOrderCallbacks',
  /** Taken, but the answer is lost, the first look-up does not show it, and its news comes late. */
  'acceptedUnseen',
  'noRoute',
  /** One of the troubles above that a provider gets over by itself, drawn for each request. */
  'mixed',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export const endpoints = ['twilio', 'http'] as const;
export type Endpoint = (typeof endpoints)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Share of requests it strikes, 0 to 1. */
  readonly rate: number;
  /** Which provider has the trouble. */
  readonly at: Endpoint;
}

export interface CarrierRecord {
  readonly sid: string;
  readonly kind: 'sms' | 'call';
  readonly direction: 'outbound-api' | 'outbound-reply' | 'inbound';
  readonly to: string;
  readonly from: string;
  /** SMS: the text. Call: what was said to the phone so far, line by line. */
  readonly body: string;
  readonly status: string;
  readonly errorCode: number | null;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly updatedAt: string;
  /** Order of arrival: `at` can repeat within a millisecond. */
  readonly seq: number;
  readonly url: string | null;
  readonly statusCallback: string | null;
  /** Where to say who picked up, when the caller wants to know. */
  readonly answeredByCallback: string | null;
  /** The sender's own reference: set for what came through the second provider, null for the first. */
  readonly reference: string | null;
  /** The caller asked to be told whether a machine picked up. */
  readonly detectsMachines?: boolean;
  /** Seconds the caller lets it ring. */
  readonly ringSeconds: number;
}

const openStatuses = new Set(['queued', 'sending', 'sent', 'initiated', 'ringing', 'in-progress']);

export const isOpen = ({ status }: Pick<CarrierRecord, 'status'>): boolean => openStatuses.has(status);
