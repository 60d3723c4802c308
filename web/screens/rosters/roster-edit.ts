import type { DutyShift } from '../../../src/domain/organisation';
import { addDays, blocksOf, dateOf, mondayOf, timeOf, weekdayOf, type Block } from './week';

/** How far a change reaches: this one week, or every week from it on. */
export type Reach = 'thisWeek' | 'fromThisWeek';

/** A turn as somebody wants it; minutes from the Monday of the week in which it is drawn. */
export interface Wish {
  readonly userId: string | null;
  readonly startMinute: number;
  readonly endMinute: number;
}

/**
 * One weekday of one shift, in whole weeks named by their Mondays; `until` is exclusive, null for ever. In this shape a
 * change is a matter of adding and taking away spans.
 */
interface Strand {
  readonly id: string;
  readonly userId: string | null;
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
  readonly since: string;
  readonly until: string | null;
}

const firstOn = (date: string, weekday: number): string => addDays(date, (weekday - weekdayOf(date) + 7) % 7);

function strandsOf(shift: DutyShift): readonly Strand[] {
  const { id, userId, from, to, weekdays, validFrom, validTo } = shift;
  return weekdays.flatMap((weekday): Strand[] => {
    const since = mondayOf(firstOn(validFrom, weekday));
    const until = validTo === null ? null : mondayOf(firstOn(validTo, weekday));
    return until !== null && until <= since ? [] : [{ id, userId, weekday, from, to, since, until }];
  });
}

const isEarlier = (a: string | null, b: string | null): boolean => a !== null && (b === null || a < b);
const earlier = (a: string | null, b: string | null): string | null => (isEarlier(a, b) ? a : b);
const later = (a: string, b: string): string => (a < b ? b : a);
const isSame = (a: Strand, b: Omit<Strand, 'id' | 'since' | 'until'>): boolean =>
  a.userId === b.userId && a.weekday === b.weekday && a.from === b.from && a.to === b.to;

interface Span {
  readonly since: string;
  readonly until: string | null;
}

/** What is left of a strand outside a span; the part that lies ahead keeps the id, for swaps name it. */
function outside(strand: Strand, span: Span, freshId: () => string): readonly Strand[] {
  const before = { ...strand, until: earlier(strand.until, span.since) };
  const after = span.until === null ? null : { ...strand, since: later(strand.since, span.until) };
  const parts = [before, after].filter(
    (part): part is Strand => part !== null && (part.until === null || part.since < part.until),
  );
  return parts.length === 2
    ? parts.map((part, index) => (index === 0 ? { ...part, id: freshId() } : part))
    : parts;
}

/** Strands of the same hours that meet or overlap are one. */
function joined(strands: readonly Strand[]): readonly Strand[] {
  const inOrder = [...strands].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  return inOrder.reduce<Strand[]>((all, strand) => {
    const index = all.findIndex(
      (one) => isSame(one, strand) && (one.until === null || one.until >= strand.since),
    );
    const met = all[index];
    if (!met) return [...all, strand];
    const until = met.until === null || strand.until === null ? null : later(met.until, strand.until);
    return all.map((one, at) => (at === index ? { ...met, until } : one));
  }, []);
}

/** Strands of the same person, hours and span are one shift on several weekdays. */
function shiftsOf(teamId: string, strands: readonly Strand[], freshId: () => string): readonly DutyShift[] {
  const groups = new Map<string, Strand[]>();
  for (const strand of joined(strands)) {
    const { userId, from, to, since, until } = strand;
    const key = JSON.stringify([userId, from, to, since, until]);
    groups.set(key, [...(groups.get(key) ?? []), strand]);
  }
  const taken = new Set<string>();
  return [...groups.values()].flatMap((group): DutyShift[] => {
    const [first] = group;
    if (!first) return [];
    const id = group.map((strand) => strand.id).find((one) => !taken.has(one)) ?? freshId();
    taken.add(id);
    const { userId, from, to, since, until } = first;
    const weekdays = [...new Set(group.map(({ weekday }) => weekday))].sort();
    return [{ ...{ id, teamId, userId, weekdays, from, to }, validFrom: since, validTo: until }];
  });
}

