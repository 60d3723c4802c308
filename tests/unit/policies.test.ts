import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Policy } from '../../src/domain/policy';
import { loadDefaultPolicies } from '../../src/platform/reference-data';

const minutes = (count: number): number => count * 60_000;
const hours = (count: number): number => minutes(60) * count;
const policyOf = (id: string): Policy => {
  const policy = loadDefaultPolicies().find((one) => one.id === id);
  if (!policy) throw new Error(`${id} is not among the policies`);
  return policy;
};
const binhDuong = policyOf('binh-duong-2021');
const twoTier = policyOf('two-tier-2025');

test('the targets of Bình Dương are the published table, class by class', () => {
  const table = Object.entries(binhDuong.classes).map(([priority, target]) => [
    priority,
    target.triageMs,
    target.acknowledgeMs,
    target.firstResponseMs,
    target.resolveMs,
  ]);
  expect(table).toEqual([
    ['P1', minutes(2), minutes(2), minutes(15), hours(2)],
    ['P2', minutes(5), minutes(10), minutes(40), hours(4)],
    ['P3', minutes(15), minutes(30), hours(2), hours(5)],
    ['P4', hours(1), hours(2), hours(24), hours(48)],
    ['P5', hours(4), hours(8), hours(16), hours(40)],
  ]);
});

test('emergencies are paged to everybody every minute and never paused; only ordinary work keeps office hours', () => {
  const { P1, P2, P3, P4, P5 } = binhDuong.classes;
  expect(P1).toMatchObject({
    allStepsAtOnce: true,
    repageEveryMs: 60_000,
    holdReasons: [],
    calendarId: null,
  });
  expect(P2).toMatchObject({ holdReasons: ['waitingForBed', 'waitingForVehicle'], countsHoldTime: true });
  expect(P3).toMatchObject({ holdReasons: ['citizenUnreachable'], calendarId: null });
  expect([P4, P5].map(({ holdReasons }) => holdReasons)).toEqual([
    ['waitingForCitizen'],
    ['waitingForCitizen'],
  ]);
  expect([P4, P5].map(({ calendarId }) => calendarId)).toEqual(['working', 'working']);
  expect([P1, P2, P3].map(({ channels }) => channels)).toEqual(Array(3).fill(['sms', 'voice']));
  expect([P4, P5].map(({ channels }) => channels)).toEqual(Array(2).fill(['sms']));
  expect([P2, P3, P4, P5].some(({ allStepsAtOnce }) => allStepsAtOnce)).toBe(false);
});

