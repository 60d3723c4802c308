import type { Unit } from '../../api/operations.gen';

/** One block of the tile map: a district and its communes, in the order of their names. */
export interface District {
  readonly unit: Unit;
  readonly communes: readonly Unit[];
}

/**
 * The units below an area, without those that a reform has dissolved, unless they still have work: an area that is
 * itself dissolved (a picture of the past) shows all it had.
 */
export function unitsBelow(
  units: readonly Unit[],
  areaCode: string,
  today: string,
  hasWork: (code: string) => boolean,
): readonly Unit[] {
  const area = units.find(({ code }) => code === areaCode);
  const isBelow = ({ code, path }: Unit): boolean =>
    code !== areaCode && path.some((above) => above.code === areaCode);
  const isInForce = ({ validFrom, validTo }: Unit): boolean =>
    validFrom <= today && (validTo === null || today < validTo);
  const isPast = area !== undefined && !isInForce(area);
  return units.filter((unit) => isBelow(unit) && (isPast || isInForce(unit) || hasWork(unit.code)));
}

/**
 * The tile map, laid out by membership alone: no outlines are needed, so any province has it from its list of
 * units. Communes directly below the area (two tiers, or a district's own board) make one block.
 */
export function districtsOf(below: readonly Unit[], area: Unit): readonly District[] {
  const byName = (a: Unit, b: Unit): number => a.name.localeCompare(b.name, 'vi');
  const communes = below.filter(({ tier }) => tier === 'commune').sort(byName);
  const districts = below.filter(({ tier }) => tier === 'district').sort(byName);
  return [...districts, area]
    .map((unit) => ({ unit, communes: communes.filter(({ parentCode }) => parentCode === unit.code) }))
    .filter(({ unit, communes: own }) => unit.tier === 'district' || own.length > 0);
}
