import { minuteOf, minuteOfDay } from './local-time';
import type { MessageChannel } from './message';
import { isShortCode, isVietnameseLandline } from './phone';
import type { Priority } from './policy';

/**
 * How one person wants to be told of a page: by which channel, how long after it, for which tickets, and when
 * not. Plain data; what is sent is decided here, when it is sent by the queue.
 */

/** `push` is the claim link on the telephone's screen: an SMS until there are consoles that can show it. */
export type NotificationChannel = 'push' | 'sms' | 'voice';

/** Local times `HH:MM` (Asia/Ho_Chi_Minh). `from` later than `to` runs across midnight; `to` is not quiet any more. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

export interface NotificationRule {
  readonly channel: NotificationChannel;
  /** Counted from each page. */
  readonly afterMs: number;
  readonly priorities: readonly Priority[];
  readonly quietHours: QuietHours | null;
}

/** A P1 is paged again every minute: whoever is told later than that is told too late. */
const firstP1WithinMs = 60_000;

export interface RuleProblem {
  /** JSON pointer below `/rules`; empty for the list as a whole. */
  readonly pointer: string;
  readonly message: string;
}

/**
 * Everything that would leave this person untold, or that promises what never happens. Empty means the rules
 * may be saved. `phone` is E.164, or null while there is none.
 */
export function ruleProblems(
  rules: readonly NotificationRule[],
  phone: string | null,
): readonly RuleProblem[] {
  const problems: RuleProblem[] = [];
  for (const [index, rule] of rules.entries()) {
    const at = `/${String(index)}`;
    if (rule.quietHours && rule.priorities.includes('P1')) {
      const message = 'never applies to P1: give P1 a rule of its own, without quiet hours';
      problems.push({ pointer: `${at}/quietHours`, message });
    }
    if (rule.quietHours && rule.quietHours.from === rule.quietHours.to) {
      const message = 'must be another time than from; without the rule there is no message at all';
      problems.push({ pointer: `${at}/quietHours/to`, message });
    }
    const twin = rules.slice(0, index).findIndex((earlier) => isTwin(earlier, rule));
    if (twin >= 0) {
      const message = `says the same as rule ${String(twin + 1)} for one of its priorities`;
      problems.push({ pointer: at, message });
    }
  }
  const first = rules.filter(
    (rule) => rule.priorities.includes('P1') && rule.afterMs <= firstP1WithinMs && !rule.quietHours,
  );
  if (first.length === 0) {
    problems.push({ pointer: '', message: 'must hold a rule for P1 that acts within 60000 ms of the page' });
  } else if (!first.some((rule) => phone === null || takes(phone, messageChannelOf(rule.channel)))) {
    const message = 'must hold a voice rule for P1 within 60000 ms: this person’s number takes no SMS';
    problems.push({ pointer: '', message });
  }
  return problems;
}

const isTwin = (one: NotificationRule, other: NotificationRule): boolean =>
  messageChannelOf(one.channel) === messageChannelOf(other.channel) &&
  one.afterMs === other.afterMs &&
  one.priorities.some((priority) => other.priorities.includes(priority));

const takes = (phone: string, channel: MessageChannel): boolean =>
  !isShortCode(phone) && (channel === 'voice' || !isVietnameseLandline(phone));

/** What carries a channel of a rule today. */
const messageChannelOf = (channel: NotificationChannel): MessageChannel =>
  channel === 'voice' ? 'voice' : 'sms';

/** True while these hours say that nothing should ring. */
export function isQuietAt(quietHours: QuietHours | null, atMs: number): boolean {
  if (!quietHours) return false;
  const minute = minuteOfDay(new Date(atMs));
  const [from, to] = [minuteOf(quietHours.from), minuteOf(quietHours.to)];
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** One message of a page. */
export interface PlannedMessage {
  readonly userId: string;
  readonly channel: MessageChannel;
  /** Counted from the page; 0 is at once. */
  readonly afterMs: number;
  /** Not to be sent; planned all the same, so that the ledger can say why nothing rang. */
  readonly withheld?: 'quiet-hours';
}

export interface PageToPlan {
  /** Without rules, `otherwise` is sent at once. */
  readonly people: readonly { readonly userId: string; readonly rules?: readonly NotificationRule[] }[];
  readonly priority: Priority;
  readonly nowMs: number;
  /** Until the step is over; null when nothing ends. */
  readonly leftMs: number | null;
  /** The channels of the service class. */
  readonly otherwise: readonly MessageChannel[];
}

/**
 * Which messages a page makes and when each is due. No rule waits longer than half of what is left of the step,
 * or a short step would pass in silence; quiet hours count at the moment a message is due, and never for P1.
 * Were nobody told at all, everybody is told at once by `otherwise`: on duty means that somebody answers. What an
 * acknowledgement takes back is `outdated` in message-rules.ts.
 */
export function planPage(page: PageToPlan): readonly PlannedMessage[] {
  const planned = page.people.flatMap((person) => planFor(person, page));
  if (planned.some(({ withheld }) => withheld === undefined)) return planned;
  return page.people.flatMap((person) => planFor({ userId: person.userId }, page));
}

function planFor({ userId, rules }: PageToPlan['people'][number], page: PageToPlan): PlannedMessage[] {
  if (!rules) return page.otherwise.map((channel) => ({ userId, channel, afterMs: 0 }));
  const latestMs = page.leftMs === null ? Infinity : Math.max(0, Math.floor(page.leftMs / 2));
  const planned = new Map<string, PlannedMessage>();
  for (const rule of rules) {
    if (!rule.priorities.includes(page.priority)) continue;
    const channel = messageChannelOf(rule.channel);
    const afterMs = Math.min(rule.afterMs, latestMs);
    const isQuiet = page.priority !== 'P1' && isQuietAt(rule.quietHours, page.nowMs + afterMs);
    const key = `${channel}/${String(afterMs)}`;
    const same = planned.get(key);
    // Two rules for one moment are one message; one that may ring wins over one that is quiet.
    if (same && (isQuiet || same.withheld === undefined)) continue;
    planned.set(key, { userId, channel, afterMs, ...(isQuiet && { withheld: 'quiet-hours' as const }) });
  }
  return [...planned.values()].sort((one, other) => one.afterMs - other.afterMs);
}
