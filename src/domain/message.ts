/**
 * A message intent: that somebody must be told something, with no name, number or word of the citizen in
 * it. The text is made when it is sent, from the template and the encrypted ticket.
 */
export const messageTemplates = [
  'citizen.received',
  'citizen.claimed',
  'citizen.delayed',
  'citizen.closed',
  'citizen.cancelled',
  'citizen.reopened',
  'team.page',
  'team.page.voice',
  'team.released',
  'supervisor.breach.voice',
  'supervisor.breach',
  'supervisor.rosterGap',
  'supervisor.warning',
  'supervisor.moreUrgent',
  'supervisor.callBack',
  'supervisor.callBack.voice',
  'team.handOver',
  'supervisor.handOverOverdue',
  'supervisor.nobodyComing',
  'supervisor.nobodyThere',
  'supervisor.dailyReport',
  'supervisor.weeklyReport',
  'order.given',
  'order.given.voice',
  'order.reminder',
  'order.reminder.voice',
  'order.overdue',
  'order.returned',
  'order.extended',
  'order.withdrawn',
  'order.closed',
  'order.nobody',
  'order.late',
] as const;
export type MessageTemplate = (typeof messageTemplates)[number];

/** What a message is for, as the figures group it: telling a citizen, asking a team, telling a supervisor, an order. */
export const messagePurposes = ['citizen', 'team', 'supervisor', 'order'] as const;
export type MessagePurpose = (typeof messagePurposes)[number];

export function purposeOf(template: MessageTemplate): MessagePurpose {
  const [purpose] = template.split('.');
  return messagePurposes.find((known) => known === purpose) ?? 'supervisor';
}

export type MessageChannel = 'sms' | 'voice';

/** `urgent` never waits behind `bulk`: they are separate queues with separate workers. */
export type MessageLane = 'urgent' | 'bulk';

/** A citizen is the ticket's own caller, or the reporter of `ticketId`, which is linked to it. */
export type Recipient =
  | { readonly kind: 'citizen'; readonly ticketId?: string }
  | { readonly kind: 'user'; readonly userId: string; readonly teamId?: string };

export interface MessageIntent {
  /** Names the business fact, `ticketId/round1/step0/page2/user-7/sms`: the same fact is one message for ever. */
  readonly key: string;
  readonly template: MessageTemplate;
  readonly channel: MessageChannel;
  readonly lane: MessageLane;
  readonly recipient: Recipient;
  /** ISO time of the fact. */
  readonly at: string;
  /** Opaque extras for the text: a tier, a unit code, a clock's name. */
  readonly data: Readonly<Record<string, string | number>>;
  /** Not to be sent before so long after `at`; absent is at once. */
  readonly afterMs?: number;
  /** Not to be sent at all, and why: only the ledger is to know. */
  readonly withheld?: 'quiet-hours';
}

/**
 * Delivery of one message. The rank makes late and repeated callbacks harmless: a status never goes back to
 * a lower one.
 */
export const deliveryStatuses = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'answered',
  'undelivered',
  'failed',
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];
