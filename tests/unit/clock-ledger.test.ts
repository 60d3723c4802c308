import fc from 'fast-check';
import {
  breachClock,
  cancelClock,
  elapsedMs,
  markWarned,
  meetClock,
  nextClockMoment,
  pauseClock,
  resumeClock,
  retargetClock,
  startClock,
} from '../../src/domain/clock-ledger';
import type { ClockLedger } from '../../src/domain/clock';
import type { Priority } from '../../src/domain/policy';
import { defaultPolicy as policy } from '../support/policies';

const minutes = 60_000;
const start = Date.parse('2021-08-09T03:00:00Z');
const clockOf = (priority: Priority, withinMs: number): ClockLedger =>
  startClock({ name: 'resolve', round: 1, atMs: start, reason: 'received', priority, withinMs }, policy);
const due = (clock: ClockLedger): number => (Date.parse(clock.dueAt) - start) / minutes;
const at = (afterMinutes: number, reason = 'test'): { atMs: number; reason: string } => ({
  atMs: start + afterMinutes * minutes,
  reason,
});

test('a pause moves the deadline by its own length', () => {
  const clock = resumeClock(pauseClock(clockOf('P3', 300 * minutes), at(10), policy), at(70), policy);
  expect(due(clock)).toBe(360);
  expect(clock).toMatchObject({ state: 'running', pausedMs: 60 * minutes });
});

test('while paused the clock says so, counts nothing and has no next moment', () => {
  const clock = pauseClock(clockOf('P3', 300 * minutes), at(10), policy);
  expect(clock.state).toBe('paused');
  expect(elapsedMs(clock, start + 500 * minutes, policy)).toBe(10 * minutes);
  expect(nextClockMoment(clock, policy)).toBeNull();
});

test('a breached clock never shows paused, and met late it stays breached', () => {
  const breached = breachClock(clockOf('P3', 300 * minutes), at(300), policy);
  expect(pauseClock(breached, at(310), policy).state).toBe('breached');
  expect(meetClock(breached, at(320), policy)).toMatchObject({
    state: 'breached',
    metAt: expect.any(String),
  });
});

test('met twice, met after cancelling, cancelled after meeting: the first word stands', () => {
  const met = meetClock(clockOf('P3', 300 * minutes), at(10), policy);
  expect(meetClock(met, at(20), policy)).toBe(met);
  expect(cancelClock(met, at(20), policy)).toBe(met);
  const cancelled = cancelClock(clockOf('P3', 300 * minutes), at(10), policy);
  expect(meetClock(cancelled, at(20), policy)).toBe(cancelled);
});

test('a clock met after its deadline, before any timer rang, is breached all the same', () => {
  expect(meetClock(clockOf('P3', 30 * minutes), at(31), policy).state).toBe('breached');
});

test('another class in time: the deadline is start plus target plus pauses', () => {
  const paused = resumeClock(pauseClock(clockOf('P3', 300 * minutes), at(10), policy), at(70), policy);
  const urgent = retargetClock(paused, { ...at(80), priority: 'P2', withinMs: 240 * minutes }, policy);
  expect(due(urgent)).toBe(300);
  expect(urgent.pausedMs).toBe(60 * minutes);
});

test('made urgent too late for the new target: time from now, but no more than there was', () => {
  const late = retargetClock(
    clockOf('P3', 300 * minutes),
    { ...at(250), priority: 'P1', withinMs: 120 * minutes },
    policy,
  );
  expect(due(late)).toBe(300);
  const earlier = retargetClock(
    clockOf('P3', 300 * minutes),
    { ...at(150), priority: 'P1', withinMs: 120 * minutes },
    policy,
  );
  expect(due(earlier)).toBe(270);
});

test('warnings come at half and at four fifths of the counted time, then the deadline', () => {
  let clock = clockOf('P3', 300 * minutes);
  expect(nextClockMoment(clock, policy)).toEqual({ atMs: start + 150 * minutes, share: 0.5 });
  clock = markWarned(clock, 0.5);
  expect(nextClockMoment(clock, policy)).toEqual({ atMs: start + 240 * minutes, share: 0.8 });
  clock = markWarned(clock, 0.8);
  expect(nextClockMoment(clock, policy)).toEqual({ atMs: start + 300 * minutes, share: null });
});

test('any series of pauses: the deadline is the start, the target and every pause', () => {
  const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(gaps, (stretches) => {
      let clock = clockOf('P3', 10_000 * minutes);
      let now = 0;
      let paused = 0;
      for (const [run, wait] of stretches) {
        now += run;
        clock = pauseClock(clock, at(now), policy);
        now += wait;
        paused += wait;
        clock = resumeClock(clock, at(now), policy);
      }
      expect(due(clock)).toBe(10_000 + paused);
      expect(elapsedMs(clock, start + now * minutes, policy)).toBe((now - paused) * minutes);
    }),
  );
});
