import type { DutyShift } from './organisation';
import { minuteOf } from './local-time';
import { onDutyAt, VIETNAM_UTC_OFFSET_MINUTES } from './roster';

/** A stretch of a week in which nobody is on duty. Local times; `to` is exclusive, `24:00` ends a day. */
export interface CoverageGap {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

const MINUTES_A_DAY = 1440;
const MS_A_MINUTE = 60_000;

const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Coverage can change only where a turn begins or ends, or at midnight; one look between these suffices. */
function turningPoints(shifts: readonly DutyShift[]): readonly number[] {
  const points = new Set([0]);
  for (const { from, to } of shifts) {
    for (const time of [from, to]) points.add(minuteOf(time));
  }
  return [...points].sort((a, b) => a - b);
}

/**
 * The hours of one week without anybody on duty, a row per day. `monday` is the week's first local date;
 * pass only the shifts of people who can be reached.
 */
export function coverageGaps(
  shifts: readonly DutyShift[],
  monday: string,
  utcOffsetMinutes = VIETNAM_UTC_OFFSET_MINUTES,
): readonly CoverageGap[] {
  const weekStart = new Date(`${monday}T00:00:00Z`).getTime() - utcOffsetMinutes * MS_A_MINUTE;
  const points = turningPoints(shifts);
  const gaps: CoverageGap[] = [];
  for (let day = 0; day < 7; day += 1) {
    let openSince: number | null = null;
    for (const minute of [...points, MINUTES_A_DAY]) {
      const at = new Date(weekStart + (day * MINUTES_A_DAY + minute) * MS_A_MINUTE);
      const covered = minute === MINUTES_A_DAY || onDutyAt(shifts, at, utcOffsetMinutes).length > 0;
      if (!covered) openSince ??= minute;
      else if (openSince !== null) {
        gaps.push({ weekday: day + 1, from: clockTime(openSince), to: clockTime(minute) });
        openSince = null;
      }
    }
  }
  return gaps;
}
