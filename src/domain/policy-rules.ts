import type { Calendar, LadderShare, Policy } from './policy';
import { priorities } from './policy';

/** What a policy may not say, whoever writes it: a file, an admin's form, a program. */
export type PolicyRule =
  | 'durationMissing'
  | 'resolveBeforeFirst'
  | 'calendarUnknown'
  | 'calendarTwice'
  | 'windowsDisorder'
  | 'noWorkingTime'
  | 'holidayTwice'
  | 'sharesSum'
  | 'tierTwice'
  | 'warningsDisorder';

export interface PolicyProblem {
  /** JSON pointer of the value. */
  readonly pointer: string;
  readonly rule: PolicyRule;
  readonly message: string;
}

export type PolicyBody = Pick<Policy, 'classes' | 'calendars' | 'ladder' | 'warnAtShares'>;

/** Paging again after no time at all would never end. */
const durations = ['triageMs', 'acknowledgeMs', 'firstResponseMs', 'resolveMs', 'repageEveryMs'] as const;

/** What is wrong with a policy whose fields have the right shape; empty when it may rule. */
export function policyProblems({
  classes,
  calendars,
  ladder,
  warnAtShares,
}: PolicyBody): readonly PolicyProblem[] {
  const ofClasses = priorities.flatMap((priority): PolicyProblem[] => {
    const one = classes[priority];
    const at = `/classes/${priority}`;
    const { calendarId } = one;
    const isKnown = calendarId === null || calendars.some(({ id }) => id === calendarId);
    return [
      ...durations
        .filter((name) => one[name] !== null && one[name] <= 0)
        .map((name) => problem(`${at}/${name}`, 'durationMissing', 'must be more than 0 milliseconds')),
      ...(one.resolveMs > 0 && one.firstResponseMs > one.resolveMs
        ? [problem(`${at}/resolveMs`, 'resolveBeforeFirst', 'must not be shorter than firstResponseMs')]
        : []),
      ...(isKnown
        ? []
        : [
            problem(
              `${at}/calendarId`,
              'calendarUnknown',
              'must name one of the calendars, or be null for around the clock',
            ),
          ]),
    ];
  });
  const isAscending = warnAtShares.every(
    (share, place) => place === 0 || (warnAtShares[place - 1] ?? 0) < share,
  );
  return [
    ...ofClasses,
    ...repeats(calendars.map(({ id }) => id)).map(([place, id]) =>
      problem(`/calendars/${String(place)}/id`, 'calendarTwice', `calendar ${id} is used twice`),
    ),
    ...calendars.flatMap((calendar, place) => calendarProblems(calendar, `/calendars/${String(place)}`)),
    ...ladderProblems(ladder.down, '/ladder/down'),
    ...ladderProblems(ladder.climb, '/ladder/climb'),
    ...(isAscending
      ? []
      : [problem('/warnAtShares', 'warningsDisorder', 'must be ascending shares between 0 and 1')]),
  ];
}

const problem = (pointer: string, rule: PolicyRule, message: string): PolicyProblem => ({
  ...{ pointer, rule, message },
});

function calendarProblems({ weekly, holidays, extraDays }: Calendar, at: string): PolicyProblem[] {
  const days = [
    ...weekly.map((windows, day) => [`${at}/weekly/${String(day)}`, windows] as const),
    ...Object.entries(extraDays ?? {}).map(
      ([date, windows]) => [`${at}/extraDays/${date}`, windows] as const,
    ),
  ];
  const message = 'must be windows in order that do not touch or overlap';
  return [
    ...days
      .filter(([, windows]) =>
        windows.flat().some((time, place, all) => place > 0 && (all[place - 1] ?? '') >= time),
      )
      .map(([pointer]) => problem(pointer, 'windowsDisorder', message)),
    ...(weekly.some((windows) => windows.length > 0)
      ? []
      : [problem(`${at}/weekly`, 'noWorkingTime', 'must have working time on some day')]),
    ...repeats(holidays).map(([place, day]) =>
      problem(`${at}/holidays/${String(place)}`, 'holidayTwice', `holiday ${day} is used twice`),
    ),
  ];
}

function ladderProblems(steps: readonly LadderShare[], at: string): PolicyProblem[] {
  const sum = steps.reduce((total, { share }) => total + share, 0);
  return [
    ...(Math.abs(sum - 1) < 1e-6 ? [] : [problem(at, 'sharesSum', 'shares must sum to 1')]),
    ...repeats(steps.map(({ tier }) => tier)).map(([place, tier]) =>
      problem(`${at}/${String(place)}/tier`, 'tierTwice', `tier ${tier} is used twice`),
    ),
  ];
}

/** The places at which a value stands that stood before. */
const repeats = (values: readonly string[]): readonly (readonly [place: number, value: string])[] =>
  values.flatMap((value, place) => (values.indexOf(value) < place ? [[place, value] as const] : []));
