import type { MessagePurpose } from './message';
import { shareOf } from './report-tally';

/** What a report counts besides tickets. */

/** Calls that began in the period. */
export interface CallCounts {
  readonly received: number;
  readonly answered: number;
  /** NENA-STA-020.1-2020 wants nine of ten emergency calls answered so fast. */
  readonly answeredWithin15s: number;
  readonly abandoned: number;
  readonly blocked: number;
  readonly voicemail: number;
  readonly callBackAsked: number;
  /** Call-backs opened in the period, those of them whose citizen was spoken with since, and those that came too late. */
  readonly callBacks: number;
  readonly rescued: number;
  readonly callBacksLate: number;
}

export interface CallFigures extends CallCounts {
  /** Of the answered and the abandoned ones; null when they are fewer than ten. */
  readonly within15sShare: number | null;
}

export interface MessageCounts {
  readonly written: number;
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
  readonly parts: number;
  readonly costVnd: number;
}

export interface MessageRow extends MessageCounts {
  readonly purpose: MessagePurpose;
}

/** Ratings given in the period. */
export interface RatingFigures {
  readonly count: number;
  /** 1 to 5, two decimals; null without any. */
  readonly average: number | null;
  /** How often 1, 2, 3, 4 and 5 were given. */
  readonly byScore: readonly number[];
}

const noCalls: CallCounts = {
  ...{ received: 0, answered: 0, answeredWithin15s: 0, abandoned: 0, blocked: 0 },
  ...{ voicemail: 0, callBackAsked: 0, callBacks: 0, rescued: 0, callBacksLate: 0 },
};
const noMessages: MessageCounts = { written: 0, sent: 0, delivered: 0, failed: 0, parts: 0, costVnd: 0 };

function sumOf<T extends object>(nothing: T, rows: readonly Partial<T>[]): T {
  const sum = { ...nothing } as Record<string, number>;
  for (const row of rows)
    for (const name of Object.keys(nothing))
      sum[name] = (sum[name] ?? 0) + ((row as Record<string, number>)[name] ?? 0);
  return sum as unknown as T;
}

export function callFiguresOf(rows: readonly Partial<CallCounts>[]): CallFigures {
  const sum = sumOf(noCalls, rows);
  return { ...sum, within15sShare: shareOf(sum.answeredWithin15s, sum.answered + sum.abandoned) };
}

export const messageCountsOf = (rows: readonly MessageCounts[]): MessageCounts => sumOf(noMessages, rows);

export function ratingFiguresOf(
  given: readonly { readonly score: number; readonly count: number }[],
): RatingFigures {
  const byScore = [1, 2, 3, 4, 5].map((score) =>
    given.reduce((sum, one) => sum + (one.score === score ? one.count : 0), 0),
  );
  const count = byScore.reduce((sum, one) => sum + one, 0);
  const points = byScore.reduce((sum, one, index) => sum + one * (index + 1), 0);
  return { count, average: count === 0 ? null : Math.round((100 * points) / count) / 100, byScore };
}
