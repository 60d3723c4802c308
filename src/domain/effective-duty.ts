import type { DutyOverride, DutyShift } from './organisation';
import { onDutyAt, turnsBetween } from './roster';

/** A roster as it is worked: the weekly shifts, and what was agreed to differ from them. */
export interface WorkedRoster {
  readonly shifts: readonly DutyShift[];
  readonly overrides: readonly DutyOverride[];
}

/** A moment at which somebody leaves, or at which duty begins again after nobody was there. Ids, sorted. */
export interface DutyChange {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly leaving: readonly string[];
  readonly coming: readonly string[];
  /** Everyone on duty from now on: those who came and those who stay. */
  readonly present: readonly string[];
}

const inForceAt = (override: DutyOverride, at: string): boolean => override.from <= at && at < override.until;

const oldestFirst = (a: DutyOverride, b: DutyOverride): number =>
  a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id);

/**
 * Who works for one team at `at` (ISO 8601 UTC), each person once, sorted. Overrides count in the order in which
 * they were made, so that one who took over may be taken over from in turn.
 */
export function peopleOnDuty(
  { shifts, overrides }: WorkedRoster,
  teamId: string,
  at: string,
): readonly string[] {
  const own = shifts.filter((shift) => shift.teamId === teamId);
  const people = new Set(onDutyAt(own, at).flatMap(({ userId }) => userId ?? []));
  const changes = overrides.filter((one) => one.teamId === teamId && inForceAt(one, at)).sort(oldestFirst);
  for (const { userId, replacesUserId } of changes) {
    if (replacesUserId !== null) people.delete(replacesUserId);
    people.add(userId);
  }
  return [...people].sort();
}

/** The moments after `after` and up to `until` (ISO) at which the duty of a team may change, ascending. */
function turningPoints({ shifts, overrides }: WorkedRoster, after: string, until: string): readonly string[] {
  const edges = [...turnsBetween(shifts, after, new Date(Date.parse(until) + 1).toISOString()), ...overrides];
  const moments = edges.flatMap((edge) => [edge.from, edge.until]);
  return [...new Set(moments)].filter((at) => after < at && at <= until).sort();
}

/**
 * Every change of one team's duty after `after` and up to `until` (ISO 8601 UTC), in order. Somebody who joins
 * while others stay is no change: nobody hands anything over. `isReachable` leaves out whoever could not be paged.
 */
export function dutyChanges(
  roster: WorkedRoster,
  teamId: string,
  span: { readonly after: string; readonly until: string },
  isReachable: (userId: string) => boolean = () => true,
): readonly DutyChange[] {
  const own = {
    shifts: roster.shifts.filter((shift) => shift.teamId === teamId),
    overrides: roster.overrides.filter((one) => one.teamId === teamId),
  };
  const onDuty = (at: string): readonly string[] => peopleOnDuty(own, teamId, at).filter(isReachable);
  return turningPoints(own, span.after, span.until).flatMap((at): DutyChange[] => {
    const before = onDuty(new Date(Date.parse(at) - 1).toISOString());
    const present = onDuty(at);
    const leaving = before.filter((userId) => !present.includes(userId));
    const coming = present.filter((userId) => !before.includes(userId));
    const resumes = before.length === 0 && present.length > 0;
    return leaving.length > 0 || resumes ? [{ at, leaving, coming, present }] : [];
  });
}

/** The periods in which a person works for anybody between two moments (ISO): shifts, and what they took over. */
export function dutyOf(
  userId: string,
  roster: WorkedRoster,
  from: string,
  until: string,
): readonly { readonly teamId: string; readonly from: string; readonly until: string }[] {
  const points = [from, ...turningPoints(roster, from, until)];
  const teamIds = new Set([...roster.shifts, ...roster.overrides].map(({ teamId }) => teamId));
  return points.flatMap((start, index) => {
    const end = points[index + 1] ?? until;
    if (start >= end) return [];
    return [...teamIds]
      .filter((teamId) => peopleOnDuty(roster, teamId, start).includes(userId))
      .map((teamId) => ({ teamId, from: start, until: end }));
  });
}
