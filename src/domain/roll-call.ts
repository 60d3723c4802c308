import type { HotlineStanding, RingResult, StandingChange } from './hotline';
import { restore } from './hotline';

/** The rules of a roll-call: what a ring means, when a number is flagged, taken off the list and put back. */
export interface RollCallPolicy {
  readonly version: number;
  /** Local time HH:MM, and the IANA zone it is meant in. */
  readonly nightlyAt: string;
  readonly timeZone: string;
  /** Rings under way at once. */
  readonly numbersAtOnce: number;
  readonly ringSeconds: number;
  /** How long the one who answers has for the key, each time they are asked. */
  readonly keySeconds: number;
  /** Rings of a number that stays silent, the first included. */
  readonly tries: number;
  readonly retryAfterMs: number;
  /** Units hear of silent numbers between these local times only; a roll-call that ends at night waits. */
  readonly tellFrom: string;
  readonly tellUntil: string;
  readonly offTheListAfterNights: number;
  readonly thenSilent: 'withdrawn' | 'forwarded';
  /** When so large a share of at least so many numbers is silent, the fault is ours: the night does not count. */
  readonly distrustFromNumbers: number;
  readonly distrustSilentShare: number;
}

const silent: ReadonlySet<RingResult> = new Set(['noKey', 'machine', 'noAnswer', 'failed']);

/** Rung properly, and nobody was there. A busy line is somebody speaking; one that was not rung says nothing. */
const isSilent = (result: RingResult): boolean => silent.has(result);

/** One result of all rings of a number: a key at any of them counts, and so does a line that was in use. */
export function resultOfRings(results: readonly RingResult[]): RingResult {
  for (const settling of ['answered', 'busy'] as const) if (results.includes(settling)) return settling;
  return results.findLast(isSilent) ?? 'notRung';
}

/** False when so much is silent that our own telephone is the likelier fault. */
export function isCredible(results: readonly RingResult[], policy: RollCallPolicy): boolean {
  const rung = results.filter((result) => result !== 'notRung');
  if (rung.length < policy.distrustFromNumbers) return true;
  return rung.filter(isSilent).length / rung.length < policy.distrustSilentShare;
}

/**
 * Enters a roll-call's result for one number; `lastChange` says what came of it. Entering the same roll-call again
 * changes nothing. Two roll-calls of one night count as one night.
 *
 * @param found.night local date (YYYY-MM-DD) of the roll-call
 * @param found.credible see `isCredible`; silence in a night that is not believed changes nothing
 */
export function enterResult(
  standing: HotlineStanding,
  found: {
    readonly rollCallId: string;
    readonly result: RingResult;
    readonly at: string;
    readonly night: string;
    readonly credible: boolean;
  },
  policy: Pick<RollCallPolicy, 'offTheListAfterNights' | 'thenSilent'>,
): HotlineStanding {
  const { rollCallId, result, at, night, credible } = found;
  if (standing.rollCallId === rollCallId) return standing;
  const entered: HotlineStanding = {
    ...standing,
    ...{ rollCallId, lastChange: null, lastResult: result, revision: standing.revision + 1 },
    rungAt: result === 'notRung' ? standing.rungAt : at,
  };
  if (result === 'answered') return answered(entered, at);
  if (!isSilent(result) || !credible) return entered;
  const silentNights = standing.silentNights + (standing.lastSilentNight === night ? 0 : 1);
  const counted = { ...entered, silentNights, lastSilentNight: night };
  if (counted.listing !== 'listed') return counted;
  if (silentNights < policy.offTheListAfterNights) return { ...counted, lastChange: 'silent' };
  return {
    ...counted,
    ...{ listing: policy.thenSilent, listingBy: 'rollCall', listingSince: at, forwardToNumberId: null },
    lastChange: policy.thenSilent,
  };
}

function answered(entered: HotlineStanding, at: string): HotlineStanding {
  const heard = { ...entered, verifiedAt: at, silentNights: 0, lastSilentNight: null };
  return heard.listingBy === 'rollCall'
    ? { ...restore(heard, at), revision: heard.revision, lastChange: 'restored' }
    : heard;
}

/** What the unit itself is told of; the rest is in the province's summary. */
export const isTold = (change: StandingChange | null): boolean => change !== null && change !== 'restored';

/** How many milliseconds until units may be told: 0 by day, at night until `tellFrom`. */
export function msUntilTelling(
  nowMs: number,
  policy: Pick<RollCallPolicy, 'tellFrom' | 'tellUntil'>,
  utcOffsetMinutes = 420,
): number {
  const minuteMs = 60_000;
  const dayMs = 24 * 60 * minuteMs;
  const ofDay = (((nowMs + utcOffsetMinutes * minuteMs) % dayMs) + dayMs) % dayMs;
  const at = (clock: string): number => {
    const [hours = '0', minutes = '0'] = clock.split(':');
    return (Number(hours) * 60 + Number(minutes)) * minuteMs;
  };
  if (ofDay >= at(policy.tellFrom) && ofDay < at(policy.tellUntil)) return 0;
  const wait = at(policy.tellFrom) - ofDay;
  return wait > 0 ? wait : wait + dayMs;
}
