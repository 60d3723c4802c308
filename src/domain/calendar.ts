import type { Calendar, DayWindows } from './policy';

const dayMs = 86_400_000;
/** Ten years without a working window is a wrong calendar, not a long wait. */
const horizonDays = 3_660;

/**
 * Working milliseconds from `fromMs` to `toMs` (epoch ms). A null calendar runs around the clock. Several
 * windows a day, holidays and extra working days are all honoured; an interval that runs backwards counts 0.
 */
export function workingMsBetween(calendar: Calendar | null, fromMs: number, toMs: number): number {
  if (toMs <= fromMs) return 0;
  if (!calendar) return toMs - fromMs;
  let sum = 0;
  for (let day = localDay(calendar, fromMs); dayStart(calendar, day) < toMs; day += 1) {
    for (const [start, end] of windowsOf(calendar, day)) {
      sum += Math.max(0, Math.min(end, toMs) - Math.max(start, fromMs));
    }
  }
  return sum;
}

/**
 * The moment at which `workingMs` of working time has passed since `fromMs`. Zero answers `fromMs` itself.
 * A target that ends exactly when a window closes is due at that closing, not at the next opening.
 */
export function addWorkingMs(calendar: Calendar | null, fromMs: number, workingMs: number): number {
  if (workingMs <= 0) return fromMs;
  if (!calendar) return fromMs + workingMs;
  let left = workingMs;
  const first = localDay(calendar, fromMs);
  for (let day = first; day < first + horizonDays; day += 1) {
    for (const [start, end] of windowsOf(calendar, day)) {
      const open = Math.max(start, fromMs);
      if (end <= open) continue;
      if (left <= end - open) return open + left;
      left -= end - open;
    }
  }
  throw new Error(`calendar ${calendar.id} has no working time in ten years`);
}

/** `atMs` itself inside a window, else the opening of the next one. */
export function nextWorkingMoment(calendar: Calendar | null, atMs: number): number {
  return calendar ? addWorkingMs(calendar, atMs, 1) - 1 : atMs;
}

const localDay = (calendar: Calendar, ms: number): number =>
  Math.floor((ms + calendar.utcOffsetMinutes * 60_000) / dayMs);

const dayStart = (calendar: Calendar, day: number): number =>
  day * dayMs - calendar.utcOffsetMinutes * 60_000;

function windowsOf(calendar: Calendar, day: number): (readonly [startMs: number, endMs: number])[] {
  const midnight = dayStart(calendar, day);
  return windowsOn(calendar, day).map(
    ([from, to]) => [midnight + clockMs(from), midnight + clockMs(to)] as const,
  );
}

function windowsOn(calendar: Calendar, day: number): DayWindows {
  const date = new Date(day * dayMs).toISOString().slice(0, 10);
  const extra = calendar.extraDays?.[date];
  if (extra) return extra;
  if (calendar.holidays.includes(date)) return [];
  // 1970-01-01 was a Thursday, which is index 3 when Monday is 0.
  return calendar.weekly[(((day + 3) % 7) + 7) % 7] ?? [];
}

/** `HH:MM` to milliseconds after midnight; `24:00` is the end of the day. */
function clockMs(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}
