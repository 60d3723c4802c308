import fc from 'fast-check';
import { coverageGaps } from '../../src/domain/duty-coverage';
import type { DutyShift } from '../../src/domain/organisation';
import { isDate, localDate, onDutyAt, shiftMinutes, shiftProblems } from '../../src/domain/roster';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const aShift = (changes: Partial<DutyShift> = {}): DutyShift => ({
  id: 'shift',
  teamId: 'team',
  userId: 'an',
  weekdays: everyDay,
  from: '07:00',
  to: '19:00',
  validFrom: '2021-08-01',
  validTo: null,
  ...changes,
});
/** A moment in Bình Dương's own time. */
const local = (time: string): string => new Date(`${time}:00+07:00`).toISOString();
const isOnDuty = (shift: DutyShift, time: string): boolean => onDutyAt([shift], local(time)).length === 1;

describe('who is on duty', () => {
  test('a day shift includes its first minute and not its last', () => {
    const day = aShift();
    expect(isOnDuty(day, '2021-08-16T06:59')).toBe(false);
    expect(isOnDuty(day, '2021-08-16T07:00')).toBe(true);
    expect(isOnDuty(day, '2021-08-16T18:59')).toBe(true);
    expect(isOnDuty(day, '2021-08-16T19:00')).toBe(false);
  });

  test("Sunday's night shift is still on duty on Monday morning, and Monday's evening is not its", () => {
    const night = aShift({ weekdays: [7], from: '19:00', to: '07:00' });
    expect(isOnDuty(night, '2021-08-15T19:00')).toBe(true);
    expect(isOnDuty(night, '2021-08-16T00:00')).toBe(true);
    expect(isOnDuty(night, '2021-08-16T06:59')).toBe(true);
    expect(isOnDuty(night, '2021-08-16T07:00')).toBe(false);
    expect(isOnDuty(night, '2021-08-16T19:00')).toBe(false);
    expect(isOnDuty(night, '2021-08-15T03:00')).toBe(false);
  });

  test('equal times are 24 hours from that time on', () => {
    const wholeDay = aShift({ weekdays: [1], from: '07:00', to: '07:00' });
    expect(isOnDuty(wholeDay, '2021-08-16T06:59')).toBe(false);
    expect(isOnDuty(wholeDay, '2021-08-16T07:00')).toBe(true);
    expect(isOnDuty(wholeDay, '2021-08-17T06:59')).toBe(true);
    expect(isOnDuty(wholeDay, '2021-08-17T07:00')).toBe(false);
  });

  test('validity counts by the day on which a turn begins, so a last night is worked to its end', () => {
    const night = aShift({ from: '19:00', to: '07:00', validFrom: '2021-08-16', validTo: '2021-08-18' });
    expect(isOnDuty(night, '2021-08-16T03:00')).toBe(false);
    expect(isOnDuty(night, '2021-08-16T19:00')).toBe(true);
    expect(isOnDuty(night, '2021-08-18T06:59')).toBe(true);
    expect(isOnDuty(night, '2021-08-18T19:00')).toBe(false);
  });

  test('a date is the local one: 23:30 UTC is tomorrow morning here', () => {
    expect(localDate('2021-08-15T23:30:00.000Z')).toBe('2021-08-16');
    expect(localDate('2021-08-15T16:59:59.999Z')).toBe('2021-08-15');
  });

  const times = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const shifts = fc
    .record({ weekdays: fc.subarray(everyDay, { minLength: 1 }), from: times, to: times })
    .map((changes) => aShift(changes));
  const minutesOfWeek = Array.from({ length: 7 * 24 * 60 }, (_, minute) =>
    new Date(Date.parse(local('2021-08-16T00:00')) + minute * 60_000).toISOString(),
  );

  test('any shift is worked for exactly its length on each of its days, every week of its life', () => {
    fc.assert(
      fc.property(shifts, (shift) => {
        const worked = minutesOfWeek.filter((minute) => onDutyAt([shift], minute).length === 1);
        expect(worked).toHaveLength(shiftMinutes(shift) * shift.weekdays.length);
      }),
      { numRuns: 25 },
    );
  });

  test('the gaps of a week are exactly the minutes in which nobody is on duty', () => {
    fc.assert(
      fc.property(fc.array(shifts, { maxLength: 5 }), (roster) => {
        const empty = minutesOfWeek.filter((minute) => onDutyAt(roster, minute).length === 0).length;
        const minute = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
        const gaps = coverageGaps(roster, '2021-08-16');
        const told = gaps.reduce((sum, gap) => sum + minute(gap.to) - minute(gap.from), 0);
        expect(told).toBe(empty);
      }),
      { numRuns: 25 },
    );
  });

  test('an empty roster is a week of gaps, a full one has none', () => {
    expect(coverageGaps([], '2021-08-16')).toHaveLength(7);
    expect(coverageGaps([aShift({ from: '00:00', to: '00:00' })], '2021-08-16')).toEqual([]);
    expect(
      coverageGaps([aShift({ weekdays: [1, 2, 3, 4, 5, 6], from: '00:00', to: '00:00' })], '2021-08-16'),
    ).toEqual([{ weekday: 7, from: '00:00', to: '24:00' }]);
  });
});

describe('a shift is refused beforehand', () => {
  const team = { active: true };
  const codesOf = (shift: DutyShift, of = team): string[] =>
    shiftProblems(shift, of).map(({ code, field }) => `${code}/${field}`);

  test('not when all is well', () => {
    expect(codesOf(aShift())).toEqual([]);
    expect(codesOf(aShift({ from: '19:00', to: '07:00', validTo: '2021-09-01' }))).toEqual([]);
  });

  test('when its team does not work', () => {
    expect(codesOf(aShift(), { active: false })).toEqual(['team-is-inactive/teamId']);
  });

  test('when its days, times or dates never come', () => {
    for (const weekdays of [[], [0], [8], [1.5], [1, 1]]) {
      expect(codesOf(aShift({ weekdays }))).toEqual(['weekdays-not-valid/weekdays']);
    }
    expect(codesOf(aShift({ from: '7:00', to: '24:00' }))).toEqual([
      'time-not-valid/from',
      'time-not-valid/to',
    ]);
    expect(codesOf(aShift({ validFrom: '2021-02-30' }))).toEqual(['dates-not-valid/validFrom']);
    expect(codesOf(aShift({ validTo: '2021-08-01' }))).toEqual(['dates-not-valid/validTo']);
    expect([isDate('2024-02-29'), isDate('2023-02-29'), isDate('soon')]).toEqual([true, false, false]);
  });
});
