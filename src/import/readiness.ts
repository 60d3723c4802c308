import { coverageGaps, type CoverageGap } from '../domain/duty-coverage';
import { fields, type Field, type Unit } from '../domain/organisation';
import { choosePolicy } from '../domain/policy-choice';
import { localDate } from '../domain/roster';
import type { OrganisationBundle } from '../models/organisation/organisation-loader';

/** What a unit still needs before its people can rely on its number. */
export interface UnitReadiness {
  readonly unitCode: string;
  readonly name: string;
  readonly ready: boolean;
  readonly hasTeam: boolean;
  readonly hasHotlineNumber: boolean;
  readonly hasSupervisorWithPhone: boolean;
  readonly hasPolicy: boolean;
  /** Hours of the week in which nobody can be paged, for each field that is not covered all the time. */
  readonly uncovered: Readonly<Partial<Record<Field, readonly CoverageGap[]>>>;
}

/** The checklist for some units of an organisation, in their order; `now` names the week that is looked at. */
export function readinessOf(
  organisation: OrganisationBundle,
  units: readonly Unit[],
  now: Date,
): readonly UnitReadiness[] {
  const reachable = organisation.users.filter(({ active, phone }) => active && phone !== null);
  const reachableIds = new Set(reachable.map(({ id }) => id));
  const monday = nextMonday(now);
  return units.map((unit) => {
    const teams = organisation.teams.filter((team) => team.unitCode === unit.code && team.active);
    const gapsOf = (field: Field): readonly CoverageGap[] => {
      const teamIds = teams.filter((team) => team.fields.includes(field)).map(({ id }) => id);
      const shifts = organisation.shifts.filter(
        ({ teamId, userId }) => teamIds.includes(teamId) && reachableIds.has(userId),
      );
      return coverageGaps(shifts, monday);
    };
    const uncovered = Object.fromEntries(
      fields.map((field) => [field, gapsOf(field)] as const).filter(([, gaps]) => gaps.length > 0),
    );
    const parts = {
      hasTeam: teams.some((team) => team.fields.length > 0),
      hasHotlineNumber: organisation.hotlineNumbers.some(
        (number) => number.unitCode === unit.code && number.published,
      ),
      hasSupervisorWithPhone: reachable.some(
        (user) => user.role === 'supervisor' && user.unitCode === unit.code,
      ),
      hasPolicy: choosePolicy(organisation.policies, unit.path, now) !== null,
    };
    const ready = Object.values(parts).every(Boolean) && Object.keys(uncovered).length === 0;
    return { unitCode: unit.code, name: `${unit.type} ${unit.name}`, ready, ...parts, uncovered };
  });
}

/** The first Monday that is not over, so that a roster made today is judged by a week still to come. */
function nextMonday(now: Date): string {
  const today = new Date(`${localDate(now)}T00:00:00Z`);
  const days = (8 - today.getUTCDay()) % 7;
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
