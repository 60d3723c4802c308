import type { Calendar, Policy } from '../../src/domain/policy';
import { policyProblems } from '../../src/domain/policy-rules';
import { loadDefaultPolicies } from '../../src/platform/reference-data';

const [good] = loadDefaultPolicies() as [Policy];
const [office] = good.calendars as [Calendar];
const told = (change: Partial<Policy>): readonly (readonly [pointer: string, rule: string])[] =>
  policyProblems({ ...good, ...change }).map(({ pointer, rule }) => [pointer, rule] as const);
const withP3 = (change: object): Partial<Policy> => ({
  classes: { ...good.classes, P3: { ...good.classes.P3, ...change } },
});
const withOffice = (change: Partial<Calendar>): Partial<Policy> => ({
  calendars: [{ ...office, ...change }],
});

test('every policy that is delivered may rule', () => {
  for (const policy of loadDefaultPolicies()) expect(policyProblems(policy)).toEqual([]);
});

describe('what an admin gets wrong is named beside the field', () => {
  test('a target of no time at all', () => {
    expect(told(withP3({ acknowledgeMs: 0 }))).toEqual([['/classes/P3/acknowledgeMs', 'durationMissing']]);
  });

  test('paging again and again without a pause', () => {
    expect(told(withP3({ repageEveryMs: 0 }))).toEqual([['/classes/P3/repageEveryMs', 'durationMissing']]);
    expect(told(withP3({ repageEveryMs: null }))).toEqual([]);
  });

  test('done before anybody has come', () => {
    expect(told(withP3({ resolveMs: good.classes.P3.firstResponseMs - 1 }))).toEqual([
      ['/classes/P3/resolveMs', 'resolveBeforeFirst'],
    ]);
  });

  test('a calendar that was taken away', () => {
    expect(told({ calendars: [] })).toEqual([
      ['/classes/P4/calendarId', 'calendarUnknown'],
      ['/classes/P5/calendarId', 'calendarUnknown'],
    ]);
  });

  test('two calendars of one name, of which nobody knows which is meant', () => {
    expect(told({ calendars: [office, office] })).toEqual([['/calendars/1/id', 'calendarTwice']]);
  });

  test('an afternoon that begins before the morning ends', () => {
    const [, ...rest] = office.weekly;
    const monday = [
      ['07:30', '11:30'],
      ['11:00', '17:00'],
    ] as const;
    expect(told(withOffice({ weekly: [monday, ...rest] as Calendar['weekly'] }))).toEqual([
      ['/calendars/0/weekly/0', 'windowsDisorder'],
    ]);
    expect(told(withOffice({ extraDays: { '2026-02-28': monday } }))).toEqual([
      ['/calendars/0/extraDays/2026-02-28', 'windowsDisorder'],
    ]);
  });

  test('a calendar in which no clock would ever run', () => {
    expect(told(withOffice({ weekly: [[], [], [], [], [], [], []] }))).toEqual([
      ['/calendars/0/weekly', 'noWorkingTime'],
    ]);
  });

  test('a holiday written down twice', () => {
    expect(told(withOffice({ holidays: ['2026-09-02', '2026-04-30', '2026-09-02'] }))).toEqual([
      ['/calendars/0/holidays/2', 'holidayTwice'],
    ]);
  });

  test('a ladder that shares out less than the whole window, or a tier twice', () => {
    const ladder = { down: [{ tier: 'province', share: 0.5 }], climb: good.ladder.climb } as const;
    expect(told({ ladder })).toEqual([['/ladder/down', 'sharesSum']]);
    const twice = [
      { tier: 'commune', share: 0.5 },
      { tier: 'commune', share: 0.5 },
    ] as const;
    expect(told({ ladder: { down: good.ladder.down, climb: twice } })).toEqual([
      ['/ladder/climb/1/tier', 'tierTwice'],
    ]);
  });

  test('warnings that do not rise', () => {
    expect(told({ warnAtShares: [0.8, 0.5] })).toEqual([['/warnAtShares', 'warningsDisorder']]);
  });
});
