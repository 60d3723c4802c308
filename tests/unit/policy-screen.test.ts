import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differencesOf } from '../../src/domain/differences';
import { Problem } from '../../web/api/ask';
import {
  isDateTwice,
  mondayForWorkdays,
  nextCalendar,
  nextPeriod,
} from '../../web/screens/policies/calendar-draft';
import { durationMsOf, durationText, written } from '../../web/screens/policies/duration';
import {
  bodyOf,
  draftOf,
  missingTiers,
  withTier,
  type PolicyDraft,
} from '../../web/screens/policies/policy-draft';
import { policyErrors } from '../../web/screens/policies/policy-errors';
import { sayDifferences } from '../../web/screens/policies/say-difference';
import { calendarText, classText, sumText } from '../../web/screens/policies/say-draft';
import { offsetText } from '../../web/screens/policies/say-value';
import { en } from '../../web/screens/policies/words-en';
import { vi } from '../../web/screens/policies/words-vi';
import { vi as shared } from '../../web/locales/vi';
import type { Policy } from '../../web/api/operations.gen';

const folder = join(__dirname, '..', '..', 'config', 'policies');
const policies = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Policy,
);
const policy = policies.find(({ id }) => id === 'binh-duong-2021') as Policy;
const draft = draftOf(policy, policy.effectiveFrom);
const withP3 = (change: Partial<PolicyDraft['classes']['P3']>): PolicyDraft => ({
  ...draft,
  classes: { ...draft.classes, P3: { ...draft.classes.P3, ...change } },
});

test('a duration is written in the largest unit that says it whole, and read back', () => {
  expect(written(7_200_000)).toEqual({ amount: '2', unit: 'hours' });
  expect(written(172_800_000)).toEqual({ amount: '2', unit: 'days' });
  expect(written(5_400_000)).toEqual({ amount: '90', unit: 'minutes' });
  expect(written(0)).toEqual({ amount: '0', unit: 'minutes' });
  expect(durationMsOf({ amount: '1,5', unit: 'hours' })).toBe(5_400_000);
  expect(durationMsOf({ amount: 'hai', unit: 'hours' })).toBeNull();
  expect(durationMsOf({ amount: ' ', unit: 'hours' })).toBeNull();
  expect(durationText(900_000, vi.units)).toBe('15 phút');
});

test('a version that nobody changed is sent as it was', () => {
  expect(policies.length).toBeGreaterThan(3);
  for (const one of policies) {
    const { version: _version, ...same } = one;
    expect(bodyOf(one, draftOf(one, one.effectiveFrom))).toEqual(same);
  }
  const { duty: _duty, ...plain } = policy;
  const [office] = policy.calendars as [Policy['calendars'][number]];
  const unusual: Policy = {
    ...plain,
    ...{ onlyInSurge: true, citizenReopensWithinMs: 86_400_000 },
    calendars: [
      { ...office, extraDays: {} },
      { id: 'nights', ...night(office) },
    ],
    ladder: { ...policy.ladder, down: thirds(policy.ladder.down) },
  };
  const { version: _version, ...same } = unusual;
  expect(bodyOf(unusual, draftOf(unusual, unusual.effectiveFrom))).toEqual({
    ...same,
    ladder: { ...same.ladder, down: same.ladder.down.map((step) => ({ ...step, share: 0.33333333 })) },
  });
});

const night = ({ weekly, utcOffsetMinutes }: Policy['calendars'][number]) => ({
  ...{ utcOffsetMinutes, holidays: [] },
  weekly: weekly.map(() => [['20:00', '24:00'] as const]) as unknown as typeof weekly,
});
const thirds = (steps: Policy['ladder']['down']) => steps.map(({ tier }) => ({ tier, share: 1 / 3 }));

test('shares and warnings may be typed with spaces, commas and decimal commas; nonsense is left to the server', () => {
  expect(bodyOf(policy, { ...draft, warnAt: '50, 75; 90' }).warnAtShares).toEqual([0.5, 0.75, 0.9]);
  expect(bodyOf(policy, { ...draft, warnAt: '33,5 80' }).warnAtShares).toEqual([0.335, 0.8]);
  expect(bodyOf(policy, { ...draft, contactAttempts: '' }).contactAttemptsBeforeHold).toBeNull();
});

