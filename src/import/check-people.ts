import { createHash } from 'node:crypto';
import type { DutyShift, Team, Unit, User } from '../domain/organisation';
import { shiftProblems } from '../domain/roster';
import { shiftWarnings, type Reach } from '../domain/roster-warnings';
import type { ReadRow } from './columns';
import type { RowProblem } from './row-problem';
import { linesOf, repeats, sieve, type Objection } from './sieve';
import { fileNames, type PersonRow, type ShiftRow } from './tables';

/** An id that says nothing and is the same at every import. */
const idOf = (kind: string, ...facts: readonly string[]): string =>
  `${kind}-${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)}`;

/** People of known units and teams; a known username keeps its id, and so its history. */
export function checkPeople(
  rows: readonly ReadRow<PersonRow>[],
  units: ReadonlyMap<string, Unit>,
  teams: ReadonlyMap<string, Team>,
  stored: readonly User[],
): {
  readonly users: readonly User[];
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly RowProblem[];
} {
  const lines = linesOf(rows, ({ username }) => username);
  const phoneLines = linesOf(rows, ({ phone }) => phone ?? '');
  const idOfUsername = new Map(stored.map(({ username, id }) => [username, id]));
  const objections = (row: PersonRow): readonly Objection<PersonRow>[] => {
    const found: Objection<PersonRow>[] = [...repeats<PersonRow>(lines, 'username', row.username)];
    const object = (column: keyof PersonRow, mustBe: string): void => void found.push({ column, mustBe });
    if (!units.has(row.unitCode)) object('unitCode', 'the code of a correct unit, in units.csv or stored');
    if (row.teamId !== null && teams.get(row.teamId)?.unitCode !== row.unitCode) {
      object('teamId', 'empty, or the id of a correct team of the same unit');
    }
    if (row.role === 'responder' && row.teamId === null) object('teamId', 'filled for a responder');
    return found;
  };
  const { good, problems } = sieve(fileNames.people, rows, objections, ['name', 'phone']);
  const users = good.flatMap(({ values }): User[] => {
    const unit = units.get(values.unitCode);
    const id = idOfUsername.get(values.username) ?? idOf('user', values.username);
    return unit ? [{ id, ...values, unitPath: unit.path }] : [];
  });
  const warnings = good.flatMap(({ line, values: { phone } }): RowProblem[] => {
    const shared = phone === null ? [] : (phoneLines.get(phone) ?? []).filter((other) => other !== line);
    const mustBe = `each person's own, if it can be: line ${shared.join(', ')} has the same one`;
    return shared.length > 0 ? [{ file: fileNames.people, line, column: 'phone', mustBe }] : [];
  });
  return { users, problems, warnings };
}

/** Shifts of known people with teams that exist; a person who cannot be paged is a warning. */
export function checkShifts(
  rows: readonly ReadRow<ShiftRow>[],
  teams: ReadonlyMap<string, Team>,
  usersByUsername: ReadonlyMap<string, User>,
): {
  readonly shifts: readonly DutyShift[];
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly RowProblem[];
} {
  const shiftOf = (row: ShiftRow): DutyShift => {
    const { username, ...rest } = row;
    const userId = usersByUsername.get(username)?.id ?? '';
    const id = idOf('shift', row.teamId, username, row.weekdays.join(' '), row.from, row.to, row.validFrom);
    return { id, userId, ...rest };
  };
  const usersById = new Map([...usersByUsername.values()].map((user) => [user.id, user]));
  const lines = linesOf(rows, (row) => shiftOf(row).id);
  const { good, problems } = sieve(fileNames.shifts, rows, (row): readonly Objection<ShiftRow>[] => {
    const team = teams.get(row.teamId);
    const user = usersByUsername.get(row.username);
    const shift = shiftOf(row);
    return [
      ...repeats<ShiftRow>(lines, 'weekdays', shift.id),
      ...(team
        ? []
        : [{ column: 'teamId' as const, mustBe: 'the id of a correct team, in teams.csv or stored' }]),
      ...(user
        ? []
        : [
            {
              column: 'username' as const,
              mustBe: 'the username of a correct person, in people.csv or stored',
            },
          ]),
      ...(team ? shiftProblems(shift, team) : []).map(({ field, mustBe }) => ({ column: field, mustBe })),
    ];
  });
  const reachOf = (userId: string): Reach | null => {
    const user = usersById.get(userId);
    return user ? { user, lastUndelivered: false, optedOut: false } : null;
  };
  const warnings = good.flatMap(({ line, values }) =>
    shiftWarnings([shiftOf(values)], reachOf).map(({ missing }): RowProblem => ({
      ...{ file: fileNames.shifts, line, column: 'username', mustBe: `somebody with ${missing}` },
    })),
  );
  return { shifts: good.map(({ values }) => shiftOf(values)), problems, warnings };
}
