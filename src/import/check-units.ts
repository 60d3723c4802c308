import type { Unit } from '../domain/organisation';
import { growUnits, pathOf, type UnitFacts } from '../domain/unit-tree';
import type { ReadRow } from './columns';
import type { RowProblem } from './row-problem';
import { linesOf, repeats, sieve, type Objection } from './sieve';
import { fileNames, type UnitRow } from './tables';

const factsOf = ({ officialCode, ...row }: UnitRow): UnitFacts => ({
  ...row,
  ...(officialCode !== null && { officialCode }),
});

/**
 * Units that make a sound tree together with the stored ones. A stored unit keeps its tier and parent: a
 * reform makes new units with new dates, for tickets of the old ones keep their path.
 */
export function checkUnits(
  rows: readonly ReadRow<UnitRow>[],
  stored: readonly Unit[],
): { readonly units: readonly Unit[]; readonly problems: readonly RowProblem[] } {
  const lines = linesOf(rows, ({ code }) => code);
  const storedByCode = new Map(stored.map((unit) => [unit.code, unit]));
  const objections = (row: UnitRow): readonly Objection<UnitRow>[] => {
    const before = storedByCode.get(row.code);
    const found: Objection<UnitRow>[] = [...repeats<UnitRow>(lines, 'code', row.code)];
    const object = (column: keyof UnitRow, mustBe: string): void => void found.push({ column, mustBe });
    if (row.tier === 'province' && row.parentCode !== null) object('parentCode', 'empty for a province');
    if (row.tier === 'district' && row.profile === 'two-tier') {
      object('tier', 'province or commune where the profile is two-tier');
    }
    if (row.validTo !== null && row.validTo <= row.validFrom) object('validTo', 'empty or after validFrom');
    if (before && before.tier !== row.tier)
      object('tier', `${before.tier}, as stored: make a new unit instead`);
    if (before && before.parentCode !== row.parentCode) {
      object('parentCode', `${before.parentCode ?? 'empty'}, as stored: make a new unit instead`);
    }
    const strangers = row.successors.filter((code) => !lines.has(code) && !storedByCode.has(code));
    if (strangers.length > 0) object('successors', `codes of known units; ${strangers.join(' ')} is not one`);
    return found;
  };
  const own = sieve(fileNames.units, rows, objections);

  const goodByCode = new Map(own.good.map(({ values }) => [values.code, values]));
  const lookup = (code: string) => goodByCode.get(code) ?? storedByCode.get(code);
  const rooted = sieve(fileNames.units, own.good, (row): readonly Objection<UnitRow>[] => {
    const path = pathOf(row.code, lookup);
    if (!path) return [{ column: 'parentCode', mustBe: 'a correct unit of a higher tier, up to a province' }];
    const province = lookup(path[0]?.code ?? '');
    return province?.profile === row.profile
      ? []
      : [{ column: 'profile', mustBe: `${province?.profile ?? 'the same'} as its province` }];
  });
  const facts = rooted.good.map(({ values }) => factsOf(values));
  return {
    units: growUnits(facts, (code) => storedByCode.get(code)),
    problems: [...own.problems, ...rooted.problems],
  };
}