test('paging again is off, on with a number, or refused by the server: an empty field never means off', () => {
  const sent = (change: Partial<PolicyDraft['classes']['P3']>) =>
    bodyOf(policy, withP3(change)).classes.P3.repageEveryMs;
  expect(draft.classes.P3.isRepaged).toBe(false);
  expect(sent({})).toBeNull();
  expect(sent({ isRepaged: true, repageEvery: { amount: '90', unit: 'minutes' } })).toBe(5_400_000);
  expect(sent({ isRepaged: true })).toBe('');
  expect(sent({ isRepaged: false, repageEvery: { amount: '90', unit: 'minutes' } })).toBeNull();
});

test('what a policy leaves to the defaults is written down once somebody writes something else', () => {
  const { duty: _duty, ...plain } = policy;
  const unwritten = draftOf(plain, '2026-11-26');
  expect(unwritten.duty.acknowledgeHandOver).toEqual({ amount: '15', unit: 'minutes' });
  expect(unwritten.reopensWithin).toEqual({ amount: '7', unit: 'days' });
  expect(bodyOf(plain, unwritten)).not.toHaveProperty('duty');
  const strict = bodyOf(plain, { ...unwritten, duty: { ...unwritten.duty, unreachablePerson: 'refuse' } });
  expect(strict.duty).toEqual({
    ...{ unreachablePerson: 'refuse', acknowledgeHandOverMs: 900_000, warnAheadMs: 1_800_000 },
  });
  const brief = bodyOf(plain, { ...unwritten, reopensWithin: { amount: '2', unit: 'days' } });
  expect(brief.citizenReopensWithinMs).toBe(172_800_000);
});

test('a class follows a calendar whose id is rewritten, and names one that was taken away', () => {
  const [office] = draft.calendars as [PolicyDraft['calendars'][number]];
  const renamed = bodyOf(policy, { ...draft, calendars: [{ ...office, id: ' office ' }] });
  expect([renamed.calendars[0]?.id, renamed.classes.P4.calendarId]).toEqual(['office', 'office']);
  const gone = bodyOf(policy, { ...draft, calendars: [{ ...office, isRemoved: true }] });
  expect([gone.calendars, gone.classes.P4.calendarId]).toEqual([[], 'working']);
  const second = nextCalendar(draft.calendars);
  expect(second).toMatchObject({ id: '', week: office.week, holidays: office.holidays });
  expect(nextCalendar([]).week.map((day) => day.length)).toEqual([2, 2, 2, 2, 2, 0, 0]);
  const both = {
    ...withP3({ calendar: 1 }),
    calendars: [
      { ...office, isRemoved: true },
      { ...second, id: 'new' },
    ],
  };
  expect(bodyOf(policy, both).classes.P3.calendarId).toBe('new');
});

test('hours of a day come by halves, Monday is copied until Friday, midnight is the end of a day', () => {
  expect(nextPeriod([])).toEqual({ from: '07:30', to: '11:30' });
  expect(nextPeriod([{ from: '08:00', to: '12:00' }])).toEqual({ from: '13:00', to: '17:00' });
  expect(nextPeriod([{ from: '08:00', to: '00:00' }])).toEqual({ from: '', to: '' });
  const [office] = draft.calendars as [PolicyDraft['calendars'][number]];
  const monday = [{ from: '08:00', to: '00:00' }];
  const week = mondayForWorkdays(office.week.with(0, monday));
  expect(week).toEqual([monday, monday, monday, monday, monday, [], []]);
  const { calendars } = bodyOf(policy, { ...draft, calendars: [{ ...office, week }] });
  expect(calendars[0]?.weekly[4]).toEqual([['08:00', '24:00']]);
  const days = ['2027-01-02', '2027-01-09', '2027-01-02'].map((date) => ({ date, periods: [] }));
  expect(days.map((_, place) => isDateTwice(days, place))).toEqual([false, false, true]);
});

test('a ladder gets and loses tiers in the order in which it goes through them', () => {
  const { down, climb } = draftOf(
    policies.find(({ id }) => id === 'two-tier-2025') as Policy,
    '2026-11-26',
  ).ladder;
  expect(missingTiers(down, 'down')).toEqual(['district']);
  expect(withTier(down, 'down', 'district').map(({ tier }) => tier)).toEqual([
    'province',
    'district',
    'commune',
  ]);
  expect(withTier(climb, 'climb', 'district').map(({ tier }) => tier)).toEqual([
    'commune',
    'district',
    'province',
  ]);
  expect(withTier([], 'down', 'commune')).toEqual([{ tier: 'commune', share: '' }]);
  expect(sumText(withTier(down, 'down', 'district'), vi)).toBe('Cộng: 100%');
  expect(sumText([{ tier: 'commune', share: '33,5' }], vi)).toBe('Cộng: 33.5%');
});

