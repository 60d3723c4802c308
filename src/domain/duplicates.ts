import { normalisePhone } from './phone';
import { unaccented } from './sms-text';

/** What two reports are compared by. `receivedAt` is ISO 8601 UTC, `phone` in any spelling. */
export interface Likeness {
  readonly category: string;
  readonly unitCode: string;
  readonly receivedAt: string;
  readonly phone?: string;
  readonly address?: string;
}

const lookalikeReasons = ['samePhone', 'sameAddress', 'samePlaceAndCategory'] as const;
export type LookalikeReason = (typeof lookalikeReasons)[number];

const weights: Readonly<Record<LookalikeReason, number>> = {
  samePhone: 0.6,
  sameAddress: 0.5,
  samePlaceAndCategory: 0.2,
};

/** Two reports of one place and category further apart than this are two events. */
const LOOKALIKE_WINDOW_MS = 24 * 3_600_000;

/** Words that people put in or leave out of one and the same address. */
const addressNoise: ReadonlySet<string> = new Set(['so', 'nha', 'duong', 'd']);

/**
 * One spelling for one address: no accents, lower case, no punctuation, no filler words, so that `Số 12, đường Lê Lợi`
 * and `12 le loi` agree. Empty when nothing that could name a place is left.
 */
export function foldAddress(address: string): string {
  return unaccented(address)
    .toLowerCase()
    .split(/[^a-z0-9/]+/)
    .filter((word) => word !== '' && !addressNoise.has(word))
    .join(' ');
}

const samePhone = (a: Likeness, b: Likeness): boolean => {
  const phone = a.phone === undefined ? null : normalisePhone(a.phone);
  return phone !== null && b.phone !== undefined && phone === normalisePhone(b.phone);
};

const sameAddress = (a: Likeness, b: Likeness): boolean => {
  const address = foldAddress(a.address ?? '');
  return address !== '' && address === foldAddress(b.address ?? '');
};

const samePlaceAndCategory = (a: Likeness, b: Likeness): boolean =>
  a.unitCode === b.unitCode &&
  a.category === b.category &&
  Math.abs(Date.parse(a.receivedAt) - Date.parse(b.receivedAt)) <= LOOKALIKE_WINDOW_MS;

/**
 * How much two reports look like one event: 0 (nothing in common) to 1, and why. It only ever warns; joining
 * two tickets is a person's decision.
 */
export function scoreLookalike(
  a: Likeness,
  b: Likeness,
): { readonly score: number; readonly because: readonly LookalikeReason[] } {
  const tests = { samePhone, sameAddress, samePlaceAndCategory };
  const because = lookalikeReasons.filter((reason) => tests[reason](a, b));
  const score = because.reduce((sum, reason) => sum + weights[reason], 0);
  return { score: Math.min(1, Math.round(score * 100) / 100), because };
}
