import { coverageGaps, type CoverageGap } from './duty-coverage';
import { peopleOnDuty } from './effective-duty';
import {
  fields,
  type DutyOverride,
  type DutyShift,
  type Field,
  type HotlineNumber,
  type Team,
  type Unit,
  type User,
} from './organisation';
import { localDate } from './roster';
import { canBePaged, gapWarning, shiftWarnings, type Reach, type RosterWarning } from './roster-warnings';

/** What keeps a unit from relying on its number, as codes for screens. */
export const readinessLacks = [
  'team',
  'somebodyOnDutyNow',
  'dutyAroundTheClock',
  'everyField',
  'hotlineNumber',
  'supervisorWithPhone',
  'policy',
] as const;
export type ReadinessLack = (typeof readinessLacks)[number];

export interface TeamReadiness {
  readonly team: Team;
  readonly onDutyUserIds: readonly string[];
  /** On duty but without a phone or with a closed account: they would not be paged. */
  readonly unreachableUserIds: readonly string[];
  /** Stretches of a week in which nobody who can be reached is on duty. */
  readonly gaps: readonly CoverageGap[];
  /** What each shift lacks, and the gaps. */
  readonly warnings: readonly RosterWarning[];
}

export interface UnitReadiness {
  readonly unitCode: string;
  readonly name: string;
  readonly ready: boolean;
  readonly missing: readonly ReadinessLack[];
  /** Active teams. */
  readonly teams: readonly TeamReadiness[];
  /** Hours of the week in which nobody can be paged, for each field that is not covered all the time. */
  readonly uncovered: Readonly<Partial<Record<Field, readonly CoverageGap[]>>>;
  /** Published ones. */
  readonly hotlineNumbers: number;
  readonly supervisorsWithPhone: number;
}

type Person = Pick<User, 'id' | 'phone' | 'active'>;

/** An organisation, or the part of it that concerns the unit. Reach beyond the account is optional knowledge. */
export interface ReadinessFacts {
  readonly teams: readonly Team[];
  readonly shifts: readonly DutyShift[];
  readonly overrides: readonly DutyOverride[];
  readonly numbers: readonly HotlineNumber[];
  /** At least everyone on the roster. */
  readonly people: readonly Person[];
  /** Of this unit. */
  readonly supervisors: readonly Person[];
  readonly hasPolicy: boolean;
  readonly reachOf?: (person: Person) => Omit<Reach, 'user'>;
}

const dayMs = 86_400_000;

/** The first Monday that is not over, so that a roster made today is judged by a week still to come. */
export function weekToJudge(at: Date): string {
  const today = new Date(`${localDate(at)}T00:00:00Z`);
  return new Date(today.getTime() + ((8 - today.getUTCDay()) % 7) * dayMs).toISOString().slice(0, 10);
}

/** Could this unit take a call right now and all week? Pure: the same organisation and time, the same answer. */
export function readinessOf(unit: Unit, facts: ReadinessFacts, at: Date): UnitReadiness {
  const people = new Map(facts.people.map((person) => [person.id, person]));
  const isReachable = (userId: string | null): boolean => userId !== null && canBePaged(people.get(userId));
  const own = facts.teams.filter((team) => team.unitCode === unit.code && team.active);
  const monday = weekToJudge(at);
  const reachable = facts.shifts.filter(({ userId }) => isReachable(userId));
  const teams = own.map((team): TeamReadiness => {
    const onDuty = peopleOnDuty(facts, team.id, at.toISOString());
    const gaps = coverageGaps(
      reachable.filter(({ teamId }) => teamId === team.id),
      monday,
    );
    const shifts = facts.shifts.filter(({ teamId }) => teamId === team.id);
    const reachOf = (userId: string): Reach | null => {
      const user = people.get(userId);
      if (!user) return null;
      return { user, ...(facts.reachOf?.(user) ?? { lastUndelivered: false, optedOut: false }) };
    };
    return {
      ...{ team, gaps },
      onDutyUserIds: onDuty.filter(isReachable),
      unreachableUserIds: onDuty.filter((userId) => !isReachable(userId)),
      warnings: [...shiftWarnings(shifts, reachOf), ...gapWarning(team.id, gaps)],
    };
  });
  const uncovered = uncoveredFields(own, reachable, monday);
  const hotlineNumbers = facts.numbers.filter(
    ({ unitCode, published }) => unitCode === unit.code && published,
  ).length;
  const supervisorsWithPhone = facts.supervisors.filter(canBePaged).length;
  const lacks: Readonly<Record<ReadinessLack, boolean>> = {
    team: !own.some((team) => team.fields.length > 0),
    somebodyOnDutyNow: teams.some(({ onDutyUserIds }) => onDutyUserIds.length === 0),
    dutyAroundTheClock: teams.some(({ gaps }) => gaps.length > 0),
    everyField: Object.keys(uncovered).length > 0,
    hotlineNumber: hotlineNumbers === 0,
    supervisorWithPhone: supervisorsWithPhone === 0,
    policy: !facts.hasPolicy,
  };
  const missing = readinessLacks.filter((lack) => lacks[lack]);
  const name = `${unit.type} ${unit.name}`;
  return {
    ...{ unitCode: unit.code, name, ready: missing.length === 0, missing },
    ...{ teams, uncovered, hotlineNumbers, supervisorsWithPhone },
  };
}

function uncoveredFields(
  teams: readonly Team[],
  shifts: readonly DutyShift[],
  monday: string,
): Readonly<Partial<Record<Field, readonly CoverageGap[]>>> {
  const gapsOf = (field: Field): readonly CoverageGap[] => {
    const teamIds = teams.filter((team) => team.fields.includes(field)).map(({ id }) => id);
    return coverageGaps(
      shifts.filter(({ teamId }) => teamIds.includes(teamId)),
      monday,
    );
  };
  return Object.fromEntries(
    fields.map((field) => [field, gapsOf(field)] as const).filter(([, gaps]) => gaps.length > 0),
  );
}
