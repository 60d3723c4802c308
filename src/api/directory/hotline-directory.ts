import { hotlinesOf } from '../../domain/hotline';
import type { ShownHotline } from '../../domain/hotline';
import type { Unit } from '../../domain/organisation';
import { placeByAddress } from '../../domain/place-by-address';
import { localDate } from '../../domain/roster';
import { isInForce } from '../../domain/unit-tree';
import type { HotlineStandings } from '../../models/hotlines/hotline-standings';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';

export interface DirectoryDependencies {
  readonly organisation: Pick<OrganisationRepository, 'listUnits' | 'listHotlineNumbers'>;
  readonly standings: Pick<HotlineStandings, 'all'>;
  readonly now?: () => Date;
}

/** A unit with what its people may call. */
export interface DirectoryEntry {
  readonly unit: Unit;
  /** The units above it, nearest first. */
  readonly above: readonly Unit[];
  readonly hotlines: readonly ShownHotline[];
}

/** The public directory: names of units and their duty numbers, nothing about persons. */
export interface HotlineDirectory {
  /** Units whose name, or a word of it, begins with `q`, accents aside. */
  byName(q: string, limit: number): Promise<readonly DirectoryEntry[]>;
  /** The unit that an address names; several when the name alone does not decide. */
  byAddress(address: string): Promise<readonly DirectoryEntry[]>;
  /** Null for a code that no unit in force, and no unit with a shown number, has. */
  find(code: string): Promise<DirectoryEntry | null>;
}

export function createHotlineDirectory(deps: DirectoryDependencies): HotlineDirectory {
  const now = deps.now ?? (() => new Date());

  /** Everything at once: a few hundred small rows, and no page shows a number that was withdrawn a moment ago. */
  async function read() {
    const [units, numbers, standings] = await Promise.all([
      deps.organisation.listUnits({}),
      deps.organisation.listHotlineNumbers({ published: true }),
      deps.standings.all(),
    ]);
    const byCode = new Map(units.map((unit) => [unit.code, unit]));
    const withNumber = new Set(numbers.map(({ unitCode }) => unitCode));
    const today = localDate(now());
    const entryOf = (unit: Unit): DirectoryEntry => ({
      unit,
      above: unit.path
        .slice(0, -1)
        .toReversed()
        .flatMap(({ code }) => byCode.get(code) ?? []),
      hotlines: hotlinesOf(unit.path, { numbers, standings }),
    });
    // A unit that the state has dissolved and that still has a duty number is still somebody's to call.
    const isShown = (unit: Unit): boolean => withNumber.has(unit.code) || isInForce(unit, today);
    return { units, byCode, withNumber, entryOf, isShown };
  }

  return {
    async byName(q, limit) {
      const [{ entryOf, isShown, withNumber }, named] = await Promise.all([
        read(),
        deps.organisation.listUnits({ q }),
      ]);
      const shown = named.filter(isShown);
      // Where an old and a new unit share a name, the one with a number is what the citizen looks for.
      const ranked = [
        ...shown.filter(({ code }) => withNumber.has(code)),
        ...shown.filter(({ code }) => !withNumber.has(code)),
      ];
      return ranked.slice(0, limit).map(entryOf);
    },
    async byAddress(address) {
      const { units, byCode, withNumber, entryOf, isShown } = await read();
      const usable = units.filter(isShown).map((unit) => ({ ...unit, served: withNumber.has(unit.code) }));
      const found = placeByAddress(address, usable);
      const codes =
        found.kind === 'found' ? [found.unitCode] : found.kind === 'ambiguous' ? found.unitCodes : [];
      return codes.flatMap((code) => byCode.get(code) ?? []).map(entryOf);
    },
    async find(code) {
      const { byCode, entryOf, isShown } = await read();
      const unit = byCode.get(code);
      return unit && isShown(unit) ? entryOf(unit) : null;
    },
  };
}
