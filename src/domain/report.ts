import { tiers, type Tier, type UnitRef } from './organisation';
import { priorities } from './policy';
import { bucketsOf, type ReportPeriod } from './report-period';
import { ClockSum, TicketSum, saysNothing, type ClockTally, type TicketFigures } from './report-tally';
import { contributionOf, type Contribution, type ReportTicket } from './report-ticket';
import { channels } from './ticket';

/** Rows of a breakdown; together they are the whole, each ticket in one of them. */
export interface ReportRow {
  readonly key: string;
  readonly figures: TicketFigures;
}

/** What a tier did: what it took in, what its teams took and finished, how it used its turns on the ladder. */
export interface TierRow {
  readonly tier: Tier;
  /** Tickets that a unit of this tier took in. */
  readonly received: number;
  readonly claims: number;
  readonly resolved: number;
  readonly windows: ClockTally;
  /** The windows that it let go by. */
  readonly lostMs: number;
}

export interface Bucket {
  /** Its beginning, ISO 8601 UTC: an hour of a day, a day of anything longer. */
  readonly at: string;
  readonly received: number;
  readonly ended: number;
}

/** Units directly below the area, or its innermost ones; what lies in the area itself is a row of its own. */
export type UnitDepth = 'children' | 'innermost';

/** The figures of an area in a period, whole and broken down. */
export interface AreaReport {
  readonly total: TicketFigures;
  readonly units: readonly ReportRow[];
  readonly categories: readonly ReportRow[];
  readonly channels: readonly ReportRow[];
  readonly priorities: readonly ReportRow[];
  readonly tiers: readonly TierRow[];
  readonly series: readonly Bucket[];
}

/** The unit whose row a ticket belongs to. */
export function unitKeyOf(path: readonly UnitRef[], areaCode: string, depth: UnitDepth): string {
  const from = path.findIndex(({ code }) => code === areaCode);
  const unit = depth === 'children' ? path[from + 1] : path.at(-1);
  return (unit ?? path[from])?.code ?? areaCode;
}

interface TierSum {
  received: number;
  claims: number;
  resolved: number;
  lostMs: number;
  readonly windows: ClockSum;
}

const dimensions = ['units', 'categories', 'channels', 'priorities'] as const;
type Dimension = (typeof dimensions)[number];

const isWithin = (at: string | undefined, { since, until }: ReportPeriod): boolean =>
  at !== undefined && since <= at && at < until;

/** Counts tickets one by one, as they are read, so that a year of them need not be in memory. */
export class ReportCounter {
  private readonly total = new TicketSum();
  private readonly groups: Readonly<Record<Dimension, Map<string, TicketSum>>> = {
    ...{ units: new Map(), categories: new Map(), channels: new Map(), priorities: new Map() },
  };
  private readonly tiers = new Map<Tier, TierSum>(
    tiers.map((tier) => [tier, { received: 0, claims: 0, resolved: 0, lostMs: 0, windows: new ClockSum() }]),
  );
  private readonly buckets: { at: string; received: number; ended: number }[];

  constructor(
    private readonly areaCode: string,
    private readonly period: ReportPeriod,
    private readonly depth: UnitDepth = 'children',
  ) {
    this.buckets = bucketsOf(period).map((at) => ({ at, received: 0, ended: 0 }));
  }

  add(ticket: ReportTicket): void {
    const one = contributionOf(ticket, this.period);
    this.addTiers(ticket, one);
    if (saysNothing(one)) return;
    this.total.add(one);
    for (const dimension of dimensions) this.sumOf(dimension, this.keyOf(dimension, ticket)).add(one);
    if (one.received) this.bucketAt(ticket.receivedAt).received += 1;
    if (one.endedAt !== null) this.bucketAt(one.endedAt).ended += 1;
  }

  /** `unitCodes` have a row even when nothing happened there: silence is news, too. */
  result(unitCodes: readonly string[] = []): AreaReport {
    for (const code of unitCodes) this.sumOf('units', code);
    const rows = (dimension: Dimension): ReportRow[] =>
      [...this.groups[dimension]].map(([key, sum]) => ({ key, figures: sum.figures }));
    const inOrder = (dimension: Dimension, order: readonly string[]): ReportRow[] =>
      rows(dimension).sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
    return {
      total: this.total.figures,
      units: rows('units').sort((a, b) => a.key.localeCompare(b.key)),
      categories: rows('categories').sort(
        (a, b) => b.figures.received - a.figures.received || a.key.localeCompare(b.key),
      ),
      channels: inOrder('channels', channels),
      priorities: inOrder('priorities', priorities),
      tiers: [...this.tiers].map(([tier, { windows, ...sums }]) => ({
        tier,
        ...sums,
        windows: windows.tally,
      })),
      series: this.buckets,
    };
  }

  private keyOf(dimension: Dimension, ticket: ReportTicket): string {
    if (dimension === 'units') return unitKeyOf(ticket.path, this.areaCode, this.depth);
    if (dimension === 'categories') return ticket.category;
    return dimension === 'channels' ? ticket.channel : ticket.priority;
  }

  private sumOf(dimension: Dimension, key: string): TicketSum {
    const known = this.groups[dimension].get(key);
    if (known) return known;
    const fresh = new TicketSum();
    this.groups[dimension].set(key, fresh);
    return fresh;
  }

  private bucketAt(at: string): { received: number; ended: number } {
    const found = this.buckets.findLast((bucket) => bucket.at <= at) ?? this.buckets[0];
    if (!found) throw new Error('a period has at least one bucket');
    return found;
  }

  private addTiers(ticket: ReportTicket, { received, clocks }: Contribution): void {
    const at = (tier: Tier): TierSum => {
      const sum = this.tiers.get(tier);
      if (!sum) throw new Error(`there is no tier ${tier}`);
      return sum;
    };
    if (received) at(ticket.intakeUnit.tier).received += 1;
    for (const { tier, claimedAt, endedAt, endReason } of ticket.assignments) {
      if (isWithin(claimedAt, this.period)) at(tier).claims += 1;
      if (endReason === 'resolved' && isWithin(endedAt, this.period)) at(tier).resolved += 1;
    }
    for (const clock of clocks) {
      if (clock.tier === null) continue;
      const sum = at(clock.tier);
      sum.windows.add(clock);
      if (clock.outcome === 'breached') sum.lostMs += clock.windowMs;
    }
  }
}