test('the ladder shares the window 20 : 30 : 50 going down, and climbs from the commune', () => {
  expect(binhDuong.ladder.down).toEqual([
    { tier: 'province', share: 0.2 },
    { tier: 'district', share: 0.3 },
    { tier: 'commune', share: 0.5 },
  ]);
  expect(binhDuong.ladder.climb.map(({ tier }) => tier)).toEqual(['commune', 'district', 'province']);
  expect(twoTier.ladder.down.map(({ tier }) => tier)).toEqual(['province', 'commune']);
  expect([binhDuong.unitCode, twoTier.unitCode]).toEqual(['74', '79']);
  for (const { ladder } of [binhDuong, twoTier]) {
    for (const steps of [ladder.down, ladder.climb]) {
      expect(steps.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  }
});

describe('the working calendar', () => {
  const [calendar] = binhDuong.calendars;
  const holidays = new Set(calendar?.holidays);

  test('a working day is eight hours in two windows, at UTC+7, and the weekend is free', () => {
    expect(calendar?.utcOffsetMinutes).toBe(420);
    const day = [
      ['07:30', '11:30'],
      ['13:00', '17:00'],
    ];
    expect(calendar?.weekly).toEqual([day, day, day, day, day, [], []]);
  });

  test.each([2021, 2022, 2023, 2024, 2025, 2026, 2027])('the fixed days of %i are free', (year) => {
    for (const day of ['01-01', '04-30', '05-01', '09-02']) expect(holidays).toContain(`${year}-${day}`);
    const national = [`${year}-09-01`, `${year}-09-03`].filter((day) => holidays.has(day));
    expect(national).toHaveLength(1);
  });

  // Eve and first day of Tết and the Hùng Kings' day, as the date-holidays package (3.37.0) computes them.
  test.each([
    ['2021-02-11', '2021-02-12', '2021-04-21'],
    ['2022-01-31', '2022-02-01', '2022-04-10'],
    ['2023-01-21', '2023-01-22', '2023-04-29'],
    ['2024-02-09', '2024-02-10', '2024-04-18'],
    ['2025-01-28', '2025-01-29', '2025-04-07'],
    ['2026-02-16', '2026-02-17', '2026-04-26'],
    ['2027-02-05', '2027-02-06', '2027-04-16'],
  ])('Tết from the eve %s, the first day %s and the Hùng Kings’ day %s are free', (eve, first, hungKings) => {
    const third = new Date(Date.parse(first) + 2 * 86_400_000).toISOString().slice(0, 10);
    for (const day of [eve, first, third, hungKings]) expect(holidays).toContain(day);
  });

  test('a day that is worked in exchange is a weekend day and no holiday', () => {
    for (const day of Object.keys(calendar?.extraDays ?? {})) {
      expect([0, 6]).toContain(new Date(day).getUTCDay());
      expect(holidays).not.toContain(day);
    }
  });

  test('holidays are listed in order, once each', () => {
    expect([...(calendar?.holidays ?? [])].sort()).toEqual(calendar?.holidays);
    expect(holidays.size).toBe(calendar?.holidays.length);
  });
});

describe('a wrong policy stops the start with its name and the field', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'truc-policies-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const good = readFileSync('config/policies/binh-duong-2021.json', 'utf8');
  const wrong: [string, string, string, RegExp][] = [
    [
      'shares that do not fill the window',
      '"share": 0.2',
      '"share": 0.25',
      /ladder\.down: shares must sum to 1/,
    ],
    [
      'a target of nothing',
      '"triageMs": 120000',
      '"triageMs": 0',
      /classes\.P1\.triageMs: must be more than 0/,
    ],
    [
      'a resolution before the first response',
      '"resolveMs": 7200000',
      '"resolveMs": 60000',
      /classes\.P1\.resolveMs: must not be shorter/,
    ],
    [
      'a calendar nobody wrote',
      '"calendarId": "working"',
      '"calendarId": "office"',
      /classes\.P4\.calendarId: must name one/,
    ],
    [
      'a lunch that ends before it begins',
      '"13:00"',
      '"11:00"',
      /calendars\[0\]\.weekly\[0\]: must be windows in order/,
    ],
    [
      'an hour that does not exist',
      '"07:30"',
      '"7h30"',
      /calendars\[0\]\.weekly\[0\]\[0\]\[0\]: must be a time/,
    ],
    [
      'a holiday that does not exist',
      '"2021-04-30"',
      '"2021-04-31"',
      /calendars\[0\]\.holidays\[\d+\]: must be a date/,
    ],
    ['a holiday twice', '"2021-04-30"', '"2021-04-21"', /holiday 2021-04-21 is used twice/],
    ['a warning after the end', '[0.5, 0.8]', '[0.5, 1.2]', /warnAtShares\[1\]/],
    ['warnings in the wrong order', '[0.5, 0.8]', '[0.8, 0.5]', /warnAtShares: must be ascending/],
    ['a class that is missing', '"P5": {', '"P6": {', /classes/],
    ['a reason nobody knows', '"waitingForBed"', '"lunch"', /classes\.P2\.holdReasons\[0\]/],
  ];

  test.each(wrong)('%s', (_name, before, after, message) => {
    expect(good).toContain(before);
    writeFileSync(join(folder, 'mine.json'), good.replace(before, after));
    expect(() => loadDefaultPolicies(folder)).toThrow(message);
    expect(() => loadDefaultPolicies(folder)).toThrow(/mine\.json: /);
  });

  test('the same version twice', () => {
    writeFileSync(join(folder, 'a.json'), good);
    writeFileSync(join(folder, 'b.json'), good);
    expect(() => loadDefaultPolicies(folder)).toThrow(
      /b\.json: policy binh-duong-2021 version 1 is already in/,
    );
  });
});
