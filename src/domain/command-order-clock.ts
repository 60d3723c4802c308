/**
 * A clock of one addressee. The clock ledger of tickets does not fit: an order's deadline is a moment that a person
 * named, not a target of a class, so there is no calendar, no pause and no policy to recompute it from. What moved it
 * is in the order's timeline.
 */
export interface OrderClock {
  readonly startedAt: string;
  readonly dueAt: string;
  /** Shares already told, e.g. [0.5]. */
  readonly warned: readonly number[];
  readonly metAt: string | null;
  /** When it ran out; stays when it is met late, goes when the issuer gives more time. */
  readonly lateAt: string | null;
}

const orderWarnShares = [0.5, 0.8] as const;

export const openOrderClock = (startedAt: string, dueAt: string): OrderClock => ({
  ...{ startedAt, dueAt, warned: [], metAt: null, lateAt: null },
});

const shareMs = ({ startedAt, dueAt }: OrderClock, share: number): number => {
  const from = Date.parse(startedAt);
  return from + (Date.parse(dueAt) - from) * share;
};

/** A clock that is met before anybody looked at its end is late all the same when its time was over. */
export const meetOrderClock = (clock: OrderClock, at: string): OrderClock =>
  clock.metAt !== null
    ? clock
    : { ...clock, metAt: at, lateAt: clock.lateAt ?? (at > clock.dueAt ? clock.dueAt : null) };

/** Ran out, and is owed still. */
export const isClockLate = ({ lateAt, metAt }: OrderClock): boolean => lateAt !== null && metAt === null;

/** Whether it was met before its time was over. */
export const isInTime = ({ metAt, lateAt }: OrderClock): boolean => metAt !== null && lateAt === null;

/** What was met is owed again: a result that was returned. Counts on to `dueAt`, from now when that is new. */
export const reopenOrderClock = (clock: OrderClock, at: string, dueAt: string | null): OrderClock =>
  dueAt === null ? { ...clock, metAt: null } : openOrderClock(at, dueAt);

/** More time: what has not been reached under the new deadline is told again. Nothing for a clock that is met. */
export function extendOrderClock(clock: OrderClock, dueAt: string, nowMs: number): OrderClock {
  if (clock.metAt !== null) return clock;
  const longer = { ...clock, dueAt, lateAt: null };
  return { ...longer, warned: orderWarnShares.filter((share) => shareMs(longer, share) <= nowMs) };
}

/** What has come due by `nowMs`: the largest new share, or 1 for the end; null when nothing has. */
export function dueShare(clock: OrderClock, nowMs: number): number | null {
  if (clock.metAt !== null || clock.lateAt !== null) return null;
  if (nowMs >= Date.parse(clock.dueAt)) return 1;
  return (
    orderWarnShares.findLast((share) => !clock.warned.includes(share) && nowMs >= shareMs(clock, share)) ??
    null
  );
}

/** The clock after `share` has been told; smaller ones that an outage swallowed are not told any more. */
export const afterShare = (clock: OrderClock, share: number): OrderClock => ({
  ...clock,
  warned: orderWarnShares.filter((one) => one <= share),
  ...(share === 1 && { lateAt: clock.dueAt }),
});

/** When it next has something to say (epoch ms); null when it never will. */
export function nextOrderShareMs(clock: OrderClock): number | null {
  if (clock.metAt !== null || clock.lateAt !== null) return null;
  const share = orderWarnShares.find((one) => !clock.warned.includes(one));
  return share === undefined ? Date.parse(clock.dueAt) : shareMs(clock, share);
}
