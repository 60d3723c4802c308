import type { PolicyWords } from './words-vi';

export const durationUnits = ['minutes', 'hours', 'days'] as const;
export type DurationUnit = (typeof durationUnits)[number];
const unitMs: Readonly<Record<DurationUnit, number>> = {
  ...{ minutes: 60_000, hours: 3_600_000, days: 86_400_000 },
};

/** A duration as somebody writes it: `90` and `minutes`. */
export interface WrittenDuration {
  readonly amount: string;
  readonly unit: DurationUnit;
}

/** In the largest unit that says it without a fraction; minutes otherwise. */
export function written(durationMs: number): WrittenDuration {
  const unit =
    [...durationUnits].reverse().find((one) => durationMs > 0 && durationMs % unitMs[one] === 0) ?? 'minutes';
  return { amount: String(durationMs / unitMs[unit]), unit };
}

/** In milliseconds; null for what is no number. A decimal comma counts. */
export function durationMsOf({ amount, unit }: WrittenDuration): number | null {
  const plain = amount.trim().replace(',', '.');
  const number = plain === '' ? Number.NaN : Number(plain);
  return Number.isFinite(number) ? Math.round(number * unitMs[unit]) : null;
}

export function durationText(durationMs: number, words: PolicyWords['units']): string {
  const { amount, unit } = written(durationMs);
  return `${amount} ${words[unit]}`;
}
