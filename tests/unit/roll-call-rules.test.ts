import { join } from 'node:path';
import {
  figuresByUnit,
  hotlinesOf,
  isRung,
  newStanding,
  restore,
  standingOf,
  stateOf,
  takeOffTheList,
} from '../../src/domain/hotline';
import type { HotlineStanding, RingResult } from '../../src/domain/hotline';
import type { HotlineNumber, UnitRef } from '../../src/domain/organisation';
import { enterResult, isCredible, isTold, msUntilTelling, resultOfRings } from '../../src/domain/roll-call';
import { loadRollCallSettings } from '../../src/platform/reference-data/roll-call-settings';

/** When a silent number is flagged, taken off the list, forwarded and put back. */

const { policy } = loadRollCallSettings(join(__dirname, '../../config/roll-call/roll-call.json'));
const number = '+842743922718';
const night = (day: number) => `2026-11-${String(day).padStart(2, '0')}`;

/** Enters one result a night, from the 1st on. */
function nights(
  results: readonly RingResult[],
  from: HotlineStanding = newStanding('n', number),
): HotlineStanding {
  return results.reduce(
    (standing, result, index) =>
      enterResult(
        standing,
        {
          ...{ rollCallId: `call-${String(index + 1)}`, result, credible: true },
          ...{ at: `${night(index + 1)}T19:30:00.000Z`, night: night(index + 1) },
        },
        policy,
      ),
    from,
  );
}

test('a number is flagged at its first silent night and replaced after the third', () => {
  expect(nights(['noAnswer'])).toMatchObject({ silentNights: 1, listing: 'listed', lastChange: 'silent' });
  expect(nights(['noAnswer', 'machine'])).toMatchObject({ silentNights: 2, listing: 'listed' });
  expect(nights(['noAnswer', 'machine', 'failed'])).toMatchObject({
    ...{ silentNights: 3, listing: 'forwarded', listingBy: 'rollCall', lastChange: 'forwarded' },
    listingSince: '2026-11-03T19:30:00.000Z',
  });
});

test('one answer in between, and the nights are counted anew', () => {
  expect(nights(['noAnswer', 'noAnswer', 'answered', 'noAnswer', 'noAnswer'])).toMatchObject({
    ...{ silentNights: 2, listing: 'listed', verifiedAt: '2026-11-03T19:30:00.000Z' },
  });
});

test('a policy may withdraw instead of forwarding', () => {
  const gone = enterResult(
    nights(['noKey', 'noKey']),
    { rollCallId: 'c', result: 'noKey', at: 'later', night: night(3), credible: true },
    { ...policy, thenSilent: 'withdrawn' },
  );
  expect(gone).toMatchObject({ listing: 'withdrawn', lastChange: 'withdrawn' });
});

test('two roll-calls in one night are one silent night, and one roll-call entered twice is one', () => {
  const once = nights(['noAnswer']);
  const found = { result: 'noAnswer', at: 'later', night: night(1), credible: true } as const;
  const byHand = enterResult(once, { ...found, rollCallId: 'by-hand' }, policy);
  expect(byHand.silentNights).toBe(1);
  expect(enterResult(byHand, { ...found, rollCallId: 'by-hand', result: 'answered' }, policy)).toBe(byHand);
});

test('a number that was taken off comes back with its first answer, one that a person took off does not', () => {
  const off = nights(['noAnswer', 'noAnswer', 'noAnswer']);
  const answer = {
    rollCallId: 'next',
    result: 'answered',
    at: 'now',
    night: night(4),
    credible: true,
  } as const;
  expect(enterResult(off, answer, policy)).toMatchObject({
    ...{ listing: 'listed', listingBy: null, silentNights: 0, lastChange: 'restored', verifiedAt: 'now' },
  });
  const byHand = takeOffTheList(off, { listing: 'withdrawn', userId: 'u', at: 'now', toNumberId: null });
  expect(enterResult(byHand, answer, policy)).toMatchObject({ listing: 'withdrawn', lastChange: null });
  expect(restore(byHand, 'later')).toMatchObject({ listing: 'listed', listingBy: null, silentNights: 0 });
});

test('a busy line, a line that could not be rung and a night that is not believed say nothing against a number', () => {
  for (const result of ['busy', 'notRung'] as const)
    expect(nights(['noAnswer', result])).toMatchObject({ silentNights: 1, lastChange: null });
  const disbelieved = enterResult(
    newStanding('n', number),
    { rollCallId: 'c', result: 'noAnswer', at: 'now', night: night(1), credible: false },
    policy,
  );
  expect(disbelieved).toMatchObject({ silentNights: 0, lastResult: 'noAnswer', lastChange: null });
});

test('all silent at once is our fault, a few silent ones are theirs, and few numbers are always believed', () => {
  const of = (silent: number, all: number): RingResult[] =>
    Array.from({ length: all }, (_, index) => (index < silent ? 'noAnswer' : 'answered'));
  expect(isCredible(of(16, 20), policy)).toBe(false);
  expect(isCredible(of(15, 20), policy)).toBe(true);
  expect(isCredible(of(3, 3), policy)).toBe(true);
  expect(isCredible([...of(9, 9), 'notRung', 'notRung'], policy)).toBe(true);
});

