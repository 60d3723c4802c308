import { checkHotlineNumbers, checkTeams } from './check-teams';
import { checkPeople, checkShifts } from './check-people';
import { checkUnits } from './check-units';
import type { FolderContent } from './read-folder';
import type { RowProblem } from './row-problem';
import { fileNames } from './tables';
import type { OrganisationBundle } from '../models/organisation/organisation-loader';

export interface CheckedFolder {
  /** What may be written: the good rows and what they need, never a row that leans on a bad one. */
  readonly bundle: OrganisationBundle;
  /**
   * Teams whose whole duty the folder tells: stored shifts of theirs that it lacks are removed. None while a
   * shift is wrong, or skipping its row would leave a hole where an old shift stood.
   */
  readonly replaceShiftsOf: readonly string[];
  readonly problems: readonly RowProblem[];
  /** Odd, but no reason to refuse a row. */
  readonly warnings: readonly RowProblem[];
}

const byKey = <T>(keyOf: (item: T) => string, ...lists: readonly (readonly T[])[]): ReadonlyMap<string, T> =>
  new Map(lists.flat().map((item) => [keyOf(item), item]));

/** Checks the rows of a folder against each other and against what is stored. Pure. */
export function checkFolder({ tables, problems }: FolderContent, stored: OrganisationBundle): CheckedFolder {
  const { units, problems: unitProblems } = checkUnits(tables.units, stored.units);
  const unitsByCode = byKey(({ code }) => code, stored.units, units);

  const { teams, problems: teamProblems } = checkTeams(tables.teams, unitsByCode, stored.teams);
  const teamsById = byKey(({ id }) => id, stored.teams, teams);

  const people = checkPeople(tables.people, unitsByCode, teamsById, stored.users);
  const usersByUsername = byKey(({ username }) => username, stored.users, people.users);

  const {
    shifts,
    problems: shiftProblems,
    warnings: shiftWarnings,
  } = checkShifts(tables.shifts, teamsById, usersByUsername);
  const allShiftsAreGood = ![...problems, ...shiftProblems].some(({ file }) => file === fileNames.shifts);
  const numbers = checkHotlineNumbers(tables.hotlineNumbers, unitsByCode, teamsById, stored.hotlineNumbers);

  const storedVersions = new Set(stored.policies.map(({ id, version }) => `${id}@${String(version)}`));
  const policies = tables.policies.filter(({ policy }) => unitsByCode.has(policy.unitCode));
  const policyProblems = tables.policies
    .filter(({ policy }) => !unitsByCode.has(policy.unitCode))
    .map(({ file, policy }) => ({
      file: `policies/${file}`,
      line: 1,
      column: 'unitCode',
      mustBe: 'the code of a correct unit, in units.csv or stored',
      found: policy.unitCode,
    }));
  return {
    bundle: {
      ...{ units, teams, users: people.users, shifts, hotlineNumbers: numbers.hotlineNumbers },
      policies: policies
        .map(({ policy }) => policy)
        .filter(({ id, version }) => !storedVersions.has(`${id}@${String(version)}`)),
    },
    replaceShiftsOf: allShiftsAreGood ? [...new Set(shifts.map(({ teamId }) => teamId))] : [],
    problems: [
      ...problems,
      ...unitProblems,
      ...teamProblems,
      ...people.problems,
      ...shiftProblems,
      ...numbers.problems,
      ...policyProblems,
    ],
    warnings: [...people.warnings, ...shiftWarnings],
  };
}

/** The organisation as it will be once the folder is written over it. Pure. */
export function afterImport(
  stored: OrganisationBundle,
  { bundle, replaceShiftsOf }: Pick<CheckedFolder, 'bundle' | 'replaceShiftsOf'>,
): OrganisationBundle {
  const merged = <T>(keyOf: (item: T) => string, old: readonly T[], fresh: readonly T[]): readonly T[] => [
    ...byKey(keyOf, old, fresh).values(),
  ];
  const kept = stored.shifts.filter(({ teamId }) => !replaceShiftsOf.includes(teamId));
  return {
    units: merged(({ code }) => code, stored.units, bundle.units),
    teams: merged(({ id }) => id, stored.teams, bundle.teams),
    users: merged(({ id }) => id, stored.users, bundle.users),
    shifts: merged(({ id }) => id, kept, bundle.shifts),
    hotlineNumbers: merged(({ id }) => id, stored.hotlineNumbers, bundle.hotlineNumbers),
    policies: [...stored.policies, ...bundle.policies],
  };
}