const spanOf = (monday: string, reach: Reach): Span => ({
  since: monday,
  until: reach === 'thisWeek' ? addDays(monday, 7) : null,
});

/** Edits the roster of one team. Every edit answers a new roster and leaves the old one as it is. */
export function rosterEditor(teamId: string, freshId: () => string) {
  /** Only shifts of the touched people and hours are written anew: the others stay, id and all. */
  function rewrite(
    shifts: readonly DutyShift[],
    isTouched: (shift: DutyShift) => boolean,
    change: (strands: readonly Strand[]) => readonly Strand[],
  ): readonly DutyShift[] {
    const touched = shifts.filter(isTouched);
    const rest = shifts.filter((shift) => !isTouched(shift));
    return [...rest, ...shiftsOf(teamId, change(touched.flatMap(strandsOf)), freshId)];
  }

  const strandOf = (wish: Wish, monday: string, reach: Reach): Strand => {
    const date = dateOf(monday, wish.startMinute);
    return {
      ...{ id: freshId(), userId: wish.userId, weekday: weekdayOf(date) },
      ...{ from: timeOf(wish.startMinute), to: timeOf(wish.endMinute) },
      ...spanOf(mondayOf(date), reach),
    };
  };
  const hasHoursOf =
    ({ userId, from, to }: Strand) =>
    (shift: DutyShift): boolean =>
      shift.userId === userId && shift.from === from && shift.to === to;

  function add(shifts: readonly DutyShift[], monday: string, wish: Wish, reach: Reach): readonly DutyShift[] {
    const fresh = strandOf(wish, monday, reach);
    return rewrite(shifts, hasHoursOf(fresh), (strands) => [...strands, fresh]);
  }

  function remove(
    shifts: readonly DutyShift[],
    monday: string,
    block: Block,
    reach: Reach,
  ): readonly DutyShift[] {
    const gone = strandOf(block, monday, reach);
    return rewrite(shifts, hasHoursOf(gone), (strands) =>
      strands.flatMap((strand) => (isSame(strand, gone) ? outside(strand, gone, freshId) : [strand])),
    );
  }

  const wishesOf = (shifts: readonly DutyShift[], monday: string): readonly Block[] =>
    blocksOf(shifts, monday).filter(({ startMinute }) => startMinute >= 0);

  const cleared = (shifts: readonly DutyShift[], span: Span): readonly DutyShift[] =>
    rewrite(
      shifts,
      () => true,
      (strands) => strands.flatMap((strand) => outside(strand, span, freshId)),
    );

  return {
    add,
    remove,
    /** Moved, made longer or shorter, or given to somebody else. */
    change(
      shifts: readonly DutyShift[],
      monday: string,
      block: Block,
      wish: Wish,
      reach: Reach,
    ): readonly DutyShift[] {
      const { userId, startMinute, endMinute } = wish;
      const isSamePlace =
        userId === block.userId && startMinute === block.startMinute && endMinute === block.endMinute;
      return isSamePlace ? shifts : add(remove(shifts, monday, block, reach), monday, wish, reach);
    },
    /** This week becomes as the week before it; other weeks stay. */
    copyLastWeek(shifts: readonly DutyShift[], monday: string): readonly DutyShift[] {
      const pattern = wishesOf(shifts, addDays(monday, -7));
      return pattern.reduce<readonly DutyShift[]>(
        (all, wish) => add(all, monday, wish, 'thisWeek'),
        cleared(shifts, spanOf(monday, 'thisWeek')),
      );
    },
    /** The weeks that follow become as this one: so many of them, or with null all. */
    repeatWeek(shifts: readonly DutyShift[], monday: string, weeks: number | null): readonly DutyShift[] {
      const until = weeks === null ? null : addDays(monday, 7 * (weeks + 1));
      const pattern = wishesOf(shifts, monday).map((wish) => ({
        ...strandOf(wish, monday, 'thisWeek'),
        until,
      }));
      const empty = cleared(shifts, { since: monday, until });
      return rewrite(
        empty,
        () => true,
        (strands) => [...strands, ...pattern],
      );
    },
  };
}
export type RosterEditor = ReturnType<typeof rosterEditor>;
