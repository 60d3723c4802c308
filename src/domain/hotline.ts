import type { HotlineNumber, Tier, UnitRef } from './organisation';
import { isShortCode } from './phone';

/**
 * What the directory knows of one duty number beyond the number itself: when it last answered, and whether it is
 * shown to citizens. Plain facts about a line, never about a person.
 */

/** `listed`: shown; `withdrawn`: not shown; `forwarded`: another unit's number is shown in its place. */
export const listings = ['listed', 'withdrawn', 'forwarded'] as const;
export type Listing = (typeof listings)[number];

/** What a ring, or a whole roll-call's rings of one number, showed. `notRung`: nothing, through no fault of the line. */
export const ringResults = ['answered', 'noKey', 'machine', 'busy', 'noAnswer', 'failed', 'notRung'] as const;
export type RingResult = (typeof ringResults)[number];

/** What a roll-call did about a number. */
export const standingChanges = ['silent', 'withdrawn', 'forwarded', 'restored'] as const;
export type StandingChange = (typeof standingChanges)[number];

export interface HotlineStanding {
  readonly numberId: string;
  /** The number this was learnt of; a line that gets another number starts anew. */
  readonly number: string;
  readonly listing: Listing;
  /** Who took it off the list; null while it is listed. What a person did, only a person undoes. */
  readonly listingBy: 'rollCall' | 'person' | null;
  /** Of a person's doing: the user's id. */
  readonly listingUserId: string | null;
  /** ISO; null while it has always been listed. */
  readonly listingSince: string | null;
  /** The number shown instead; null: the nearest listed one above. */
  readonly forwardToNumberId: string | null;
  /** ISO: when somebody last answered and pressed the key. */
  readonly verifiedAt: string | null;
  /** ISO: when a roll-call last rang it. */
  readonly rungAt: string | null;
  readonly lastResult: RingResult | null;
  /** Nights in a row without an answer, each night once however often it is rung. */
  readonly silentNights: number;
  /** Local date of the last of them. */
  readonly lastSilentNight: string | null;
  /** The roll-call that was last entered here, and what came of it: entering it again changes nothing. */
  readonly rollCallId: string | null;
  readonly lastChange: StandingChange | null;
  readonly revision: number;
}

export const newStanding = (numberId: string, number: string, revision = 0): HotlineStanding => ({
  ...{ numberId, number, listing: 'listed', listingBy: null, listingUserId: null, listingSince: null },
  ...{ forwardToNumberId: null, verifiedAt: null, rungAt: null, lastResult: null, silentNights: 0 },
  ...{ lastSilentNight: null, rollCallId: null, lastChange: null, revision },
});

/** The standing of this number today: what was learnt of an older number does not count. */
export function standingOf(
  { id, number }: Pick<HotlineNumber, 'id' | 'number'>,
  known: HotlineStanding | undefined,
): HotlineStanding {
  return known?.number === number ? known : newStanding(id, number, known?.revision);
}

/** A person takes a number off the list, or shows another one in its place. */
export function takeOffTheList(
  standing: HotlineStanding,
  by: {
    readonly listing: 'withdrawn' | 'forwarded';
    readonly userId: string;
    readonly at: string;
    readonly toNumberId: string | null;
  },
): HotlineStanding {
  return {
    ...standing,
    ...{ listing: by.listing, listingBy: 'person', listingUserId: by.userId, listingSince: by.at },
    forwardToNumberId: by.listing === 'forwarded' ? by.toNumberId : null,
    revision: standing.revision + 1,
  };
}

/** Back on the list; its silent nights are forgotten, or the next one would take it off again. */
export function restore(standing: HotlineStanding, at: string): HotlineStanding {
  return {
    ...standing,
    ...{ listing: 'listed', listingBy: null, listingUserId: null, listingSince: at, forwardToNumberId: null },
    ...{ silentNights: 0, lastSilentNight: null, revision: standing.revision + 1 },
  };
}

/** Roll-calls ring what citizens may call, and what they themselves have taken off the list. */
export const isRung = (
  number: Pick<HotlineNumber, 'published' | 'number'>,
  standing: HotlineStanding,
): boolean => number.published && !isShortCode(number.number) && standing.listingBy !== 'person';

