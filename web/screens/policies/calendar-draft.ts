import type { Policy } from '../../api/operations.gen';

export type Calendar = Policy['calendars'][number];
export type Windows = Calendar['weekly'][number];

export interface Period {
  readonly from: string;
  /** `00:00` is the end of the day, because a time field knows no 24:00. */
  readonly to: string;
}
export interface ExtraDay {
  readonly date: string;
  readonly periods: readonly Period[];
}

/** A calendar while it is written. */
export interface CalendarDraft {
  readonly id: string;
  readonly utcOffsetMinutes: number;
  /** Monday first. */
  readonly week: readonly (readonly Period[])[];
  /** One a line. */
  readonly holidays: string;
  /** Null where the policy has none, not even an empty list. */
  readonly extraDays: readonly ExtraDay[] | null;
  /** Stays in its place, so that it can be taken back and classes go on pointing at it. */
  readonly isRemoved: boolean;
}

const periodsOf = (windows: Windows): readonly Period[] =>
  windows.map(([from, to]) => ({ from, to: to === '24:00' ? '00:00' : to }));
export const windowsOf = (periods: readonly Period[]): Windows =>
  periods.map(({ from, to }) => [from, to === '00:00' ? '24:00' : to] as const);

export const calendarDraftOf = ({
  id,
  utcOffsetMinutes,
  weekly,
  holidays,
  extraDays,
}: Calendar): CalendarDraft => ({
  ...{ id, utcOffsetMinutes, week: weekly.map(periodsOf), holidays: holidays.join('\n'), isRemoved: false },
  extraDays: extraDays
    ? Object.entries(extraDays).map(([date, windows]) => ({ date, periods: periodsOf(windows) }))
    : null,
});

export const calendarOf = ({ id, utcOffsetMinutes, week, holidays, extraDays }: CalendarDraft): Calendar => ({
  ...{ id: id.trim(), utcOffsetMinutes, weekly: week.map(windowsOf) as unknown as Calendar['weekly'] },
  holidays: holidays.split(/[\s,;]+/).filter(Boolean),
  ...(extraDays && {
    extraDays: Object.fromEntries(extraDays.map(({ date, periods }) => [date, windowsOf(periods)] as const)),
  }),
});

const morning: Period = { from: '07:30', to: '11:30' };
const afternoon: Period = { from: '13:00', to: '17:00' };

/** Hours and days off of the first one, because Tết is in every calendar; office hours where there is none. */
export function nextCalendar(calendars: readonly CalendarDraft[]): CalendarDraft {
  const office = [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? [morning, afternoon] : []));
  return {
    ...{ utcOffsetMinutes: 420, week: office, holidays: '', extraDays: null },
    ...calendars.find(({ isRemoved }) => !isRemoved),
    ...{ id: '', isRemoved: false },
  };
}

/** The half day that is missing; empty fields once there are both. */
export function nextPeriod(periods: readonly Period[]): Period {
  const last = periods.at(-1);
  if (!last) return morning;
  return last.to !== '00:00' && last.to <= afternoon.from ? afternoon : { from: '', to: '' };
}

/** Monday's hours from Tuesday to Friday. */
export const mondayForWorkdays = (week: CalendarDraft['week']): CalendarDraft['week'] =>
  week.map((periods, day) => (day < 5 ? (week[0] ?? []) : periods));

/** Dates that stand there before: a policy says each once, so the second would be lost. */
export const isDateTwice = (days: readonly ExtraDay[], place: number): boolean =>
  days.findIndex(({ date }) => date === days[place]?.date) < place;
