import { minuteOf } from './local-time';
import type { DutyShift, Team } from './organisation';

/** Asia/Ho_Chi_Minh; no summer time, so a fixed offset is exact. */
export const VIETNAM_UTC_OFFSET_MINUTES = 420;

const MINUTES_A_DAY = 1440;
const MS_A_MINUTE = 60_000;

/** One local moment: the day as a count since 1970-01-01 (a Thursday) and the minute of that day. */
interface LocalMoment {
  readonly day: number;
  readonly minute: number;
}

function localMoment(at: string | Date, utcOffsetMinutes: number): LocalMoment {
  const minutes = Math.floor(new Date(at).getTime() / MS_A_MINUTE) + utcOffsetMinutes;
  const day = Math.floor(minutes / MINUTES_A_DAY);
  return { day, minute: minutes - day * MINUTES_A_DAY };
}

/** Local date `YYYY-MM-DD` of a moment. */
export function localDate(at: string | Date, utcOffsetMinutes = VIETNAM_UTC_OFFSET_MINUTES): string {
  return dateOf(localMoment(at, utcOffsetMinutes).day);
}

const dateOf = (day: number): string =>
  new Date(day * MINUTES_A_DAY * MS_A_MINUTE).toISOString().slice(0, 10);

const isoWeekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** How long one turn lasts: a night shift ends the next morning, equal times are 24 hours. */
export function shiftMinutes(shift: Pick<DutyShift, 'from' | 'to'>): number {
  const length = minuteOf(shift.to) - minuteOf(shift.from);
  return length > 0 ? length : length + MINUTES_A_DAY;
}

/** True when a turn of this shift begins on that day; validity counts by the day on which it begins. */
function startsOn(shift: DutyShift, day: number): boolean {
  const date = dateOf(day);
  return (
    shift.weekdays.includes(isoWeekdayOf(day)) &&
    shift.validFrom <= date &&
    (shift.validTo === null || date < shift.validTo)
  );
}

/**
 * The shifts that somebody is working at `at` (ISO or Date), in the unit's local time. A turn includes its
 * first minute and not its last; one that began the evening before still counts after midnight.
 */
export function onDutyAt<S extends DutyShift>(
  shifts: readonly S[],
  at: string | Date,
  utcOffsetMinutes = VIETNAM_UTC_OFFSET_MINUTES,
): readonly S[] {
  const { day, minute } = localMoment(at, utcOffsetMinutes);
  return shifts.filter((shift) => {
    const from = minuteOf(shift.from);
    const end = from + shiftMinutes(shift);
    return (
      (startsOn(shift, day) && minute >= from && minute < end) ||
      (startsOn(shift, day - 1) && minute + MINUTES_A_DAY < end)
    );
  });
}

/** One turn of a shift. ISO 8601 UTC; `until` is exclusive. */
export interface Turn {
  readonly from: string;
  readonly until: string;
}

/** The turn of a shift that begins on a local date (YYYY-MM-DD); null when none does. */
export function turnOn(
  shift: DutyShift,
  date: string,
  utcOffsetMinutes = VIETNAM_UTC_OFFSET_MINUTES,
): Turn | null {
  const day = Math.floor(Date.parse(`${date}T00:00:00Z`) / (MINUTES_A_DAY * MS_A_MINUTE));
  if (!startsOn(shift, day)) return null;
  const from = day * MINUTES_A_DAY + minuteOf(shift.from) - utcOffsetMinutes;
  const iso = (minutes: number): string => new Date(minutes * MS_A_MINUTE).toISOString();
  return { from: iso(from), until: iso(from + shiftMinutes(shift)) };
}

/** Every turn that has a part between two moments (ISO), the earliest first. */
export function turnsBetween<S extends DutyShift>(
  shifts: readonly S[],
  from: string,
  until: string,
  utcOffsetMinutes = VIETNAM_UTC_OFFSET_MINUTES,
): readonly (Turn & { readonly shift: S })[] {
  const turns: (Turn & { readonly shift: S })[] = [];
  // The day before may reach into the first one.
  const first = localMoment(from, utcOffsetMinutes).day - 1;
  const last = localMoment(until, utcOffsetMinutes).day;
  for (let day = first; day <= last; day += 1) {
    for (const shift of shifts) {
      const turn = turnOn(shift, dateOf(day), utcOffsetMinutes);
      if (turn && turn.from < until && turn.until > from) turns.push({ ...turn, shift });
    }
  }
  return turns.sort((a, b) => a.from.localeCompare(b.from));
}

type ShiftProblemCode = 'team-is-inactive' | 'weekdays-not-valid' | 'time-not-valid' | 'dates-not-valid';

export interface ShiftProblem {
  readonly code: ShiftProblemCode;
  /** The field to put right. */
  readonly field: 'teamId' | 'weekdays' | 'from' | 'to' | 'validFrom' | 'validTo';
  /** What it must be, as words for a person. */
  readonly mustBe: string;
}

const isTime = (time: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(time);

/** True for a date of the calendar written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(moment.getTime()) &&
    moment.toISOString().startsWith(text)
  );
}

/**
 * What cannot be a shift at all: times that never come, a team that does not work. Whether its person can be
 * paged is another question (`roster-warnings.ts`): a turn with a doubtful phone is better than no turn.
 */
export function shiftProblems(
  shift: Omit<DutyShift, 'id'>,
  team: Pick<Team, 'active'>,
): readonly ShiftProblem[] {
  const problems: ShiftProblem[] = [];
  const add = (code: ShiftProblemCode, field: ShiftProblem['field'], mustBe: string): void => {
    problems.push({ code, field, mustBe });
  };
  if (!team.active) add('team-is-inactive', 'teamId', 'an active team');
  const weekdays = new Set(shift.weekdays);
  const areWeekdays = shift.weekdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
  if (weekdays.size === 0 || weekdays.size !== shift.weekdays.length || !areWeekdays) {
    add('weekdays-not-valid', 'weekdays', 'one or more different days from 1 (Monday) to 7 (Sunday)');
  }
  for (const field of ['from', 'to'] as const) {
    if (!isTime(shift[field])) add('time-not-valid', field, 'a local time HH:MM from 00:00 to 23:59');
  }
  if (!isDate(shift.validFrom)) add('dates-not-valid', 'validFrom', 'a date YYYY-MM-DD');
  if (shift.validTo !== null && (!isDate(shift.validTo) || shift.validTo <= shift.validFrom)) {
    add('dates-not-valid', 'validTo', 'empty, or a date YYYY-MM-DD after validFrom');
  }
  return problems;
}
