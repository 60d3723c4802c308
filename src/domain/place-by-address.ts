import type { Unit } from './organisation';
import { unaccented } from './sms-text';

/** A unit that an address may name. `served`: it has a team, so a call for it is answered. */
export type NameableUnit = Pick<Unit, 'code' | 'name' | 'type' | 'tier' | 'path'> & {
  readonly served: boolean;
};

export type PlaceFound =
  | { readonly kind: 'found'; readonly unitCode: string }
  | { readonly kind: 'unknown' }
  /** Several units of this name; `unitCodes` are the ones to choose from. */
  | { readonly kind: 'ambiguous'; readonly unitCodes: readonly string[] };

/** How people write the kind of a unit before its name. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  phuong: ['phuong', 'p', 'f'],
  xa: ['xa', 'x'],
  'thi tran': ['thi tran', 'tt'],
  huyen: ['huyen', 'h'],
  quan: ['quan', 'q'],
  'thi xa': ['thi xa', 'tx'],
  'thanh pho': ['thanh pho', 'tp'],
};

const wordsOf = (text: string): string =>
  ` ${unaccented(text)
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join(' ')} `;

interface Named {
  readonly unit: NameableUnit;
  readonly key: string;
  /** Where the name last stands in the address; small places come first, large ones last. */
  readonly at: number;
  /** The kind is written before the name: `phường Phú Cường`, not a street of that name. */
  readonly typed: boolean;
}

function namedIn(text: string, unit: NameableUnit): readonly Named[] {
  const key = wordsOf(unit.name);
  const at = text.lastIndexOf(key);
  if (at === -1) return [];
  const kind = wordsOf(unit.type).trim();
  const typed = (kinds[kind] ?? [kind]).some((word) => text.includes(` ${word}${key}`));
  // "Phường 1": a bare number names nothing.
  return /^ \d+ $/.test(key) && !typed ? [] : [{ unit, key, at, typed }];
}

const preferring = <T>(from: readonly T[], test: (one: T) => boolean): readonly T[] => {
  const preferred = from.filter(test);
  return preferred.length > 0 ? preferred : from;
};

/**
 * The commune (or at least the district) that an address names, accents and spelling of kinds aside. A district
 * that is named too decides between communes of one name; a written kind (`phường`, `p.`) wins over a street's
 * name; a place that somebody serves wins over one that nobody does.
 */
export function placeByAddress(address: string, units: readonly NameableUnit[]): PlaceFound {
  const text = wordsOf(address);
  const all = units.filter(({ tier }) => tier !== 'province').flatMap((unit) => namedIn(text, unit));
  // "An Phú Tây" names no "An Phú".
  const named = all.filter(({ key }) => !all.some((other) => other.key !== key && other.key.includes(key)));
  const districts = named.filter(({ unit }) => unit.tier === 'district');
  const communes = named.filter(
    ({ unit, key, typed }) =>
      unit.tier === 'commune' &&
      (typed ||
        text.indexOf(key) !== text.lastIndexOf(key) ||
        !districts.some((d) => d.typed && d.key === key)),
  );
  const inNamedDistrict = ({ unit }: Named): boolean =>
    districts.some((district) => unit.path.some(({ code }) => code === district.unit.code));
  const candidates =
    communes.length > 0
      ? preferring(
          preferring(
            preferring(communes, ({ typed }) => typed),
            inNamedDistrict,
          ),
          ({ unit }) => unit.served,
        )
      : preferring(
          preferring(districts, ({ typed }) => typed),
          ({ unit }) => unit.served,
        );
  const last = Math.max(...candidates.map(({ at }) => at));
  const chosen = candidates.filter(({ at }) => at === last);
  const [only, second] = chosen;
  if (!only) return { kind: 'unknown' };
  if (!second) return { kind: 'found', unitCode: only.unit.code };
  return { kind: 'ambiguous', unitCodes: chosen.map(({ unit }) => unit.code) };
}
