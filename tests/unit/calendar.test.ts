import fc from 'fast-check';
import { addWorkingMs, nextWorkingMoment, workingMsBetween } from '../../src/domain/calendar';
import { defaultPolicy } from '../support/policies';

const [working] = defaultPolicy.calendars;
if (!working) throw new Error('the default policy has a calendar');
const hours = 3_600_000;
const local = (text: string): number => Date.parse(`${text}+07:00`);

test('a day has a morning and an afternoon; lunch does not count', () => {
  expect(workingMsBetween(working, local('2021-08-09T00:00'), local('2021-08-10T00:00'))).toBe(8 * hours);
  expect(workingMsBetween(working, local('2021-08-09T11:00'), local('2021-08-09T13:30'))).toBe(hours);
});

test('a weekend and a holiday have no working time; a swap day has', () => {
  expect(workingMsBetween(working, local('2021-08-14T00:00'), local('2021-08-16T00:00'))).toBe(0);
  expect(workingMsBetween(working, local('2021-09-02T00:00'), local('2021-09-04T00:00'))).toBe(0);
  const swapped = { ...working, extraDays: { '2021-08-14': [['08:00', '12:00']] as const } };
  expect(workingMsBetween(swapped, local('2021-08-14T00:00'), local('2021-08-15T00:00'))).toBe(4 * hours);
});

test('two working hours from Friday 16:00 end on Monday at 08:30', () => {
  expect(addWorkingMs(working, local('2021-08-13T16:00'), 2 * hours)).toBe(local('2021-08-16T08:30'));
});

test('a deadline that ends with a window is due when it closes, not when the next one opens', () => {
  expect(addWorkingMs(working, local('2021-08-13T15:00'), 2 * hours)).toBe(local('2021-08-13T17:00'));
});

test('inside working hours the next working moment is now; at night it is the morning', () => {
  expect(nextWorkingMoment(working, local('2021-08-09T10:00'))).toBe(local('2021-08-09T10:00'));
  expect(nextWorkingMoment(working, local('2021-08-09T22:00'))).toBe(local('2021-08-10T07:30'));
  expect(nextWorkingMoment(null, 5)).toBe(5);
});

test('without a calendar time is time', () => {
  expect(workingMsBetween(null, 10, 25)).toBe(15);
  expect(addWorkingMs(null, 10, 15)).toBe(25);
});

test('a calendar without a single window is refused instead of searched for ever', () => {
  const never = { ...working, weekly: [[], [], [], [], [], [], []] as const };
  expect(() => addWorkingMs(never, 0, 1)).toThrow('no working time');
});

test('adding and counting agree, and counting adds up, for any moments', () => {
  const moment = fc.integer({ min: local('2021-07-01T00:00'), max: local('2021-12-31T00:00') });
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 200 * hours }), (from, length) => {
      expect(workingMsBetween(working, from, addWorkingMs(working, from, length))).toBe(length);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(moment, moment, moment, (a, b, c) => {
      const [first, second, third] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      expect(workingMsBetween(working, first, second) + workingMsBetween(working, second, third)).toBe(
        workingMsBetween(working, first, third),
      );
    }),
    { numRuns: 500 },
  );
});
