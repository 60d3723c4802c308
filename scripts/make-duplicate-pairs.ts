import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Likeness } from '../src/domain/duplicates';
import { createChance, type Chance } from './duplicate-pairs/chance';
import {
  callers,
  households,
  nextDoorOf,
  otherNeedOf,
  phrasings,
  streets,
  words,
} from './duplicate-pairs/material';
import { asHeard, asTyped, asWrittenAddress, asWrittenPhone } from './duplicate-pairs/noise';

/** Two invented reports, and whether they are about one event. */
export interface LabelledPair {
  readonly kind: string;
  readonly isDuplicate: boolean;
  readonly a: Likeness;
  readonly b: Likeness;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const firstDayMs = Date.parse('2021-08-01T00:00:00Z');

interface Household {
  readonly phone: string;
  readonly person: string;
  readonly house: string;
  readonly street: string;
  readonly quarter: string;
  readonly unitCode: string;
}

/** One report of a household's need, with the noise of a telephone and of typing hands. */
function report(
  chance: Chance,
  at: number,
  home: Household,
  need: string,
  change: { phone?: string | null; callerName?: string | null; subjectName?: string; address?: null } = {},
): Likeness {
  const { category, field, texts } = phrasings[need] ?? words.unknown;
  const phone = change.phone === undefined ? home.phone : change.phone;
  const callerName = change.callerName === undefined ? home.person : change.callerName;
  const saysAddress = change.address !== null && chance.happens(0.93);
  return {
    category: chance.happens(0.08) ? 'other' : category,
    field,
    unitCode: home.unitCode,
    receivedAt: new Date(at).toISOString(),
    description: asTyped(chance, chance.pick(texts)),
    ...(phone !== null && { phone: asWrittenPhone(chance, phone) }),
    ...(callerName !== null && chance.happens(0.85) && { callerName: asHeard(chance, callerName) }),
    ...(change.subjectName !== undefined && { subjectName: asHeard(chance, change.subjectName) }),
    ...(saysAddress && { address: asWrittenAddress(chance, home) }),
  };
}

type Maker = (chance: Chance) => readonly [Likeness, Likeness];

/** A pair's two times: `b` comes up to `withinMs` after `a`. */
const times = (chance: Chance, withinMs: number): [number, number] => {
  const first = firstDayMs + chance.between(0, 28 * 24) * HOUR_MS;
  return [first, first + chance.between(2 * MINUTE_MS, withinMs)];
};
const anyNeed = (chance: Chance): string => chance.pick(Object.keys(phrasings));
const householdNeed = (chance: Chance): string =>
  chance.pick(Object.keys(phrasings).filter((need) => !['gathering', 'fight', 'waste'].includes(need)));

const duplicates: Readonly<Record<string, { count: number; make: Maker }>> = {
  sameCallerAgain: {
    count: 90,
    make: (chance) => {
      const [home, need, [t1, t2]] = [households(chance), anyNeed(chance), times(chance, 30 * HOUR_MS)];
      return [report(chance, t1, home, need), report(chance, t2, home, need)];
    },
  },
  neighbourForTheSamePerson: {
    count: 55,
    make: (chance) => {
      const [home, need, [t1, t2]] = [households(chance), householdNeed(chance), times(chance, 8 * HOUR_MS)];
      const neighbour = callers(chance);
      return [
        report(chance, t1, home, need),
        report(chance, t2, home, need, {
          phone: neighbour.phone,
          callerName: neighbour.person,
          subjectName: home.person,
        }),
      ];
    },
  },
  familyMemberFromAnotherPhone: {
    count: 55,
    make: (chance) => {
      const [home, need, [t1, t2]] = [households(chance), householdNeed(chance), times(chance, 5 * HOUR_MS)];
      const relative = callers(chance);
      return [
        report(chance, t1, home, need, { subjectName: home.person }),
        report(chance, t2, home, need, { phone: relative.phone, callerName: relative.person }),
      ];
    },
  },
  smsAfterCall: {
    count: 45,
    make: (chance) => {
      const [home, need, [t1, t2]] = [households(chance), anyNeed(chance), times(chance, 10 * HOUR_MS)];
      const sms = report(chance, t2, home, need, { callerName: null, address: null });
      return [report(chance, t1, home, need), { ...sms, category: 'other', field: 'relief' }];
    },
  },
  sortedDifferently: {
    count: 25,
    make: (chance) => {
      const [home, [t1, t2]] = [households(chance), times(chance, 10 * HOUR_MS)];
      const need = chance.pick(['breathing', 'fever', 'positive', 'transfer']);
      const again = report(chance, t2, home, need);
      return [
        report(chance, t1, home, need),
        { ...again, category: chance.pick(['suspectedCase', 'f0Consult', 'emergency']), field: 'medical' },
      ];
    },
  },
  strangersSeeOneEvent: {
    count: 30,
    make: (chance) => {
      const [home, [t1, t2]] = [households(chance), times(chance, 3 * HOUR_MS)];
      const need = chance.pick(['gathering', 'fight', 'accident']);
      const seen = (at: number): Likeness => {
        const witness = callers(chance);
        const point = {
          lat: 10.98 + parseInt(home.house, 10) / 1e5,
          lng: 106.65 + chance.between(0, 40) / 1e5,
        };
        return { ...report(chance, at, home, need, { phone: witness.phone, callerName: null }), point };
      };
      return [seen(t1), seen(t2)];
    },
  },
};

const lookAlikes: Readonly<Record<string, { count: number; make: Maker }>> = {
  sameFamilyOtherNeed: {
    count: 60,
    make: (chance) => {
      const [home, need, [t1, t2]] = [households(chance), householdNeed(chance), times(chance, 24 * HOUR_MS)];
      return [report(chance, t1, home, need), report(chance, t2, home, otherNeedOf(chance, need))];
    },
  },
  sameLaneOtherHouse: {
    count: 45,
    make: (chance) => {
      const [home, need, [t1, t2]] = [households(chance), anyNeed(chance), times(chance, 5 * HOUR_MS)];
      const other = { ...home, ...callers(chance), house: nextDoorOf(home.house) };
      return [report(chance, t1, home, need), report(chance, t2, other, need)];
    },
  },
  sameNameOtherPlace: {
    count: 30,
    make: (chance) => {
      const [home, need, [t1, t2]] = [households(chance), anyNeed(chance), times(chance, 5 * HOUR_MS)];
      const elsewhere = households(chance);
      const street = chance.pick(streets.filter((name) => name !== home.street));
      return [
        report(chance, t1, home, need),
        report(chance, t2, { ...elsewhere, person: home.person, street, unitCode: home.unitCode }, need),
      ];
    },
  },
  volunteerForManyHouseholds: {
    count: 40,
    make: (chance) => {
      const [volunteer, need, [t1, t2]] = [
        callers(chance),
        householdNeed(chance),
        times(chance, 6 * HOUR_MS),
      ];
      const [one, two] = [households(chance), households(chance)];
      const by = { phone: volunteer.phone, callerName: volunteer.person };
      const second = { ...two, unitCode: one.unitCode };
      return [
        report(chance, t1, one, need, { ...by, subjectName: one.person }),
        report(chance, t2, second, need, { ...by, subjectName: two.person }),
      ];
    },
  },
  sameNeedInOneCommune: {
    count: 25,
    make: (chance) => {
      const [one, two, need, [t1, t2]] = [
        households(chance),
        households(chance),
        anyNeed(chance),
        times(chance, 2 * HOUR_MS),
      ];
      return [report(chance, t1, one, need), report(chance, t2, { ...two, unitCode: one.unitCode }, need)];
    },
  },
};

/** 300 pairs about one event and 200 that only look so; the same seed gives the same pairs. */
export function makeDuplicatePairs(seed: number): LabelledPair[] {
  const chance = createChance(seed);
  const made = (kinds: typeof duplicates, isDuplicate: boolean): LabelledPair[] =>
    Object.entries(kinds).flatMap(([kind, { count, make }]) =>
      Array.from({ length: count }, () => {
        const [a, b] = make(chance);
        return { kind, isDuplicate, a, b };
      }),
    );
  return [...made(duplicates, true), ...made(lookAlikes, false)];
}

if (require.main === module) {
  const file = join(__dirname, '..', 'tests', 'fixtures', 'duplicate-pairs.jsonl');
  const lines = makeDuplicatePairs(20_210_801).map((pair) => JSON.stringify(pair));
  writeFileSync(file, `${lines.join('\n')}\n`);
  process.stdout.write(`${file}: ${String(lines.length)} pairs\n`);
}
