import { fold } from './fold';
import { tiers, type Unit, type UnitRef } from './organisation';

/** A unit as a list of facts has it: what a tree can be grown from. */
export type UnitFacts = Omit<Unit, 'path' | 'searchKey'>;

/** Finds the facts of a unit by its code. */
export type UnitLookup = (code: string) => Pick<UnitFacts, 'code' | 'tier' | 'parentCode'> | undefined;

/**
 * The chain from the province down to the unit itself, or null when the unit or one of its parents is
 * unknown, a parent is not of a higher tier (which also rules out circles), or the chain does not begin at
 * a province.
 */
export function pathOf(code: string, lookup: UnitLookup): readonly UnitRef[] | null {
  const path: UnitRef[] = [];
  let next: string | null = code;
  while (next !== null) {
    const unit = lookup(next);
    const below = path[0];
    if (!unit || (below && tiers.indexOf(unit.tier) >= tiers.indexOf(below.tier))) return null;
    path.unshift({ tier: unit.tier, code: unit.code });
    next = unit.parentCode;
  }
  return path[0]?.tier === 'province' ? path : null;
}

/**
 * Adds paths and search keys. Parents may stand anywhere in `facts`, or be known already.
 * @throws Error naming the code of a unit that hangs in the air: the list was not checked before.
 */
export function growUnits(facts: readonly UnitFacts[], known: UnitLookup = () => undefined): readonly Unit[] {
  const byCode = new Map(facts.map((unit) => [unit.code, unit]));
  const lookup: UnitLookup = (code) => byCode.get(code) ?? known(code);
  return facts.map((unit) => {
    const path = pathOf(unit.code, lookup);
    if (!path) throw new Error(`unit ${unit.code} has no chain of parents up to a province`);
    return { ...unit, path, searchKey: fold(unit.name) };
  });
}

/** True when the unit is in force on a local date (YYYY-MM-DD): from inclusive, to exclusive. */
export function isInForce(unit: Pick<Unit, 'validFrom' | 'validTo'>, date: string): boolean {
  return unit.validFrom <= date && (unit.validTo === null || date < unit.validTo);
}
