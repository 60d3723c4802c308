import { dutyChanges, peopleOnDuty, type WorkedRoster } from './effective-duty';
import type { HandOver } from './hand-over';
import { standingOf, type HotlineStanding, type Listing, type RingResult } from './hotline';
import type { HotlineNumber, Team } from './organisation';
import type { ReportPeriod } from './report-period';
import { resultOfRings } from './roll-call';

/** Who was not ready in a period: numbers that nobody answered, hours without duty, shifts that nobody took over. */

type Span = Pick<ReportPeriod, 'since' | 'until'>;

export interface SilentHotline {
  readonly unitCode: string;
  readonly number: string;
  readonly label: string;
  /** Roll-calls of the period that rang it properly, and those that nobody answered. */
  readonly checks: number;
  readonly silent: number;
  /** ISO; null when nobody has ever answered a roll-call. */
  readonly lastAnsweredAt: string | null;
  readonly listing: Listing;
}

/** What a roll-call's ring showed. */
export interface RungNumber {
  readonly rollCallId: string;
  readonly numberId: string;
  readonly result: RingResult | null;
}

/** Numbers that were silent in a roll-call of the period, the most silent first. */
export function silentHotlinesOf(
  rings: readonly RungNumber[],
  numbers: readonly HotlineNumber[],
  standings: ReadonlyMap<string, HotlineStanding>,
): readonly SilentHotline[] {
  return numbers
    .flatMap((number): SilentHotline[] => {
      const byCall = new Map<string, RingResult[]>();
      for (const { rollCallId, numberId, result } of rings) {
        if (numberId !== number.id || result === null) continue;
        byCall.set(rollCallId, [...(byCall.get(rollCallId) ?? []), result]);
      }
      const results = [...byCall.values()].map(resultOfRings).filter((result) => result !== 'notRung');
      const silent = results.filter((result) => result !== 'answered' && result !== 'busy').length;
      if (silent === 0) return [];
      const standing = standingOf(number, standings.get(number.id));
      return [
        {
          ...{ unitCode: number.unitCode, number: number.number, label: number.label },
          ...{ checks: results.length, silent, lastAnsweredAt: standing.verifiedAt },
          listing: standing.listing,
        },
      ];
    })
    .sort((a, b) => b.silent - a.silent || a.unitCode.localeCompare(b.unitCode));
}

export interface EmptyRoster {
  readonly unitCode: string;
  readonly teamId: string;
  readonly teamName: string;
  /** Times in the period in which nobody could be paged, and how long together. */
  readonly gaps: number;
  readonly totalMs: number;
  readonly longestMs: number;
  /** Beginning of the longest one, ISO 8601 UTC. */
  readonly longestFrom: string;
  /** Nobody is there at the end of the period. */
  readonly isEmptyAtEnd: boolean;
  /** The whole period: there is no roster at all, or nobody of it can be reached. */
  readonly isWhole: boolean;
}

interface Gap {
  readonly from: string;
  readonly until: string;
}

const lengthOf = ({ from, until }: Gap): number => Date.parse(until) - Date.parse(from);

/** The stretches of a period in which nobody of a team could be paged. */
function gapsOf(
  roster: WorkedRoster,
  teamId: string,
  { since, until }: Span,
  isReachable: (userId: string) => boolean,
): readonly Gap[] {
  const isThere = peopleOnDuty(roster, teamId, since).some(isReachable);
  const moments = [
    { at: since, isThere },
    ...dutyChanges(roster, teamId, { after: since, until }, isReachable).map(({ at, present }) => ({
      ...{ at, isThere: present.length > 0 },
    })),
  ];
  return moments.flatMap((moment, index): Gap[] => {
    if (moment.isThere) return [];
    const back = moments.slice(index + 1).find((later) => later.isThere);
    const isFirst = index === 0 || moments[index - 1]?.isThere === true;
    const gap = { from: moment.at, until: back?.at ?? until };
    return isFirst && lengthOf(gap) > 0 ? [gap] : [];
  });
}

/** Teams with hours of nobody, the longest together first. */
export function emptyRostersOf(
  roster: WorkedRoster,
  teams: readonly Pick<Team, 'id' | 'name' | 'unitCode'>[],
  span: Span,
  isReachable: (userId: string) => boolean,
): readonly EmptyRoster[] {
  const byTeam = <T extends { readonly teamId: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> => {
    const groups = new Map<string, T[]>();
    for (const row of rows) groups.set(row.teamId, [...(groups.get(row.teamId) ?? []), row]);
    return groups;
  };
  const [shifts, overrides] = [byTeam(roster.shifts), byTeam(roster.overrides)];
  return teams
    .flatMap(({ id, name, unitCode }): EmptyRoster[] => {
      const own = { shifts: shifts.get(id) ?? [], overrides: overrides.get(id) ?? [] };
      const gaps = [...gapsOf(own, id, span, isReachable)].sort((a, b) => lengthOf(b) - lengthOf(a));
      const [longest] = gaps;
      if (!longest) return [];
      return [
        {
          ...{ unitCode, teamId: id, teamName: name, gaps: gaps.length },
          totalMs: gaps.reduce((sum, gap) => sum + lengthOf(gap), 0),
          ...{ longestMs: lengthOf(longest), longestFrom: longest.from },
          isEmptyAtEnd: gaps.some(({ until }) => until === span.until),
          isWhole: longest.from === span.since && longest.until === span.until,
        },
      ];
    })
    .sort((a, b) => b.totalMs - a.totalMs || a.teamId.localeCompare(b.teamId));
}

export interface MissedHandOver {
  readonly unitCode: string;
  readonly teamId: string;
  readonly teamName: string;
  /** Changes of shift with open work that nobody took over in time. */
  readonly missed: number;
  /** Of these: nobody has by the end of the period. */
  readonly open: number;
  /** Tickets that the last of them left lying. */
  readonly tickets: number;
  /** The last of these changes of shift, ISO 8601 UTC. */
  readonly lastAt: string;
}

/** By team, the most missed first. */
export function missedHandOversOf(
  handOvers: readonly HandOver[],
  { since, until }: Span,
): readonly MissedHandOver[] {
  const missed = handOvers.filter(
    ({ at, kind, acknowledgeBy, acknowledgedAt }) =>
      since <= at &&
      at < until &&
      kind === 'handOver' &&
      acknowledgeBy !== null &&
      acknowledgeBy < until &&
      (acknowledgedAt === null || acknowledgedAt > acknowledgeBy),
  );
  const teamIds = [...new Set(missed.map(({ teamId }) => teamId))];
  return teamIds
    .flatMap((teamId): MissedHandOver[] => {
      const own = missed.filter((one) => one.teamId === teamId).sort((a, b) => a.at.localeCompare(b.at));
      const last = own.at(-1);
      if (!last) return [];
      return [
        {
          ...{ unitCode: last.unitCode, teamId, teamName: last.teamName, missed: own.length },
          open: own.filter(({ acknowledgedAt }) => acknowledgedAt === null || acknowledgedAt >= until).length,
          ...{ tickets: last.work.length, lastAt: last.at },
        },
      ];
    })
    .sort((a, b) => b.missed - a.missed || a.teamId.localeCompare(b.teamId));
}
