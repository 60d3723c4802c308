import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ticketBody } from '../../src/api/tickets/create-route';
import { bodyOf } from '../../scripts/scenario/intake';
import { createChance } from '../../scripts/scenario/chance';
import { createPace } from '../../scripts/scenario/pace';
import { planMorning, type Place, type PlannedCall } from '../../scripts/scenario/plan';
import { normalisePhone } from '../../src/domain/phone';
import { answerProblems, assess } from '../../src/domain/triage';
import { loadProtocols } from '../../src/platform/reference-data';

const file = join(__dirname, '..', '..', 'data', 'admin-units', 'binh-duong-2021.json');
const places = (JSON.parse(readFileSync(file, 'utf8')) as { units: Place[] }).units;
const morning = (seed: string, calls = 3_000, minutes = 240): readonly PlannedCall[] =>
  planMorning({ seed, calls, minutes, places });
const protocols = loadProtocols();

const shareOf = (calls: readonly PlannedCall[], fits: (call: PlannedCall) => boolean): number =>
  calls.filter(fits).length / calls.length;

describe('a planned morning', () => {
  const calls = morning('2021');

  test('the same seed gives the same calls, another seed gives others', () => {
    expect(morning('2021')).toEqual(calls);
    const others = morning('2022');
    expect(others.map(({ caller }) => caller.phone)).not.toEqual(calls.map(({ caller }) => caller.phone));
    expect(others.filter((call, index) => call.atMinute === calls[index]?.atMinute)).toEqual([]);
  });

  test('a stream of chance depends on its name and not on what is drawn beside it', () => {
    const alone = createChance('s').of('call', 7).next();
    const chance = createChance('s');
    for (let drawn = 0; drawn < 10; drawn += 1) chance.of('call', drawn).next();
    chance.next();
    expect(chance.of('call', 7).next()).toBe(alone);
  });

  test('calls come in order, within the morning, and most of them in its busy hour', () => {
    const minutes = calls.map(({ atMinute }) => atMinute);
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
    expect(minutes.at(-1)).toBeLessThan(240);
    const perHour = [0, 1, 2, 3].map((hour) =>
      shareOf(calls, (call) => Math.floor(call.atMinute / 60) === hour),
    );
    // 5, 8, 10 and 9 % of a day.
    for (const [hour, share] of [5, 8, 10, 9].entries()) expect(perHour[hour]).toBeCloseTo(share / 32, 1);
    expect(Math.max(...perHour)).toBe(perHour[2]);
  });

  test('the mix is that of August 2021: 46 % hardship, 12 % emergency, 94 % by telephone, nine of ten from five districts', () => {
    expect(shareOf(calls, ({ category }) => category === 'foodRelief')).toBeCloseTo(0.464, 1);
    expect(shareOf(calls, ({ category }) => category === 'emergency')).toBeCloseTo(0.124, 1);
    expect(shareOf(calls, ({ channel }) => channel.startsWith('hotline'))).toBeCloseTo(0.939, 1);
    expect(shareOf(calls, ({ channel }) => channel === 'press')).toBeLessThan(0.02);
    const five = new Set(
      places
        .filter(({ name }) => ['Thuận An', 'Dĩ An', 'Tân Uyên', 'Thủ Dầu Một', 'Bến Cát'].includes(name))
        .map(({ code }) => code),
    );
    expect(shareOf(calls, ({ districtCode }) => five.has(districtCode))).toBeCloseTo(0.91, 1);
    expect(
      calls.every(({ unitCode, districtCode }) =>
        places.some(({ code, parentCode }) => code === unitCode && parentCode === districtCode),
      ),
    ).toBe(true);
  });

  test('every answer fits its protocol, and red flags and every class are among them', () => {
    const assessed = calls.map(({ category, answers }) => {
      const protocol = protocols.get(category);
      if (!protocol) throw new Error(`no protocol for ${category}`);
      expect([category, answerProblems(protocol, answers)]).toEqual([category, []]);
      return assess(protocol, answers);
    });
    expect(new Set(assessed.map(({ priority }) => priority))).toEqual(
      new Set(['P1', 'P2', 'P3', 'P4', 'P5']),
    );
    expect(assessed.filter(({ because }) => because === 'redFlag').length).toBeGreaterThan(calls.length / 20);
  });

  test('every call is one that the API takes', () => {
    for (const call of calls) {
      const { success, error } = ticketBody.safeParse(bodyOf(call));
      expect([call.index, success, error?.issues]).toEqual([call.index, true, undefined]);
    }
  });

  test('every number can be called, and nobody shares one but who calls twice', () => {
    const phones = calls.map(({ caller }) => normalisePhone(caller.phone));
    expect(phones).not.toContain(null);
    const first = calls.filter(({ repeats }) => repeats === null);
    expect(new Set(first.map(({ caller }) => normalisePhone(caller.phone))).size).toBe(first.length);
    const again = calls.filter(({ repeats }) => repeats !== null);
    expect(again.length).toBeGreaterThan(0);
    for (const { repeats, caller, index } of again) {
      expect(calls[repeats ?? -1]?.caller).toEqual(caller);
      expect(repeats).toBeLessThan(index);
    }
  });
});

test('an hour of the morning takes a minute at 60 times the speed, and no time at full speed', () => {
  const { signal } = new AbortController();
  expect(createPace(60, signal).realMs(60)).toBe(60_000);
  expect(createPace('max', signal).realMs(60)).toBe(0);
});