test.each<[readonly RingResult[], RingResult]>([
  [['noAnswer', 'machine', 'answered'], 'answered'],
  [['noAnswer', 'busy', 'noAnswer'], 'busy'],
  [['noAnswer', 'notRung', 'noKey'], 'noKey'],
  [['noAnswer', 'notRung'], 'noAnswer'],
  [['notRung', 'notRung'], 'notRung'],
  [[], 'notRung'],
])('the rings %j of one number come to %s', (rings, result) => {
  expect(resultOfRings(rings)).toBe(result);
});

test('units hear of it by day: at once, or at half past six', () => {
  const at = (utc: string): number => msUntilTelling(Date.parse(utc), policy) / 60_000;
  expect(at('2026-11-22T19:30:00Z')).toBe(4 * 60);
  expect(at('2026-11-22T23:30:00Z')).toBe(0);
  expect(at('2026-11-22T13:59:00Z')).toBe(0);
  expect(at('2026-11-22T14:00:00Z')).toBe(9.5 * 60);
  expect([null, 'restored', 'silent', 'withdrawn', 'forwarded'].filter((c) => isTold(c as never))).toEqual([
    ...['silent', 'withdrawn', 'forwarded'],
  ]);
});

describe('the directory', () => {
  const province: UnitRef = { tier: 'province', code: '74' };
  const district: UnitRef = { tier: 'district', code: '718' };
  const commune: UnitRef = { tier: 'commune', code: '25747' };
  const path = [province, district, commune];
  const line = (id: string, unitCode: string, digits: string, published = true): HotlineNumber => ({
    ...{ id, unitCode, teamId: null, label: 'Ông Ba trực', number: digits, published },
  });
  const numbers = [
    line('p', '74', '1022'),
    line('d', '718', '+842743900718'),
    line('c', '25747', '+842743925747'),
    line('c2', '25747', '+842743925748', false),
  ];
  const off = (id: string, listing: 'withdrawn' | 'forwarded', toNumberId: string | null = null) => {
    const known = numbers.find((one) => one.id === id)?.number ?? '';
    return takeOffTheList(newStanding(id, known), { listing, userId: 'u', at: 'now', toNumberId });
  };
  const shown = (...standings: HotlineStanding[]) =>
    hotlinesOf(path, { numbers, standings: new Map(standings.map((one) => [one.numberId, one])) }).map(
      ({ number: digits, isForwarded }) => `${isForwarded ? 'instead ' : ''}${digits}`,
    );

  test('a commune shows its published numbers only', () => {
    expect(shown()).toEqual(['+842743925747']);
  });
  test('a withdrawn one is not shown, a forwarded one is replaced by the nearest listed number above', () => {
    expect(shown(off('c', 'withdrawn'))).toEqual([]);
    expect(shown(off('c', 'forwarded'))).toEqual(['instead +842743900718']);
    expect(shown(off('c', 'forwarded'), off('d', 'withdrawn'))).toEqual(['instead 1022']);
    expect(shown(off('c', 'forwarded'), off('d', 'forwarded'), off('p', 'withdrawn'))).toEqual([]);
  });
  test('forwarding to a chosen number holds while that one is listed', () => {
    expect(shown(off('c', 'forwarded', 'p'))).toEqual(['instead 1022']);
    expect(shown(off('c', 'forwarded', 'p'), off('p', 'withdrawn'))).toEqual(['instead +842743900718']);
  });
  test('another number on the same line starts anew', () => {
    const old = { ...off('c', 'withdrawn'), number: '+842743000000', verifiedAt: 'then' };
    expect(shown(old)).toEqual(['+842743925747']);
    expect(standingOf(numbers[2] as HotlineNumber, old)).toMatchObject({ verifiedAt: null, revision: 1 });
  });
  test('short codes, unpublished numbers and what a person took off are not rung', () => {
    const rung = (id: string, standing?: HotlineStanding) => {
      const one = numbers.find((known) => known.id === id) as HotlineNumber;
      return isRung(one, standingOf(one, standing));
    };
    expect([rung('p'), rung('d'), rung('c2'), rung('c', off('c', 'withdrawn'))]).toEqual([
      ...[false, true, false, false],
    ]);
    const silent = nights(['noAnswer', 'noAnswer', 'noAnswer'], newStanding('c', '+842743925747'));
    expect(rung('c', silent)).toBe(true);
  });
  test('figures count each ringable number once, by its unit', () => {
    const verified = nights(['answered'], newStanding('d', '+842743900718'));
    const figures = figuresByUnit({
      numbers,
      standings: new Map([
        ['d', verified],
        ['c', off('c', 'forwarded')],
      ]),
    });
    expect([...figures.keys()]).toEqual(['718', '25747']);
    expect(figures.get('718')).toMatchObject({ verified: 1, forwarded: 0 });
    expect(figures.get('25747')).toMatchObject({ forwarded: 1, unverified: 0 });
    expect(stateOf(newStanding('x', number))).toBe('unverified');
    expect(stateOf(nights(['noAnswer']))).toBe('silent');
  });
});
