import { coverageGaps, type CoverageGap } from '../../domain/duty-coverage';
import type { DutyShift, HotlineNumber, Team, Unit, User } from '../../domain/organisation';
import { localDate, onDutyAt } from '../../domain/roster';

export interface TeamReadiness {
  readonly team: Team;
  readonly onDutyUserIds: readonly string[];
  /** On duty but without a phone or with a closed account: they would not be paged. */
  readonly unreachableUserIds: readonly string[];
  /** Stretches of this week in which nobody who can be reached is on duty. */
  readonly gaps: readonly CoverageGap[];
}

export interface UnitReadiness {
  readonly ready: boolean;
  readonly teams: readonly TeamReadiness[];
  readonly hotlineNumbers: number;
  readonly supervisorsWithPhone: number;
  readonly missing: readonly string[];
}

const dayMs = 86_400_000;

/** Could this unit take a call right now and all week? Pure: the same organisation and time, the same answer. */
export function readinessOf(
  facts: {
    readonly unit: Unit;
    readonly teams: readonly Team[];
    readonly shifts: readonly DutyShift[];
    readonly numbers: readonly HotlineNumber[];
    readonly users: readonly User[];
  },
  at: Date,
): UnitReadiness {
  const users = new Map(facts.users.map((user) => [user.id, user]));
  const reachable = (userId: string): boolean => {
    const user = users.get(userId);
    return user !== undefined && user.active && user.phone !== null;
  };
  const monday = mondayOf(at);
  const teams = facts.teams
    .filter((team) => team.active)
    .map((team): TeamReadiness => {
      const shifts = facts.shifts.filter((shift) => shift.teamId === team.id);
      const onDuty = [...new Set(onDutyAt(shifts, at).map((shift) => shift.userId))];
      return {
        team,
        onDutyUserIds: onDuty.filter(reachable),
        unreachableUserIds: onDuty.filter((userId) => !reachable(userId)),
        gaps: coverageGaps(
          shifts.filter((shift) => reachable(shift.userId)),
          monday,
        ),
      };
    });
  const supervisorsWithPhone = facts.users.filter(
    (user) => user.role === 'supervisor' && user.unitCode === facts.unit.code && reachable(user.id),
  ).length;
  const missing = [
    ...(teams.length === 0 ? ['team'] : []),
    ...(teams.some(({ onDutyUserIds }) => onDutyUserIds.length === 0) ? ['somebodyOnDutyNow'] : []),
    ...(teams.some(({ gaps }) => gaps.length > 0) ? ['dutyAroundTheClock'] : []),
    ...(facts.numbers.length === 0 ? ['hotlineNumber'] : []),
    ...(supervisorsWithPhone === 0 ? ['supervisorWithPhone'] : []),
  ];
  return {
    ready: missing.length === 0,
    teams,
    hotlineNumbers: facts.numbers.length,
    supervisorsWithPhone,
    missing,
  };
}

function mondayOf(at: Date): string {
  const today = new Date(`${localDate(at)}T00:00:00Z`);
  return new Date(today.getTime() - ((today.getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
}
