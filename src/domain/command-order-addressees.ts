import type { Tier, Unit } from './organisation';
import { DomainError } from './refusal';
import { isInForce } from './unit-tree';

/** Named units, and "every unit of this tier below that one". */
export interface OrderSelection {
  readonly unitCodes: readonly string[];
  readonly tiers: readonly { readonly tier: Tier; readonly below: string }[];
}

/**
 * The day whose units an order is given to: today. A unit that is no more, as the province of 2021, orders those
 * that were in force with it on its last day.
 */
export function orderDateOf(issuer: Pick<Unit, 'validTo'>, today: string): string {
  if (issuer.validTo === null || today < issuer.validTo) return today;
  const lastDay = new Date(`${issuer.validTo}T00:00:00Z`);
  lastDay.setUTCDate(lastDay.getUTCDate() - 1);
  return lastDay.toISOString().slice(0, 10);
}

/**
 * The units that a selection means on that day, each once, by code. Never the issuer's own unit, one above it or one
 * beside it.
 *
 * @param units every unit there is, in force or not
 * @throws DomainError `unit-not-found` for an unknown or former unit (its successors in the facts), `unit-not-below`
 *   for one that this unit does not command, `invalid-command` when nothing is left; each with a pointer
 */
export function expandAddressees(
  selection: OrderSelection,
  units: readonly Unit[],
  issuerCode: string,
  date: string,
): readonly Unit[] {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const find = (code: string, pointer: string): Unit => {
    const unit = byCode.get(code);
    if (!unit) throw new DomainError('unit-not-found', 'must be the code of a unit', { pointer });
    if (!isInForce(unit, date)) {
      const { successors, validTo } = unit;
      throw new DomainError('unit-not-found', 'must be a unit that is in force', {
        pointer,
        successors,
        validTo,
      });
    }
    return unit;
  };
  const mustBeBelow = (unit: Unit, pointer: string, mayBeOwn: boolean): void => {
    const isTheirs = unit.path.some(({ code }) => code === issuerCode);
    if (isTheirs && (mayBeOwn || unit.code !== issuerCode)) return;
    throw new DomainError('unit-not-below', 'must be a unit below yours', { pointer, unitCode: unit.code });
  };
  const chosen = new Map<string, Unit>();
  for (const [index, code] of selection.unitCodes.entries()) {
    const pointer = `/to/unitCodes/${String(index)}`;
    const unit = find(code, pointer);
    mustBeBelow(unit, pointer, false);
    chosen.set(code, unit);
  }
  for (const [index, { tier, below }] of selection.tiers.entries()) {
    const pointer = `/to/tiers/${String(index)}`;
    mustBeBelow(find(below, `${pointer}/below`), `${pointer}/below`, true);
    const meant = units.filter(
      (unit) =>
        unit.tier === tier &&
        unit.code !== below &&
        unit.path.some(({ code }) => code === below) &&
        isInForce(unit, date),
    );
    if (meant.length === 0)
      throw new DomainError('invalid-command', 'has no units of this tier', { pointer });
    for (const unit of meant) chosen.set(unit.code, unit);
  }
  if (chosen.size === 0)
    throw new DomainError('invalid-command', 'must name at least one unit', { pointer: '/to' });
  return [...chosen.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
