/** What the simulated carrier knows, in the provider's own words for states. */

export type PhoneBehaviour = 'answers' | 'declines' | 'sleeps' | 'machine' | 'unreachable';
export const phoneBehaviours = [
  'answers',
  'declines',
  'sleeps',
  'machine',
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
  'noRoute',
  /** One of the first six troubles above, drawn for each request. */
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
  readonly direction: 'outbound-api' | 'inbound';
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
  /** The sender's own reference: set for what came through the second provider, null for the first. */
  readonly reference: string | null;
  /** Seconds the caller lets it ring. */
  readonly ringSeconds: number;
}

const openStatuses = new Set(['queued', 'sending', 'sent', 'initiated', 'ringing', 'in-progress']);

export const isOpen = ({ status }: Pick<CarrierRecord, 'status'>): boolean => openStatuses.has(status);
