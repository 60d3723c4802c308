import { addressParts, compareAddresses, foldAddress } from './duplicates-address';
import { compareNames } from './duplicates-person';
import { compareWording, saysOtherNeed, wordingOf } from './duplicates-text';
import { normalisePhone } from './phone';
import type { Field } from './organisation';

export { foldAddress };

/** What two reports are compared by. `receivedAt` is ISO 8601 UTC, phones in any spelling. */
export interface Likeness {
  readonly category: string;
  readonly field: Field;
  /** Empty while nobody knows the place. */
  readonly unitCode: string;
  /** Codes of the units around `unitCode`: a report placed at a district may be about any of its communes. */
  readonly unitPath?: readonly string[];
  readonly receivedAt: string;
  readonly phone?: string;
  readonly callerName?: string;
  readonly address?: string;
  readonly point?: { readonly lat: number; readonly lng: number };
  /** The person in need, when it is not the caller. */
  readonly subjectName?: string;
  readonly subjectPhone?: string;
  readonly description?: string;
}

/**
 * What each sign adds to the score, or takes from it. Measured on the labelled pairs of
 * `tests/fixtures/duplicate-pairs.jsonl`; how, and what that proves, is in `docs/duplicates.md`.
 */
export const lookalikeWeights = {
  samePhone: 0.4,
  sameHouse: 0.35,
  sameStreet: 0.1,
  sameArea: 0.1,
  samePoint: 0.2,
  samePerson: 0.3,
  sameText: 0.35,
  sameCategory: 0.1,
  soonAfter: 0.1,
  otherHouse: -0.5,
  otherPoint: -0.3,
  otherPerson: -0.3,
  otherNeed: -0.8,
  otherUnit: -0.15,
  longAfter: -0.25,
} as const;
export type LookalikeSign = keyof typeof lookalikeWeights;
export type LookalikeWeights = Readonly<Record<LookalikeSign, number>>;

/** Reports with this score or more are shown as lookalikes. */
export const LOOKALIKE_FROM = 0.45;

export interface LookalikeScore {
  /** 0 (nothing in common) to 1. */
  readonly score: number;
  /** Every sign that counted and its share, the heaviest first; the shares add up to the score before its limits. */
  readonly because: readonly { readonly sign: LookalikeSign; readonly share: number }[];
}

const SOON_MS = 6 * 3_600_000;
const LONG_MS = 72 * 3_600_000;
const SAME_POINT_M = 80;
const OTHER_POINT_M = 600;
/** The category of a report that nobody has sorted yet says nothing about the need. */
const unsorted = 'other';

/**
 * How much two reports look like one event, and why. Symmetric and explainable: each sign has one share. It only
 * ever warns; joining two tickets is a person's decision.
 */
export function scoreLookalike(
  a: Likeness,
  b: Likeness,
  weights: LookalikeWeights = lookalikeWeights,
): LookalikeScore {
  const strengths: [LookalikeSign, number][] = [
    ...phoneSigns(a, b),
    ...placeSigns(a, b),
    ...personSigns(a, b),
    ...needSigns(a, b),
    ...timeSigns(a, b),
  ];
  const because = strengths
    .map(([sign, strength]) => ({ sign, share: round(weights[sign] * strength) }))
    .filter(({ share }) => share !== 0)
    .sort((x, y) => Math.abs(y.share) - Math.abs(x.share) || (x.sign < y.sign ? -1 : 1));
  const sum = because.reduce((total, { share }) => total + share, 0);
  return { score: Math.min(1, Math.max(0, round(sum))), because };
}

type Signs = [LookalikeSign, number][];
const round = (value: number): number => Math.round(value * 100) / 100;

const phonesOf = (one: Likeness): string[] =>
  [one.phone, one.subjectPhone].flatMap((phone) =>
    phone === undefined ? [] : (normalisePhone(phone) ?? []),
  );

function phoneSigns(a: Likeness, b: Likeness): Signs {
  const theirs = phonesOf(b);
  return phonesOf(a).some((phone) => theirs.includes(phone)) ? [['samePhone', 1]] : [];
}

const mayBeOnePlace = (a: Likeness, b: Likeness): boolean =>
  a.unitCode === '' ||
  b.unitCode === '' ||
  a.unitCode === b.unitCode ||
  (a.unitPath?.includes(b.unitCode) ?? false) ||
  (b.unitPath?.includes(a.unitCode) ?? false);

function placeSigns(a: Likeness, b: Likeness): Signs {
  const signs: Signs = mayBeOnePlace(a, b) ? [] : [['otherUnit', 1]];
  const relation = compareAddresses(addressParts(a.address ?? ''), addressParts(b.address ?? ''));
  if (relation !== 'unknown') signs.push([relation, 1]);
  if (!a.point || !b.point || relation === 'sameHouse') return signs;
  const metres = metresBetween(a.point, b.point);
  if (metres <= SAME_POINT_M) signs.push(['samePoint', 1]);
  if (metres >= OTHER_POINT_M) signs.push(['otherPoint', 1]);
  return signs;
}

/**
 * A volunteer calls for many, so two named persons in need are compared with each other only. Where one report
 * names nobody but its caller, either may be the other's person: neighbours call for each other.
 */
function personSigns(a: Likeness, b: Likeness): Signs {
  if (a.subjectName !== undefined && b.subjectName !== undefined) {
    const alike = compareNames(a.subjectName, b.subjectName);
    return alike > 0.2 ? [['samePerson', alike]] : [['otherPerson', 1]];
  }
  const namesOf = (one: Likeness): string[] =>
    [one.callerName, one.subjectName].filter((name) => name !== undefined);
  const alike = namesOf(a).flatMap((name) => namesOf(b).map((other) => compareNames(name, other)));
  const best = Math.max(0, ...alike);
  return best > 0.2 ? [['samePerson', best]] : [];
}

function needSigns(a: Likeness, b: Likeness): Signs {
  const [mine, theirs] = [wordingOf(a.description ?? ''), wordingOf(b.description ?? '')];
  const text = compareWording(mine, theirs);
  const sorted = a.category !== unsorted && b.category !== unsorted;
  const otherField = sorted && a.field !== b.field && text < 0.35;
  const signs: Signs = [['sameText', text]];
  if (a.category === b.category) signs.push(['sameCategory', sorted ? 1 : 0.5]);
  if (otherField || (saysOtherNeed(mine, theirs) && text < 0.5)) signs.push(['otherNeed', 1]);
  return signs;
}

function timeSigns(a: Likeness, b: Likeness): Signs {
  const apartMs = Math.abs(Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
  if (apartMs <= SOON_MS) return [['soonAfter', 1]];
  return apartMs >= LONG_MS ? [['longAfter', 1]] : [];
}

/** On a plane: good to a per mille within a commune. */
function metresBetween(a: { lat: number; lng: number }, b: { lat: number; lng: number }): number {
  const metresPerDegree = 111_320;
  const north = (a.lat - b.lat) * metresPerDegree;
  const east = (a.lng - b.lng) * metresPerDegree * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}
