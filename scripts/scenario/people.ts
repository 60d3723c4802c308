import type { Chance } from './chance';
import type { Member } from './world';

/** How somebody of a team answers a page. Ours: no source says how teams answered in 2021. */
export type Means = 'keypad' | 'link' | 'app';
export type Answer = 'claims' | 'declines' | 'sleeps';

/** Phones that no page can wake: voicemail, or switched off. */
const deadPhones = { machine: 0.03, unreachable: 0.02 } as const;

/** One person keeps to one means all morning; who can sign in uses the app. */
export function meansOf(member: Member, chance: Chance): Means {
  if (member.account) return 'app';
  return chance.of('means', member.phone).happens(0.5) ? 'keypad' : 'link';
}

/** Tickets a team works on at once before it is busy. A province's has several vehicles, a commune's is one. */
const capacities: Readonly<Record<string, number>> = { province: 6, district: 5, commune: 4 };

/** How often a team that is free takes what it is offered: the province leaves most to the place itself. */
const takes: Readonly<Record<string, number>> = { province: 0.25, district: 0.45, commune: 0.85 };

/**
 * What this person does with their n-th page. An emergency is hardly ever refused, a team sent by hand goes;
 * a busy team mostly says so, sometimes nobody hears the phone.
 */
export function answerOf(
  member: Member,
  page: { readonly priority: string | null; readonly nth: number; readonly byHand: boolean },
  load: number,
  chance: Chance,
): Answer {
  const drawn = chance.of('answer', member.phone, page.nth);
  const isBusy = load >= (capacities[member.tier] ?? 4) && !page.byHand;
  const willing = page.byHand || page.priority === 'P1' ? 0.95 : (takes[member.tier] ?? 0.8);
  if (!isBusy && drawn.happens(willing)) return 'claims';
  return drawn.happens(member.tier === 'commune' ? 0.6 : 0.85) ? 'declines' : 'sleeps';
}

/** Minutes of the morning that people need. Ours; docs/scenario.md lists them. */
export const minutes = {
  pickUp: (chance: Chance): number => chance.between(0.1, 0.5),
  readSms: (chance: Chance): number => chance.between(0.3, 1.5),
  travel: (priority: string, chance: Chance): number =>
    priority === 'P1'
      ? chance.between(4, 14)
      : priority === 'P2'
        ? chance.between(8, 35)
        : chance.between(10, 80),
  work: (priority: string, chance: Chance): number =>
    priority === 'P1' ? chance.between(10, 50) : chance.between(5, 60),
  hold: (chance: Chance): number => chance.between(15, 60),
  agentTriage: (chance: Chance): number => chance.between(0.5, 9),
  callBack: (chance: Chance): number => chance.between(2, 25),
} as const;

/** How long a dispatcher lets a ticket wait unclaimed before sending somebody by hand. */
export const dispatcherPatience: Readonly<Record<string, number>> = { P1: 3, P2: 8, P3: 22, P4: 40, P5: 60 };

/** Seldom things that happen to a team at work. */
export const mishaps = { handsBack: 0.03, waitsForBed: 0.25, citizenUnreachable: 0.05 } as const;

/** What is wrong with a phone, if anything; decided once by its number. */
export function deadnessOf(phone: string, chance: Chance): 'machine' | 'unreachable' | null {
  const drawn = chance.of('phone', phone).next();
  if (drawn < deadPhones.unreachable) return 'unreachable';
  return drawn < deadPhones.unreachable + deadPhones.machine ? 'machine' : null;
}