/** A number as citizens see it. */
export interface ShownHotline {
  readonly number: string;
  /** Whose line it is: the unit itself, or the one above that answers in its place. */
  readonly unitCode: string;
  readonly tier: Tier;
  readonly isForwarded: boolean;
  readonly verifiedAt: string | null;
}

interface Known {
  readonly numbers: readonly HotlineNumber[];
  readonly standings: ReadonlyMap<string, HotlineStanding>;
}

const listedOf = (unitCode: string, { numbers, standings }: Known): readonly HotlineNumber[] =>
  numbers.filter(
    (number) =>
      number.unitCode === unitCode &&
      number.published &&
      standingOf(number, standings.get(number.id)).listing === 'listed',
  );

const shown = (number: HotlineNumber, tier: Tier, isForwarded: boolean, known: Known): ShownHotline => ({
  ...{ number: number.number, unitCode: number.unitCode, tier, isForwarded },
  verifiedAt: standingOf(number, known.standings.get(number.id)).verifiedAt,
});

/**
 * The number that stands in for a forwarded one: the one it names while that is listed, else the nearest listed
 * one above its unit; null when there is none.
 */
export function forwardTarget(
  standing: HotlineStanding,
  unitPath: readonly UnitRef[],
  known: Known,
): HotlineNumber | null {
  const named = known.numbers.find(({ id }) => id === standing.forwardToNumberId);
  if (named && listedOf(named.unitCode, known).includes(named)) return named;
  for (const { code } of unitPath.slice(0, -1).reverse()) {
    const [first] = listedOf(code, known);
    if (first) return first;
  }
  return null;
}

/**
 * What citizens of a unit may call: its own listed numbers, then the ones that stand in for forwarded numbers.
 * Empty when nothing of it is listed.
 *
 * @param unitPath from the province down to the unit itself
 */
export function hotlinesOf(unitPath: readonly UnitRef[], known: Known): readonly ShownHotline[] {
  const own = unitPath.at(-1);
  if (!own) return [];
  const listed = listedOf(own.code, known).map((number) => shown(number, own.tier, false, known));
  const forwarded = known.numbers.flatMap((number) => {
    if (number.unitCode !== own.code || !number.published) return [];
    const standing = standingOf(number, known.standings.get(number.id));
    const target = standing.listing === 'forwarded' ? forwardTarget(standing, unitPath, known) : null;
    if (!target) return [];
    const tier = unitPath.find(({ code }) => code === target.unitCode)?.tier ?? own.tier;
    return [shown(target, tier, true, known)];
  });
  return [
    ...new Map([...listed, ...forwarded].map((one) => [one.number, one] as const).reverse()).values(),
  ].reverse();
}

/** What the figures call a published number. */
export const hotlineStates = ['verified', 'silent', 'unverified', 'withdrawn', 'forwarded'] as const;
export type HotlineState = (typeof hotlineStates)[number];

export function stateOf(standing: HotlineStanding): HotlineState {
  if (standing.listing !== 'listed') return standing.listing;
  if (standing.silentNights > 0) return 'silent';
  return standing.verifiedAt === null ? 'unverified' : 'verified';
}

export type HotlineFigures = Readonly<Record<HotlineState, number>>;

/** Counts of the numbers that a roll-call can ring, by the unit that owns them. */
export function figuresByUnit({ numbers, standings }: Known): ReadonlyMap<string, HotlineFigures> {
  const figures = new Map<string, Record<HotlineState, number>>();
  for (const number of numbers) {
    if (!number.published || isShortCode(number.number)) continue;
    const counts = figures.get(number.unitCode) ?? {
      ...{ verified: 0, silent: 0, unverified: 0, withdrawn: 0, forwarded: 0 },
    };
    counts[stateOf(standingOf(number, standings.get(number.id)))] += 1;
    figures.set(number.unitCode, counts);
  }
  return figures;
}

export const sumOf = (figures: Iterable<HotlineFigures>): HotlineFigures => {
  const sum = { verified: 0, silent: 0, unverified: 0, withdrawn: 0, forwarded: 0 };
  for (const one of figures) for (const state of hotlineStates) sum[state] += one[state];
  return sum;
};
