import fc from 'fast-check';
import { endedPeriods } from '../../src/domain/reporting-period';
import { hideSmall, smallestShown, type ShownCount } from '../../src/domain/small-numbers';

/** Somebody with the page, the total and a pencil: what could the numbers have been? */
const lowest = (shown: ShownCount): number =>
  shown === 'few' ? 1 : shown === 'hidden' ? smallestShown : shown;
const highest = (shown: ShownCount, total: number): number =>
  shown === 'few' ? smallestShown - 1 : shown === 'hidden' ? total : shown;

/** Every list of numbers that fits what is shown, tried one by one. */
function* fitting(shown: readonly ShownCount[], total: number): Generator<readonly number[]> {
  const [first, ...rest] = shown;
  if (first === undefined) {
    if (total === 0) yield [];
    return;
  }
  for (let value = lowest(first); value <= Math.min(highest(first, total), total); value += 1) {
    for (const others of fitting(rest, total - value)) yield [value, ...others];
  }
}

const lists = fc.array(fc.oneof(fc.nat({ max: 4 }), fc.integer({ min: 5, max: 14 })), {
  minLength: 1,
  maxLength: 5,
});

test('whoever tries every possibility still finds each small number to be anything from 1 to 4', () => {
  fc.assert(
    fc.property(lists, (counts) => {
      const shown = hideSmall(counts);
      if (shown === null) return;
      const total = counts.reduce((all, count) => all + count, 0);
      const possible = [...fitting(shown, total)];
      shown.forEach((cell, index) => {
        const values = new Set(possible.map((numbers) => numbers[index]));
        if (cell === 'few') expect([...values].sort()).toEqual([1, 2, 3, 4]);
        else if (cell === 'hidden') expect(values.size).toBeGreaterThan(1);
        else expect(cell).toBe(counts[index]);
      });
    }),
    { numRuns: 500 },
  );
});

test('nothing small is shown, nothing large is called small, and what needs no secret is shown whole', () => {
  fc.assert(
    fc.property(lists, (counts) => {
      const shown = hideSmall(counts);
      const small = counts.filter((count) => count > 0 && count < smallestShown);
      if (small.length === 0) expect(shown).toEqual(counts);
      shown?.forEach((cell, index) => {
        const count = counts[index] ?? 0;
        expect(cell === 'few').toBe(count > 0 && count < smallestShown);
        if (cell === 'hidden') expect(count).toBeGreaterThanOrEqual(smallestShown);
      });
    }),
  );
});

test('with large neighbours a single small number costs one of them, the smallest, and never the list', () => {
  expect(hideSmall([120, 3, 40, 0])).toEqual([120, 'few', 'hidden', 0]);
  expect(hideSmall([2, 3, 4, 50])).toEqual(['few', 'few', 'few', 50]);
  expect(hideSmall([1, 1, 50])).toEqual(['few', 'few', 'hidden']);
  expect(hideSmall([4, 4, 50])).toEqual(['few', 'few', 'hidden']);
  expect(hideSmall([3])).toBeNull();
  expect(hideSmall([1, 5])).toBeNull();
});

test('periods are whole, of local time, ended, and touch each other', () => {
  const now = new Date('2026-11-01T18:00:00.000Z');
  const [october, september] = endedPeriods('month', now, 12);
  expect(october).toEqual({
    code: '2026-10',
    since: new Date('2026-09-30T17:00:00.000Z'),
    until: new Date('2026-10-31T17:00:00.000Z'),
  });
  expect(september?.until).toEqual(october?.since);
  // It is Monday the second already where the people are.
  const [week] = endedPeriods('week', now, 12);
  expect(week).toMatchObject({ code: '2026-10-26', until: new Date('2026-11-01T17:00:00.000Z') });
});
