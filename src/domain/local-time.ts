/** Viet Nam has one time zone and no summer time, so a fixed offset is exact and needs no zone data. */
const offsetMs = 7 * 60 * 60 * 1_000;

const shifted = (at: Date): string => new Date(at.getTime() + offsetMs).toISOString();

/** Local clock time `19:40`, with the date (`19:40 21/08`) only when it is not the day of `now`. */
export function localTime(at: Date, now: Date): string {
  const [date, today] = [shifted(at), shifted(now)];
  const time = date.slice(11, 16);
  return date.slice(0, 10) === today.slice(0, 10) ? time : `${time} ${date.slice(8, 10)}/${date.slice(5, 7)}`;
}

/** Minutes since midnight of `HH:MM`. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Minutes since local midnight of a moment. */
export const minuteOfDay = (at: Date): number => minuteOf(shifted(at).slice(11, 16));

/** When the day of `at` began where the work is. */
export const localMidnight = (at: Date): Date => new Date(`${shifted(at).slice(0, 10)}T00:00:00+07:00`);

/** Whole minutes from `now` until `at`; negative once it has passed. */
export function minutesUntil(at: Date, now: Date): number {
  return Math.ceil((at.getTime() - now.getTime()) / 60_000);
}
