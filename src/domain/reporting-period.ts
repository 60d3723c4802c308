/** Whole months or weeks of local time. Viet Nam has no summer time, so a fixed offset is exact. */
export const periodKinds = ['month', 'week'] as const;
export type PeriodKind = (typeof periodKinds)[number];

export interface ReportingPeriod {
  /** `2026-10`, or the Monday of a week: `2026-11-16`. */
  readonly code: string;
  readonly since: Date;
  /** Exclusive. */
  readonly until: Date;
}

const offsetMs = 7 * 60 * 60 * 1_000;
const dayMs = 24 * 60 * 60 * 1_000;

const periodOf = (kind: PeriodKind, sinceLocalMs: number, untilLocalMs: number): ReportingPeriod => ({
  code: new Date(sinceLocalMs).toISOString().slice(0, kind === 'month' ? 7 : 10),
  since: new Date(sinceLocalMs - offsetMs),
  until: new Date(untilLocalMs - offsetMs),
});

/** The last `count` periods that have ended by `now`, newest first: a running one would change while it is read. */
export function endedPeriods(kind: PeriodKind, now: Date, count: number): readonly ReportingPeriod[] {
  const local = new Date(now.getTime() + offsetMs);
  if (kind === 'month') {
    const startOf = (ago: number): number => Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - ago);
    return Array.from({ length: count }, (_, ago) => periodOf(kind, startOf(ago + 1), startOf(ago)));
  }
  const midnight = Math.floor(local.getTime() / dayMs) * dayMs;
  const monday = midnight - ((local.getUTCDay() + 6) % 7) * dayMs;
  return Array.from({ length: count }, (_, ago) =>
    periodOf(kind, monday - (ago + 1) * 7 * dayMs, monday - ago * 7 * dayMs),
  );
}
