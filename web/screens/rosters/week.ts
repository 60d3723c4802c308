import { shiftMinutes, turnOn } from '../../../src/domain/roster';
import type { DutyShift } from '../../../src/domain/organisation';

/** Local dates are text, YYYY-MM-DD; a week is named by its Monday. */
const dayMs = 86_400_000;
const minutesADay = 1_440;
export const minutesAWeek = 7 * minutesADay;

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (date: string): number => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;

export const mondayOf = (date: string): string => addDays(date, 1 - weekdayOf(date));

/** One turn as a week shows it; minutes count from its Monday, 00:00 local. A turn of the Sunday before begins below 0. */
export interface Block {
  readonly shiftId: string;
  readonly userId: string | null;
  readonly startMinute: number;
  readonly endMinute: number;
}

/** Every turn that has a part in the week, by when it begins. */
export function blocksOf(shifts: readonly DutyShift[], monday: string): readonly Block[] {
  const days = [-1, 0, 1, 2, 3, 4, 5, 6];
  return days
    .flatMap((day) =>
      shifts.flatMap((shift): Block[] => {
        if (!turnOn(shift, addDays(monday, day))) return [];
        const startMinute = day * minutesADay + minuteOf(shift.from);
        const endMinute = startMinute + shiftMinutes(shift);
        return endMinute > 0 ? [{ shiftId: shift.id, userId: shift.userId, startMinute, endMinute }] : [];
      }),
    )
    .sort((a, b) => a.startMinute - b.startMinute || a.endMinute - b.endMinute);
}

export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** `07:30` of any minute of a week. */
export function timeOf(minute: number): string {
  const ofDay = ((minute % minutesADay) + minutesADay) % minutesADay;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}

/** The local date of a minute of a week. */
export const dateOf = (monday: string, minute: number): string =>
  addDays(monday, Math.floor(minute / minutesADay));