test('a complaint finds its field as the draft was sent, whatever was changed since', () => {
  const refusal = (...pointers: string[]) =>
    new Problem(
      {
        ...{ type: '/problems#validation-failed', title: '', status: 422, detail: '', instance: '' },
        errors: pointers.map((pointer) => ({ pointer, message: `at ${pointer}` })),
      },
      null,
    );
  const [office] = draft.calendars as [PolicyDraft['calendars'][number]];
  const sent = {
    ...draft,
    calendars: [
      { ...office, isRemoved: true },
      { ...office, id: 'new' },
    ],
  };
  const errors = policyErrors(refusal('/classes/P4/calendarId', '/calendars/0/weekly/5'), sent);
  expect(errors.isAllSaid).toBe(true);
  expect([errors.calendar(0), errors.calendar(1), errors.calendar(2)]).toEqual([
    ...['/calendars/removed', '/calendars/0', '/calendars/removed'],
  ]);
  expect(errors.at('/calendars/0')).toBe('at /calendars/0/weekly/5');
  expect(errors.exactlyAt('/calendars/0/weekly')).toBeUndefined();
  expect(errors.at('/classes/P4')).toBe('at /classes/P4/calendarId');
  expect(errors.at('/classes/P3')).toBeUndefined();
  expect(policyErrors(refusal('/unitCode'), sent).isAllSaid).toBe(false);
  expect(policyErrors(null, undefined).isAllSaid).toBe(false);
});

test('a folded part says in one line what is in it', () => {
  expect(classText(draft.classes.P1, draft.calendars, vi)).toBe(
    'Phân loại 2 phút · Nhận việc 2 phút · Phản hồi đầu 15 phút · Xử lý xong 2 giờ · cả ngày đêm · SMS, gọi điện · báo lại mỗi 1 phút · không tạm dừng · báo mọi cấp cùng lúc',
  );
  const [office] = draft.calendars as [PolicyDraft['calendars'][number]];
  const saturday = { ...office, week: office.week.with(5, [{ from: '07:30', to: '11:30' }]) };
  expect(calendarText(saturday, { words: vi, weekdays: shared.weekdays })).toBe(
    'Thứ Hai–Thứ Sáu 07:30–11:30, 13:00–17:00; Thứ Bảy 07:30–11:30',
  );
  expect([offsetText(420), offsetText(330), offsetText(-210)]).toEqual(['UTC+7', 'UTC+5:30', 'UTC-3:30']);
});

