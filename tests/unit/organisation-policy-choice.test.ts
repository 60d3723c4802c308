import fc from 'fast-check';
import type { Policy, ServiceClass } from '../../src/domain/policy';
import { choosePolicy } from '../../src/domain/policy-choice';

const serviceClass: ServiceClass = {
  ...{ triageMs: 1, acknowledgeMs: 1, firstResponseMs: 1, resolveMs: 1, calendarId: null, holdReasons: [] },
  ...{ countsHoldTime: false, allStepsAtOnce: false, repageEveryMs: null, channels: ['sms'] },
};
const aPolicy = (changes: Partial<Policy> = {}): Policy => ({
  id: 'default',
  version: 1,
  name: 'Mặc định',
  effectiveFrom: '2021-08-06',
  unitCode: '74',
  classes: { P1: serviceClass, P2: serviceClass, P3: serviceClass, P4: serviceClass, P5: serviceClass },
  calendars: [],
  ladder: { down: [], climb: [] },
  warnAtShares: [0.5, 0.8],
  contactAttemptsBeforeHold: 3,
  closeAfterResolvedMs: 1,
  ...changes,
});
const phuCuong = [{ code: '74' }, { code: '718' }, { code: '25747' }];
const noon = new Date('2021-08-16T05:00:00Z');

describe('the policy of a place', () => {
  test('the nearest unit on the path wins, even over a newer one above it', () => {
    const own = aPolicy({ id: 'thu-dau-mot', unitCode: '718' });
    const chosen = choosePolicy([aPolicy({ effectiveFrom: '2021-08-10' }), own], phuCuong, noon);
    expect(chosen?.policy).toBe(own);
    expect(chosen?.why).toBe(
      'thu-dau-mot version 1, in force since 2021-08-06, comes from unit 718 above it; it is nearer or newer than default version 1.',
    );
  });

  test('the newest version that is in force today wins; tomorrow’s does not yet', () => {
    const second = aPolicy({ version: 2, effectiveFrom: '2021-08-16' });
    const third = aPolicy({ version: 3, effectiveFrom: '2021-08-17' });
    const all = [third, aPolicy(), second];
    expect(choosePolicy(all, phuCuong, noon)?.policy).toBe(second);
    expect(choosePolicy(all, phuCuong, new Date('2021-08-16T17:00:00Z'))?.policy).toBe(third);
    expect(choosePolicy(all, phuCuong, new Date('2021-08-15T16:59:59Z'))?.policy.version).toBe(1);
  });

  test('a neighbour’s policy never applies, and nothing applies before its day', () => {
    expect(choosePolicy([aPolicy({ unitCode: '719' })], phuCuong, noon)).toBeNull();
    expect(choosePolicy([aPolicy()], phuCuong, new Date('2021-08-01T00:00:00Z'))).toBeNull();
    expect(choosePolicy([aPolicy()], phuCuong, noon)?.why).toContain('no other policy applies here');
  });

  test('however many overlap and in whatever order, the same single one is chosen', () => {
    const policies = fc.uniqueArray(
      fc
        .record({
          id: fc.constantFrom('a', 'b', 'c'),
          version: fc.integer({ min: 1, max: 3 }),
          unitCode: fc.constantFrom('74', '718', '25747', '719'),
          effectiveFrom: fc.constantFrom('2021-08-01', '2021-08-16', '2021-09-01'),
        })
        .map(aPolicy),
      { selector: ({ id, version }) => `${id}${String(version)}`, minLength: 1 },
    );
    fc.assert(
      fc.property(policies, fc.infiniteStream(fc.nat()), (overlapping, random) => {
        const shuffled = overlapping
          .map((policy) => ({ policy, rank: random.next().value as number }))
          .sort((one, other) => one.rank - other.rank)
          .map(({ policy }) => policy);
        expect(choosePolicy(shuffled, phuCuong, noon)).toEqual(choosePolicy(overlapping, phuCuong, noon));
      }),
    );
  });
});
