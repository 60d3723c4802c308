import { localTime } from './local-time';
import { isDate, localDate } from './roster';

/** A day, a week from Monday to Sunday, or any days in a row. */
export const reportKinds = ['day', 'week', 'span'] as const;
export type ReportKind = (typeof reportKinds)[number];

const longestSpanDays = 92;

/** The days that somebody asks about, in local dates. */
export interface AskedPeriod {
  readonly kind: ReportKind;
  /** YYYY-MM-DD; of a week, any of its days. */
  readonly from: string;
  /** Of a span, its last day. */
  readonly to?: string;
}

/** What a report counts: from the first midnight up to the end, or up to now while it is not over. */
export interface ReportPeriod {
  readonly kind: ReportKind;
  /** Local dates, both inclusive. */
  readonly from: string;
  readonly to: string;
  /** ISO 8601 UTC. */
  readonly since: string;
  /** Exclusive; ISO 8601 UTC. */
  readonly until: string;
  /** The period is not over: `until` is the moment at which it was counted. */
  readonly isPartial: boolean;
}

const dayMs = 24 * 3_600_000;

/** Viet Nam has no summer time, so every day has 24 hours. */
const midnightMs = (date: string): number => Date.parse(`${date}T00:00:00+07:00`);
const iso = (ms: number): string => new Date(ms).toISOString();
export const daysLater = (date: string, days: number): string =>
  localDate(iso(midnightMs(date) + days * dayMs));
const mondayOf = (date: string): string =>
  daysLater(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

/** Whole days between two local dates, both counted. */
const daysOf = ({ from, to }: { readonly from: string; readonly to: string }): number =>
  Math.round((midnightMs(to) - midnightMs(from)) / dayMs) + 1;

export type PeriodProblem = 'dates' | 'order' | 'tooLong' | 'future';

/**
 * The period that was asked for, cut at `now`: today counts, as far as it has come. Answers what is wrong with it
 * otherwise: no date of the calendar, an end before the beginning, longer than 92 days, nothing of it has begun.
 */
export function reportPeriod(asked: AskedPeriod, now: Date): ReportPeriod | PeriodProblem {
  const { kind } = asked;
  const last = asked.to ?? asked.from;
  if (!isDate(asked.from) || !isDate(last)) return 'dates';
  const from = kind === 'week' ? mondayOf(asked.from) : asked.from;
  const to = kind === 'week' ? daysLater(from, 6) : kind === 'day' ? from : last;
  if (to < from) return 'order';
  if (daysOf({ from, to }) > longestSpanDays) return 'tooLong';
  if (midnightMs(from) >= now.getTime()) return 'future';
  const endMs = midnightMs(daysLater(to, 1));
  const isPartial = now.getTime() < endMs;
  return {
    ...{ kind, from, to, isPartial },
    since: iso(midnightMs(from)),
    until: isPartial ? now.toISOString() : iso(endMs),
  };
}

/**
 * As many days directly before. One that is not over is compared with as much of the one before, up to the same
 * time of day: half a day against a whole one would always be an improvement.
 */
export function periodBefore(period: ReportPeriod): ReportPeriod {
  const days = daysOf(period);
  const shift = (at: string): string => iso(Date.parse(at) - days * dayMs);
  return {
    ...period,
    ...{ from: daysLater(period.from, -days), to: daysLater(period.to, -days) },
    ...{ since: shift(period.since), until: shift(period.until) },
  };
}

/** Hours of a day, days of anything longer; the last one ends where the period was cut. Beginnings, ISO 8601 UTC. */
export function bucketsOf({ kind, since, until }: ReportPeriod): readonly string[] {
  const stepMs = kind === 'day' ? 3_600_000 : dayMs;
  const count = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(since)) / stepMs));
  return Array.from({ length: count }, (_, index) => iso(Date.parse(since) + index * stepMs));
}

const shown = (date: string): string => date.split('-').reverse().join('/');

/** `22/11/2026 (đến 10:40)`; `16/11/2026 – 22/11/2026`. */
export function periodLabel({ from, to, until, isPartial }: ReportPeriod, language: 'vi' | 'en'): string {
  const days = from === to ? shown(from) : `${shown(from)} – ${shown(to)}`;
  if (!isPartial) return days;
  const moment = localTime(new Date(until), from === to ? new Date(until) : new Date(0));
  return `${days} (${language === 'vi' ? 'đến' : 'until'} ${moment})`;
}
