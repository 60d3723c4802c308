import type { HotlineNumber, Team, Unit } from '../domain/organisation';
import type { ReadRow } from './columns';
import type { RowProblem } from './row-problem';
import { linesOf, repeats, sieve, type Objection } from './sieve';
import { fileNames, type HotlineNumberRow, type TeamRow } from './tables';

const knownUnit = 'the code of a correct unit, in units.csv or stored';

/** Teams of known units. A stored team stays with its unit: its people and duty belong there. */
export function checkTeams(
  rows: readonly ReadRow<TeamRow>[],
  units: ReadonlyMap<string, Unit>,
  stored: readonly Team[],
): { readonly teams: readonly Team[]; readonly problems: readonly RowProblem[] } {
  const lines = linesOf(rows, ({ id }) => id);
  const storedById = new Map(stored.map((team) => [team.id, team]));
  const { good, problems } = sieve(fileNames.teams, rows, (row): readonly Objection<TeamRow>[] => {
    const before = storedById.get(row.id);
    return [
      ...repeats<TeamRow>(lines, 'id', row.id),
      ...(units.has(row.unitCode) ? [] : [{ column: 'unitCode' as const, mustBe: knownUnit }]),
      ...(before && before.unitCode !== row.unitCode
        ? [{ column: 'unitCode' as const, mustBe: `${before.unitCode}, as stored: make a new team instead` }]
        : []),
    ];
  });
  const teams = good.flatMap(({ values }) => {
    const unit = units.get(values.unitCode);
    return unit ? [{ ...values, tier: unit.tier }] : [];
  });
  return { teams, problems };
}

/** Hotline numbers, each of one unit: a call to a number of two units would have no owner. */
export function checkHotlineNumbers(
  rows: readonly ReadRow<HotlineNumberRow>[],
  units: ReadonlyMap<string, Unit>,
  teams: ReadonlyMap<string, Team>,
  stored: readonly HotlineNumber[],
): { readonly hotlineNumbers: readonly HotlineNumber[]; readonly problems: readonly RowProblem[] } {
  const lines = linesOf(rows, ({ number }) => number);
  const storedByNumber = new Map(stored.map((number) => [number.number, number]));
  const { good, problems } = sieve(
    fileNames.hotlineNumbers,
    rows,
    (row): readonly Objection<HotlineNumberRow>[] => {
      const found: Objection<HotlineNumberRow>[] = [
        ...repeats<HotlineNumberRow>(lines, 'number', row.number),
      ];
      const object = (column: keyof HotlineNumberRow, mustBe: string): void =>
        void found.push({ column, mustBe });
      const owner = storedByNumber.get(row.number)?.unitCode;
      if (!units.has(row.unitCode)) object('unitCode', knownUnit);
      if (owner !== undefined && owner !== row.unitCode) {
        object('number', `a number of this unit; it belongs to unit ${owner}`);
      }
      if (row.teamId !== null && teams.get(row.teamId)?.unitCode !== row.unitCode) {
        object('teamId', 'empty, or the id of a correct team of the same unit');
      }
      return found;
    },
  );
  const hotlineNumbers = good.map(({ values }) => ({
    id: storedByNumber.get(values.number)?.id ?? `hotline-${values.number.replace(/\D/g, '')}`,
    ...values,
  }));
  return { hotlineNumbers, problems };
}
