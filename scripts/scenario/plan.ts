import { answersFor, type Answers } from './answers';
import {
  categoryWeights,
  channelWeights,
  districtWeights,
  fates,
  hourShares,
  type Category,
  type PlannedChannel,
} from './august-2021';
import { planCaller, type PlannedCaller } from './callers';
import { createChance, type Chance } from './chance';
import { describe } from './words';

/** A unit as `GET /units` lists it. */
export interface Place {
  readonly code: string;
  readonly tier: string;
  readonly name: string;
  readonly parentCode: string | null;
}

/** One call of the morning and what its citizen will do later. Minutes are the morning's own, from 07:00. */
export interface PlannedCall {
  /** From 0, in the order of arrival. */
  readonly index: number;
  readonly atMinute: number;
  readonly category: Category;
  readonly channel: PlannedChannel;
  readonly districtCode: string;
  readonly unitCode: string;
  readonly caller: PlannedCaller;
  readonly description: string;
  readonly answers: Answers;
  /** The team finds nothing: a false report. */
  readonly isFalse: boolean;
  readonly cancelsAfterMinutes: number | null;
  readonly reopens: boolean;
  /** The index of an earlier call of the same person about the same thing. */
  readonly repeats: number | null;
}

/**
 * The morning's calls: the same seed, number, length and places give the same calls. Arrivals are a Poisson
 * process whose rate follows the hours of the day, given how many there are in all.
 */
export function planMorning(options: {
  readonly seed: string;
  readonly calls: number;
  readonly minutes: number;
  readonly places: readonly Place[];
}): readonly PlannedCall[] {
  const chance = createChance(options.seed);
  const arrivals = planArrivals(chance.of('arrivals'), options.calls, options.minutes);
  const planned: PlannedCall[] = [];
  for (const [index, atMinute] of arrivals.entries()) {
    planned.push(planCall(chance.of('call', index), { index, atMinute }, planned, options.places));
  }
  return planned;
}

/** Given their number, the arrivals of a Poisson process are independent draws from its rate, sorted. */
function planArrivals(chance: Chance, calls: number, minutes: number): readonly number[] {
  const hours = hourShares.slice(0, Math.ceil(minutes / 60));
  const weights = Object.fromEntries(
    hours.map((share, hour) => [String(hour), share * Math.min(1, minutes / 60 - hour)]),
  );
  const arrivals = Array.from({ length: calls }, () => {
    const hour = Number(chance.weighted(weights));
    return hour * 60 + chance.next() * Math.min(60, minutes - hour * 60);
  });
  return arrivals.sort((a, b) => a - b);
}

function planCall(
  chance: Chance,
  arrival: { readonly index: number; readonly atMinute: number },
  earlier: readonly PlannedCall[],
  places: readonly Place[],
): PlannedCall {
  const again = chance.happens(fates.callsTwice) ? earlier.at(-chance.whole(5, 25)) : undefined;
  // Somebody who calls again does so by telephone, tells the same and lets the first call decide the rest.
  if (again?.repeats === null && again.caller.hasMobile) {
    return {
      ...again,
      ...arrival,
      channel: 'hotline1022',
      cancelsAfterMinutes: null,
      reopens: false,
      repeats: again.index,
    };
  }
  const category = chance.weighted(categoryWeights);
  const channel = chance.weighted(channelWeights);
  const { district, commune } = choosePlace(chance.of('place'), places);
  const caller = planCaller(chance.of('caller'), { ...arrival, category, channel });
  const answers = answersFor(category, chance.of('answers'));
  return {
    ...arrival,
    category,
    channel,
    districtCode: district.code,
    unitCode: commune.code,
    caller,
    description: describe(category, answers, chance.of('words')),
    answers,
    isFalse: chance.happens(fates.falseReport),
    cancelsAfterMinutes: chance.happens(fates.cancels) ? chance.between(3, 40) : null,
    reopens: chance.happens(fates.reopens),
    repeats: null,
  };
}

/** A district by its share of the load, then any of its communes. */
function choosePlace(chance: Chance, places: readonly Place[]): { district: Place; commune: Place } {
  const districts = places.filter(({ tier }) => tier === 'district');
  const weights = Object.fromEntries(districts.map(({ code, name }) => [code, districtWeights[name] ?? 1]));
  const code = chance.weighted(weights);
  const district = districts.find((one) => one.code === code);
  const communes = places.filter(({ tier, parentCode }) => tier === 'commune' && parentCode === code);
  if (!district || communes.length === 0) throw new Error(`district ${code} has no communes`);
  return { district, commune: chance.one(communes) };
}
