import { setTimeout as pause } from 'node:timers/promises';
import type { ClockLedger } from '../../src/domain/clock';
import { lostTimeByTier } from '../../src/domain/lost-time';
import type { Assignment } from '../../src/domain/ticket';
import { figuresOfUnits, sumOf, type PlaceFigures } from '../../src/domain/wallboard';
import { shareAnswers } from '../../src/api/http/shared-answers';

const minute = 60_000;
const start = Date.parse('2021-08-10T01:00:00.000Z');
const at = (minutes: number): string => new Date(start + minutes * minute).toISOString();
const clock = (change: Partial<ClockLedger>): ClockLedger => ({
  ...{ name: 'acknowledge', round: 1, state: 'running', startedAt: at(0), dueAt: at(30) },
  ...{ pausedMs: 0, warned: [], events: [], ...change },
});
const claimed = (change: Partial<Assignment>): Assignment => ({
  ...{
    teamId: 'team-1',
    userId: 'user-1',
    unitCode: '25747',
    tier: 'commune',
    claimedAt: at(40),
    via: 'app',
  },
  ...change,
});
const taken = { intakeUnit: { tier: 'province', code: '74' }, assignments: [] } as const;

describe('who lost the time of a ticket', () => {
  test('nobody, while every clock is kept', () => {
    const clocks = [clock({ tier: 'province', state: 'met', metAt: at(3) }), clock({ state: 'met' })];
    expect(lostTimeByTier({ ...taken, clocks }, start)).toEqual([]);
  });

  test('each tier whose turn ran out pays its whole turn, and the search as a whole is not counted again', () => {
    const clocks = [
      clock({ state: 'breached', breachedAt: at(30) }),
      clock({ tier: 'province', state: 'breached', dueAt: at(6), breachedAt: at(6) }),
      clock({ tier: 'district', state: 'breached', startedAt: at(6), dueAt: at(15), breachedAt: at(15) }),
      clock({ tier: 'commune', state: 'met', startedAt: at(15), dueAt: at(30), metAt: at(20) }),
    ];
    expect(lostTimeByTier({ ...taken, clocks }, start)).toEqual([
      { tier: 'district', lostMs: 9 * minute },
      { tier: 'province', lostMs: 6 * minute },
    ]);
  });

  test('a broken promise costs its owner of that moment, until it is met', () => {
    const late = clock({ name: 'resolve', state: 'breached', dueAt: at(300), breachedAt: at(300) });
    const assignments = [
      claimed({ endedAt: at(310), endReason: 'handedBack' }),
      claimed({ tier: 'district', claimedAt: at(320) }),
    ];
    const ticket = { ...taken, assignments, clocks: [late] };
    expect(lostTimeByTier(ticket, start + 360 * minute)).toEqual([{ tier: 'commune', lostMs: 60 * minute }]);
    const met = { ...ticket, clocks: [{ ...late, metAt: at(330) }] };
    expect(lostTimeByTier(met, start + 360 * minute)).toEqual([{ tier: 'commune', lostMs: 30 * minute }]);
  });

  test('triage that came late costs whoever took the call', () => {
    const clocks = [
      clock({ name: 'triage', state: 'breached', dueAt: at(5), breachedAt: at(5), metAt: at(9) }),
    ];
    expect(lostTimeByTier({ ...taken, clocks }, start)).toEqual([{ tier: 'province', lostMs: 4 * minute }]);
  });
});

describe('the league', () => {
  const place = (path: string, change: Partial<PlaceFigures> = {}): PlaceFigures => ({
    path: path.split('/').map((code, index) => ({
      tier: (['province', 'district', 'commune'] as const)[index] ?? 'commune',
      code,
    })),
    ...{ open: 1, warning: 0, breached: 0, unowned: 0, urgentUnowned: 0, urgentSince: null },
    ...{ breachingSoon: 0, doneToday: 0, doneOnTime: 0, claimWaitsMs: [] },
    ...change,
  });
  const places = [
    place('74', { claimWaitsMs: [9 * minute] }),
    place('74/718', { breached: 1, claimWaitsMs: [1 * minute] }),
    place('74/718/25747', { open: 4, breached: 2, claimWaitsMs: [3 * minute, 5 * minute] }),
    place('74/720/25777', { urgentUnowned: 1, urgentSince: at(2) }),
    place('74/720/25780', { urgentUnowned: 1, urgentSince: at(1) }),
  ];

  test('a unit answers for everything below it, and the centre for all', () => {
    const units = new Map(figuresOfUnits('74', places).map((unit) => [unit.code, unit]));
    expect([...units.keys()].sort()).toEqual(['25747', '25777', '25780', '718', '720']);
    expect(units.get('718')).toMatchObject({
      tier: 'district',
      open: 5,
      breached: 3,
      medianClaimMs: 3 * minute,
    });
    expect(units.get('25777')).toMatchObject({ open: 1, medianClaimMs: null });
    expect(sumOf(places)).toMatchObject({ open: 8, breached: 3, urgentUnowned: 2, urgentSince: at(1) });
  });

  test('a district sees its communes and not itself', () => {
    expect(figuresOfUnits('718', places.slice(1, 3)).map(({ code }) => code)).toEqual(['25747']);
  });
});

test('forty screens that ask during one reading share the next, which begins after they asked', async () => {
  let readings = 0;
  const ask = shareAnswers(async () => {
    readings += 1;
    const mine = readings;
    await pause(20);
    return mine;
  });
  const first = ask('74');
  const rest = Array.from({ length: 40 }, () => ask('74'));
  expect(await first).toBe(1);
  expect(new Set(await Promise.all(rest))).toEqual(new Set([2]));
  expect(await ask('74')).toBe(3);
});

test('a reading that fails tells those who asked, and the next one is tried', async () => {
  let readings = 0;
  const ask = shareAnswers(async () => {
    readings += 1;
    await pause(5);
    if (readings === 1) throw new Error('no answer');
    return readings;
  });
  const [first, second] = await Promise.allSettled([ask('74'), ask('74')]);
  expect(first.status).toBe('rejected');
  expect(second).toEqual({ status: 'fulfilled', value: 2 });
});
