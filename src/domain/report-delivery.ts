import type { MessageIntent } from './message';
import { daysLater, type AskedPeriod, type ReportPeriod } from './report-period';
import { localDate } from './roster';

/** The reports that come by themselves: every morning that of yesterday, every Monday that of the week before. */
export const deliveryKinds = ['daily', 'weekly'] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];

/** Who asked for which report of which unit. */
export interface ReportSubscription {
  readonly userId: string;
  readonly unitCode: string;
  readonly kind: DeliveryKind;
  /** ISO 8601 UTC. */
  readonly since: string;
}

/** The period that a report sent at `at` (ISO 8601 UTC) tells of: the newest that is over. */
export function deliveredPeriod(kind: DeliveryKind, at: string): AskedPeriod {
  const today = localDate(at);
  return kind === 'daily'
    ? { kind: 'day', from: daysLater(today, -1) }
    : { kind: 'week', from: daysLater(today, -7) };
}

/** `daily-2026-11-25-74`: one report of a unit and a period is sent once, however often sending is tried. */
export const sentReportIdOf = (kind: DeliveryKind, { from }: { readonly from: string }, unitCode: string) =>
  `${kind}-${from}-${unitCode}`;

const prefix = 'report/';
/** What the messages about a sent report are filed under. */
export const reportSubject = (id: string): string => `${prefix}${id}`;
/** Null when the messages are about something else. */
export const reportIdOf = (subject: string): string | null =>
  subject.startsWith(prefix) ? subject.slice(prefix.length) : null;

const templates = { daily: 'supervisor.dailyReport', weekly: 'supervisor.weeklyReport' } as const;

/** One SMS to each reader; it waits behind whatever is urgent. */
export const reportIntents = (
  { id, kind, sentAt }: { readonly id: string; readonly kind: DeliveryKind; readonly sentAt: string },
  userIds: readonly string[],
): readonly MessageIntent[] =>
  [...new Set(userIds)].map((userId) => ({
    key: `${reportSubject(id)}/${userId}/sms`,
    template: templates[kind],
    ...{ channel: 'sms', lane: 'bulk', recipient: { kind: 'user', userId }, at: sentAt, data: {} },
  }));

const shortDate = (date: string): string => `${date.slice(8, 10)}/${date.slice(5, 7)}`;

/** `25/11`; of a week, `16/11-22/11`. */
export const shortPeriod = ({ from, to }: Pick<ReportPeriod, 'from' | 'to'>): string =>
  from === to ? shortDate(from) : `${shortDate(from)}-${shortDate(to)}`;