describe('differences are told in words', () => {
  const telling = { words: vi, weekdays: shared.weekdays };
  const said = (pointer: string, from?: unknown, to?: unknown) =>
    sayDifferences(
      [{ pointer, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }],
      telling,
    )[0];
  const between = (change: Partial<Policy>) => {
    const changes = differencesOf(policy, { ...policy, ...change });
    return sayDifferences(changes, telling).map(({ what, from, to }) => [what, from, to]);
  };
  const [office] = policy.calendars as [Policy['calendars'][number]];
  const saturday = [
    ...office.weekly.slice(0, 5),
    [['07:30', '11:30']],
    [],
  ] as unknown as typeof office.weekly;

  test('a value beside the one before', () => {
    expect(said('/classes/P1/resolveMs', 7_200_000, 10_800_000)).toMatchObject({
      ...{ what: 'P1 · Xử lý xong', from: '2 giờ', to: '3 giờ' },
    });
    expect(said('/ladder/down/0/share', 0.25, 0.5)).toMatchObject({
      ...{ what: 'Thang gọi · Phiếu do tỉnh nhận · Cấp thứ 1 · Phần thời gian', from: '25%', to: '50%' },
    });
    expect(said('/classes/P4/calendarId', 'working', null)?.to).toBe('cả ngày đêm');
    expect(said('/classes/P4/repageEveryMs', 60_000, null)).toMatchObject({
      from: '1 phút',
      to: 'không lặp',
    });
    expect(said('/classes/P4/countsHoldTime', false, true)).toMatchObject({ from: 'không', to: 'có' });
    expect(said('/onlyInSurge', undefined, true)).toMatchObject({
      ...{ what: 'Chỉ khi cao điểm', from: 'không', to: 'có' },
    });
    expect(said('/duty/unreachablePerson', 'warn', 'refuse')).toMatchObject({
      ...{ what: 'Trực ban · Khi xếp ca cho người không gọi được', to: 'không cho lưu ca' },
    });
    expect(said('/citizenReopensWithinMs', undefined, 86_400_000)).toMatchObject({
      from: 'mặc định',
      to: '1 ngày',
    });
    expect(said('/warnAtShares/0', 0.5, 0.6)).toMatchObject({ from: '50%', to: '60%' });
    expect(said('/calendars/0/utcOffsetMinutes', 420, 330)).toMatchObject({ from: 'UTC+7', to: 'UTC+5:30' });
    expect(said('/somethingNew', 1, 2)).toMatchObject({ what: 'somethingNew', from: '1', to: '2' });
  });

  test('the hours of a day by the day and the period', () => {
    expect(between({ calendars: [{ ...office, weekly: saturday }] })).toEqual([
      ['Lịch 1 · Giờ làm việc · Thứ Bảy · khung giờ 1', '(không có)', '07:30–11:30'],
    ]);
    expect(said('/calendars/0/weekly/0/1/1', '17:00', '16:30')).toMatchObject({
      ...{ what: 'Lịch 1 · Giờ làm việc · Thứ Hai · khung giờ 2 · đến', from: '17:00', to: '16:30' },
    });
    expect(said('/calendars/0/extraDays/2026-01-10', office.extraDays?.['2026-01-10'])).toMatchObject({
      ...{ what: 'Lịch 1 · Ngày làm bù · 2026-01-10', from: '07:30–11:30, 13:00–17:00', to: '(không có)' },
    });
    expect(said('/calendars/0/extraDays/2026-01-10/0', ['07:30', '11:30'])).toMatchObject({
      ...{ what: 'Lịch 1 · Ngày làm bù · 2026-01-10 · khung giờ 1', from: '07:30–11:30' },
    });
  });

  test('a list without order by what came and went, not by what moved up', () => {
    const { P2, P3 } = policy.classes;
    expect(
      between({
        classes: {
          ...policy.classes,
          P2: { ...P2, holdReasons: ['waitingForVehicle', 'waitingForCitizen'] },
          P3: { ...P3, channels: ['voice'] },
        },
      }),
    ).toEqual([
      ['P2 · Được tạm dừng khi', 'chờ giường bệnh', 'bỏ chờ giường bệnh; thêm chờ người dân trả lời'],
      ['P3 · Cách báo', 'SMS', 'bỏ SMS'],
    ]);
    expect(between({ calendars: [{ ...office, holidays: office.holidays.slice(1) }] })).toEqual([
      ['Lịch 1 · Ngày nghỉ', '2021-01-01', 'bỏ 2021-01-01'],
    ]);
  });

  test('a whole calendar, a step and the duty rules by all that is in them', () => {
    const { extraDays: _extraDays, ...plain } = office;
    expect(between({ calendars: [office, { ...plain, id: 'sang', weekly: saturday }] })).toEqual([
      [
        'Lịch 2',
        '(không có)',
        `Mã: sang; Múi giờ: UTC+7; Giờ làm việc: Thứ Hai–Thứ Sáu 07:30–11:30, 13:00–17:00; Thứ Bảy 07:30–11:30; Ngày nghỉ: ${String(office.holidays.length)} ngày`,
      ],
    ]);
    expect(said('/ladder/climb/2', { tier: 'province', share: 0.2 })).toMatchObject({
      ...{ what: 'Thang gọi · Phiếu do xã, huyện nhận · Cấp thứ 3', from: 'Cấp: Tỉnh; Phần thời gian: 20%' },
    });
    expect(said('/duty', undefined, policy.duty)).toMatchObject({
      from: 'mặc định',
      to: 'Khi xếp ca cho người không gọi được: lưu ca và cảnh báo; Hạn nhận bàn giao: 15 phút; Báo trước khi hết ca: 30 phút',
    });
  });

  test('every field of a policy has a name in both languages', () => {
    const names = (value: object): string[] =>
      Object.entries(value).flatMap(([key, one]: [string, unknown]) => [
        key,
        ...(one !== null && typeof one === 'object' ? names(one) : []),
      ]);
    const fields = new Set(names({ ...policy, onlyInSurge: true, citizenReopensWithinMs: 1 }));
    const unnamed = [...fields].filter((key) => !/^[\dP]|^(classes|down|climb|version)/.test(key));
    for (const { fields: told } of [vi, en]) expect(unnamed.filter((key) => !(key in told))).toEqual([]);
  });
});
