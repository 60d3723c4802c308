import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import type { Unit } from '../api/operations.gen';
import { useMe } from '../app/session';
import { useTeams } from './teams';

export type PlacedUnit = Unit & { readonly depth: number };

/** A unit and those below it that are to be kept, each after the one above it. */
export function treeOf(
  units: readonly Unit[],
  rootCode: string,
  isKept: (unit: Unit) => boolean,
): readonly PlacedUnit[] {
  const near = units.filter((unit) => unit.path.some(({ code }) => code === rootCode) && isKept(unit));
  const below = (parent: string, depth: number): PlacedUnit[] =>
    near
      .filter(({ parentCode, code }) => parentCode === parent && code !== rootCode)
      .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
      .flatMap((unit) => [{ ...unit, depth }, ...below(unit.code, depth + 1)]);
  const root = units.find(({ code }) => code === rootCode);
  return root ? [{ ...root, depth: 0 }, ...below(root.code, 1)] : [];
}

/** In force today, or still at work after a reform: it has a team. */
export function useIsAtWork(): (unit: Unit) => boolean {
  const teams = useTeams();
  const today = new Date().toISOString().slice(0, 10);
  const served = new Set(teams.all.filter(({ active }) => active).map(({ unitCode }) => unitCode));
  return ({ code, validFrom, validTo }) =>
    served.has(code) || (validFrom <= today && (validTo === null || validTo > today));
}

/** The units of my area that are at work. */
export function useArea(): readonly PlacedUnit[] {
  const { areaCode } = useMe();
  const { data } = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });
  return treeOf(data?.items ?? [], areaCode, useIsAtWork());
}

/** The units of an area in their order, asked by code. */
export function placesOf(area: readonly PlacedUnit[]): {
  readonly has: (code: string) => boolean;
  /** Where it stands; whatever is not of the area, last. */
  readonly rankOf: (code: string) => number;
  /** Whether it is the other one or below it; below nothing in particular, always. */
  readonly isWithin: (code: string, above: string | undefined) => boolean;
} {
  const ranks = new Map(area.map(({ code }, index) => [code, index]));
  return {
    has: (code) => ranks.has(code),
    rankOf: (code) => ranks.get(code) ?? area.length,
    isWithin: (code, above) => {
      if (above === undefined || code === above) return true;
      const path = area[ranks.get(code) ?? -1]?.path ?? [];
      return path.some((unit) => unit.code === above);
    },
  };
}
