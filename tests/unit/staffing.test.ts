import fc from 'fast-check';
import { adviceFor, agentsNeeded, nextHour, staffingOf, waitShareOf } from '../../src/domain/staffing';

const minutes = (n: number): number => n * 60_000;
/** Calls of the busy hour, a tenth of the day's. */
const load = (callsADay: number, handlingMinutes: number) => ({
  ...{ callsPerHour: callsADay / 10, handlingMs: minutes(handlingMinutes) },
});

test.each([
  [3_100, 3, 21],
  [3_100, 5, 33],
  [5_000, 3, 32],
  [5_000, 5, 50],
])('%i calls a day of %i minutes need %i agents for 90 %% in 15 s', (callsADay, handling, agents) => {
  expect(agentsNeeded(load(callsADay, handling))).toBe(agents);
});

test('59,000 calls a day: no number of agents that anybody has', () => {
  expect(agentsNeeded(load(59_000, 3))).toBeGreaterThan(295);
  expect(agentsNeeded(load(59_000, 5))).toBeGreaterThan(490);
});

test('the tables of Erlang C: 10 agents at 8 erlangs wait 0.4092, 1 agent at 0.5 waits 0.5', () => {
  expect(waitShareOf(10, 8)).toBeCloseTo(0.4092, 4);
  expect(waitShareOf(1, 0.5)).toBeCloseTo(0.5, 10);
  expect(waitShareOf(2, 1)).toBeCloseTo(1 / 3, 10);
});

test('one agent is M/M/1: at half load the mean wait is the handling time', () => {
  const { meanWaitMs, answeredShare } = staffingOf(1, { callsPerHour: 10, handlingMs: minutes(3) }, 0);
  expect(meanWaitMs).toBeCloseTo(minutes(3), 3);
  expect(answeredShare).toBeCloseTo(0.5, 10);
});

test('more work than time: the queue grows without end, nobody is answered in time', () => {
  expect(staffingOf(15, load(3_100, 3))).toMatchObject({ meanWaitMs: null, answeredShare: 0, waitShare: 1 });
  expect(staffingOf(0, load(3_100, 3)).occupancy).toBe(Infinity);
});

test('no calls: nobody waits and nobody is needed', () => {
  expect(staffingOf(0, load(0, 3))).toMatchObject({ meanWaitMs: 0, answeredShare: 1, occupancy: 0 });
  expect(agentsNeeded(load(0, 3))).toBe(0);
});

test('one more agent never makes anybody wait longer, and 2,000 agents overflow nothing', () => {
  const loads = fc.record({
    callsPerHour: fc.integer({ min: 1, max: 20_000 }),
    handlingMs: fc.integer({ min: 20_000, max: 900_000 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), loads, (agents, one) => {
      const [fewer, more] = [staffingOf(agents, one), staffingOf(agents + 1, one)];
      expect(more.answeredShare).toBeGreaterThanOrEqual(fewer.answeredShare - 1e-12);
      expect(more.answeredShare).toBeGreaterThanOrEqual(0);
      expect(more.answeredShare).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

test('advice: when to switch, when to call for people, and when there is nothing to say', () => {
  const busy = { callsPerHour: 310 };
  expect(adviceFor({ answeredShare: 0.95 }, busy, 0.5)).toBe('enough');
  expect(adviceFor({ answeredShare: 0.7 }, busy, 0.5)).toBe('short');
  expect(adviceFor({ answeredShare: 0.49 }, busy, 0.5)).toBe('switch');
  expect(adviceFor({ answeredShare: 0 }, { callsPerHour: 3 }, 0.5)).toBe('tooFew');
});

test('the next hour grows on as the last one did, and never shrinks', () => {
  expect([nextHour(100, 160), nextHour(160, 100), nextHour(0, 0)]).toEqual([220, 100, 0]);
});
