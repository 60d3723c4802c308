import { reportClocks, type ClockOutcome, type Contribution, type ReportClockName } from './report-ticket';

/** A percentage of fewer than so many says more about chance than about a unit: the numbers are shown instead. */
const leastForShare = 10;

/** How one clock went in a period. */
export interface ClockTally {
  readonly met: number;
  readonly breached: number;
  /** Neither met nor broken at the period's end. */
  readonly running: number;
  /** Of the decided ones; null when they are fewer than ten. */
  readonly metShare: number | null;
  /** From start to the end of the clock, of those that were met, in time or late; null without any. */
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

export type ClockTallies = Readonly<Record<ReportClockName, ClockTally>>;

/** Counts of tickets. `openAtStart + received + cameBack = closed + cancelled + duplicates + openAtEnd`. */
export interface TicketCounts {
  readonly received: number;
  readonly openAtStart: number;
  readonly cameBack: number;
  readonly closed: number;
  readonly cancelled: number;
  readonly duplicates: number;
  readonly openAtEnd: number;
  /** Of the open ones: done, and not closed yet. */
  readonly awaitingClose: number;
  readonly reopened: number;
}

export interface TicketFigures extends TicketCounts {
  readonly clocks: ClockTallies;
}

export const shareOf = (part: number, whole: number): number | null =>
  whole < leastForShare ? null : part / whole;

/** The value that this share of the sorted values does not exceed: one that somebody really had. */
export const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;

/** Adds clock outcomes up. */
export class ClockSum {
  private met = 0;
  private breached = 0;
  private running = 0;
  private readonly took: number[] = [];

  add({ outcome, tookMs }: ClockOutcome): void {
    this[outcome] += 1;
    if (tookMs !== null) this.took.push(tookMs);
  }

  get tally(): ClockTally {
    const { met, breached, running } = this;
    const took = [...this.took].sort((a, b) => a - b);
    return {
      ...{ met, breached, running, metShare: shareOf(met, met + breached) },
      ...{ medianMs: quantile(took, 0.5), p90Ms: quantile(took, 0.9) },
    };
  }
}

const endings = { closed: 'closed', cancelled: 'cancelled', duplicate: 'duplicates' } as const;

/** Adds contributions of tickets up. */
export class TicketSum {
  private readonly counts: { -readonly [K in keyof TicketCounts]: number } = {
    ...{ received: 0, openAtStart: 0, cameBack: 0, closed: 0, cancelled: 0, duplicates: 0 },
    ...{ openAtEnd: 0, awaitingClose: 0, reopened: 0 },
  };
  private readonly clocks = new Map(reportClocks.map((name) => [name, new ClockSum()]));

  add(one: Contribution): void {
    const { counts } = this;
    for (const name of ['received', 'openAtStart', 'cameBack', 'openAtEnd', 'awaitingClose'] as const)
      if (one[name]) counts[name] += 1;
    counts.reopened += one.reopened;
    if (one.ended) counts[endings[one.ended]] += 1;
    // The turns of the ladder are only how the promise to acknowledge is kept.
    for (const clock of one.clocks) if (clock.tier === null) this.clocks.get(clock.name)?.add(clock);
  }

  get figures(): TicketFigures {
    const tallies = [...this.clocks].map(([name, sum]) => [name, sum.tally] as const);
    return { ...this.counts, clocks: Object.fromEntries(tallies) as unknown as ClockTallies };
  }
}

/** Nothing of this ticket belongs to the period. */
export const saysNothing = (one: Contribution): boolean =>
  !one.received && !one.openAtStart && !one.openAtEnd && one.ended === null && one.clocks.length === 0;
