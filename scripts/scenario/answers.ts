import type { Category } from './august-2021';
import type { Chance } from './chance';

/** Answers to the questions of a category's triage protocol, by question id. */
export type Answers = Readonly<Record<string, string | number | boolean>>;

/**
 * What this caller answers. How often there is a red flag is ours: nearly always in an emergency, once in six
 * consults, because SpO2 below 95 was what most calls of that month were about.
 */
export function answersFor(category: Category, chance: Chance): Answers {
  switch (category) {
    case 'emergency':
      return chance.happens(0.05) ? { childbirth: true, age: chance.whole(18, 42) } : redFlag(chance);
    case 'hospitalTransfer':
      return {
        ...body(chance, 0.1, 0.5),
        oxygenNeeded: chance.weighted({ none: 4, mask: 5, highFlow: 0.8, ventilator: 0.2 }),
        requestedBy: chance.weighted({ citizen: 4, healthStation: 3, quarantineSite: 3 }),
      };
    case 'f0Consult':
      return {
        ...body(chance, 0.06, 0.1),
        ...temperature(chance),
        infection: chance.weighted({ f0: 7, f1: 2, unknown: 1 }),
      };
    case 'suspectedCase':
      return {
        ...body(chance, 0.03, 0.05),
        ...temperature(chance),
        cough: chance.happens(0.8),
        contactWithCase: chance.happens(0.5),
      };
    case 'foodRelief':
      return {
        ...(chance.happens(0.2) ? { scheduled: true } : { noFoodToday: chance.happens(0.4) }),
        infantFormula: chance.happens(0.07),
        people: chance.whole(1, 9),
        lockedDown: chance.happens(0.7),
        vulnerable: chance.happens(0.3),
      };
    case 'securityReport':
      return {
        underWay: chance.happens(0.35),
        violence: chance.happens(0.05),
        kind: chance.weighted({ gathering: 4, curfew: 3, business: 2, escape: 1, disorder: 1, theft: 1 }),
        people: chance.whole(1, 30),
      };
    case 'other':
      return {
        kind: chance.weighted({ question: 4, money: 4, travel: 3, suggestion: 1, complaint: 2 }),
        today: chance.happens(0.2),
      };
  }
}

/** One thing that makes it life-threatening. */
function redFlag(chance: Chance): Answers {
  const age = { age: chance.whole(18, 92) };
  const sign = chance.weighted({
    breathless: 5,
    spo2: 4,
    unconscious: 2,
    chestPain: 2,
    blueLips: 1,
    none: 1,
  });
  if (sign === 'none') return age;
  return sign === 'spo2' ? { ...age, spo2: chance.whole(70, 89) } : { ...age, [sign]: true };
}

/** A sick person: seldom in danger, sometimes short of oxygen, mostly neither. */
function body(chance: Chance, inDanger: number, lowOxygen: number): Answers {
  if (chance.happens(inDanger)) return redFlag(chance);
  return {
    age: chance.whole(4, 88),
    spo2: chance.happens(lowOxygen) ? chance.whole(90, 94) : chance.whole(96, 99),
    comorbidity: chance.happens(0.2),
  };
}

const temperature = (chance: Chance): Answers => ({ temperature: chance.whole(365, 395) / 10 });
