import type { User } from '../domain/organisation';
import type { OrganisationBundle } from '../models/organisation/organisation-loader';
import type { CheckedFolder } from './check-folder';
import type { ReadRow } from './columns';
import type { FolderContent } from './read-folder';
import type { RowProblem } from './row-problem';
import { fileNames } from './tables';

/**
 * What an admin's own folder may not hold: rows that make, change or take over something outside the unit they answer
 * for, and their own account switched off. Pure.
 */
export function outsideArea(
  { tables }: FolderContent,
  { bundle }: CheckedFolder,
  stored: OrganisationBundle,
  admin: Pick<User, 'username' | 'role' | 'unitCode'>,
): readonly RowProblem[] {
  const { unitCode: area } = admin;
  const paths = new Map([...stored.units, ...bundle.units].map(({ code, path }) => [code, path]));
  // A unit that is not known is a problem of its own.
  const isOutside = (unitCode: string | undefined): boolean =>
    unitCode !== undefined && !(paths.get(unitCode)?.some(({ code }) => code === area) ?? true);
  const mustBe = `in your own area (${area})`;
  const problemsOf = <R>(
    file: string,
    column: keyof R & string,
    rows: readonly ReadRow<R>[],
    unitsOf: (row: R) => readonly (string | undefined)[],
  ): RowProblem[] =>
    rows
      .filter(({ values }) => unitsOf(values).some(isOutside))
      .map(({ line }) => ({ file, line, column, mustBe }));
  const unitOfTeam = new Map([...stored.teams, ...bundle.teams].map(({ id, unitCode }) => [id, unitCode]));
  const unitOfPerson = new Map(stored.users.map(({ username, unitCode }) => [username, unitCode]));
  const own = tables.people.filter(
    ({ values: { username, role, active } }) =>
      username === admin.username && (role !== admin.role || !active),
  );
  return [
    ...problemsOf(fileNames.units, 'code', tables.units, ({ code }) => [code]),
    ...problemsOf(fileNames.teams, 'unitCode', tables.teams, ({ id, unitCode }) => [
      unitCode,
      unitOfTeam.get(id),
    ]),
    ...problemsOf(fileNames.people, 'unitCode', tables.people, ({ username, unitCode }) => [
      ...[unitCode, unitOfPerson.get(username)],
    ]),
    ...problemsOf(fileNames.shifts, 'teamId', tables.shifts, ({ teamId }) => [unitOfTeam.get(teamId)]),
    ...problemsOf(fileNames.hotlineNumbers, 'unitCode', tables.hotlineNumbers, ({ unitCode }) => [unitCode]),
    ...tables.policies
      .filter(({ policy }) => isOutside(policy.unitCode))
      .map(({ file }) => ({ file: `policies/${file}`, line: 1, column: 'unitCode', mustBe })),
    ...own.map(({ line }) => ({
      ...{ file: fileNames.people, line, column: 'active' },
      mustBe: 'your own account as it is: nobody switches themselves off',
    })),
  ];
}
