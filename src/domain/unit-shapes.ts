import { fold } from './fold';
import type { Unit } from './organisation';

/** Longitude and latitude in degrees, WGS 84. */
export type Position = readonly [lng: number, lat: number];
type Ring = readonly Position[];
export type ShapeGeometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] };

/** The outline of a unit, as its operator brought it. */
export interface UnitShape {
  readonly unitCode: string;
  readonly geometry: ShapeGeometry;
}

/** One feature of a GeoJSON file, before anybody has looked at it. */
export interface GivenFeature {
  readonly id?: unknown;
  readonly properties?: Readonly<Record<string, unknown>> | null | undefined;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null | undefined;
}

export interface ShapeProblem {
  /** From 1, in the order of the file. */
  readonly feature: number;
  /** What the file calls it; null when it has no name. */
  readonly name: string | null;
  readonly code: 'no-unit' | 'several-units' | 'twice' | 'no-area' | 'not-degrees';
}

export interface ReadShapes {
  readonly shapes: readonly UnitShape[];
  readonly problems: readonly ShapeProblem[];
}

/** Names that offices give to the columns of their files; compared without case, accents and signs. */
const codeKeys = [
  'code',
  'unitcode',
  'officialcode',
  'ma',
  'maxa',
  'maphuong',
  'mahuyen',
  'madvhc',
  'wardcode',
  'id',
];
const nameKeys = ['name', 'ten', 'tenxa', 'tenphuong', 'tenhuyen', 'tendvhc', 'wardname', 'unitname'];
const parentKeys = ['parent', 'parentname', 'huyen', 'quanhuyen', 'tenhuyen', 'district', 'districtname'];

/** About one metre: nobody sees more, and neighbours that shared a point still share it. */
const DECIMALS = 5;

/**
 * Which unit each outline of a GeoJSON file belongs to: by official code, else by its name without accents and
 * without `Phường`, `Xã`, …, where a district's name tells two of the same name apart. What fits no unit, or more
 * than one, is told and left out; nothing is guessed.
 */
export function readShapes(features: readonly GivenFeature[], units: readonly Unit[]): ReadShapes {
  const byCode = new Map(units.flatMap((unit) => codesOf(unit).map((code) => [code, unit] as const)));
  const names = new Map(units.map((unit) => [unit.code, bareName(unit.name, unit.type)]));
  const shapes = new Map<string, UnitShape>();
  const problems: ShapeProblem[] = [];
  for (const [index, feature] of features.entries()) {
    const given = propertiesOf(feature);
    const name = given.text(nameKeys);
    const tell = (code: ShapeProblem['code']): void => {
      problems.push({ feature: index + 1, name, code });
    };
    const geometry = geometryOf(feature.geometry);
    if (typeof geometry === 'string') {
      tell(geometry);
      continue;
    }
    const coded = given.all(codeKeys).flatMap((code) => byCode.get(code) ?? [])[0];
    const found = coded ? [coded] : unitsNamed(name, given.text(parentKeys), units, names);
    const [unit] = found;
    if (!unit) tell('no-unit');
    else if (found.length > 1) tell('several-units');
    else if (shapes.has(unit.code)) tell('twice');
    else shapes.set(unit.code, { unitCode: unit.code, geometry });
  }
  return { shapes: [...shapes.values()], problems };
}

const codesOf = ({ code, officialCode }: Unit): readonly string[] =>
  officialCode === undefined ? [code] : [code, officialCode];

function propertiesOf({ id, properties }: GivenFeature) {
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries({ id, ...properties })) {
    if (typeof value === 'string' || typeof value === 'number')
      values.set(fold(key).replace(/[^a-z]/g, ''), String(value).trim());
  }
  const all = (keys: readonly string[]): readonly string[] => keys.flatMap((key) => values.get(key) ?? []);
  return { all, text: (keys: readonly string[]): string | null => all(keys)[0] ?? null };
}

function unitsNamed(
  name: string | null,
  parent: string | null,
  units: readonly Unit[],
  names: ReadonlyMap<string, string>,
): readonly Unit[] {
  if (name === null) return [];
  const wanted = bareName(name, '');
  const found = units.filter(({ code }) => names.get(code) === wanted);
  if (found.length < 2 || parent === null) return found;
  const district = bareName(parent, '');
  return found.filter(({ parentCode }) => parentCode !== null && names.get(parentCode) === district);
}

const kinds = /^(thanh pho|thi xa|thi tran|tinh|huyen|quan|phuong|xa|tp\.?|tx\.?|tt\.?|h\.|q\.|p\.|x\.) /;
const bareName = (name: string, type: string): string => {
  const folded = fold(name);
  const kind = fold(type);
  return (kind !== '' && folded.startsWith(`${kind} `) ? folded.slice(kind.length + 1) : folded).replace(
    kinds,
    '',
  );
};

function geometryOf(given: GivenFeature['geometry']): ShapeGeometry | 'no-area' | 'not-degrees' {
  const polygons =
    given?.type === 'Polygon'
      ? [given.coordinates]
      : given?.type === 'MultiPolygon'
        ? given.coordinates
        : null;
  if (!Array.isArray(polygons)) return 'no-area';
  const rounded: Ring[][] = [];
  for (const polygon of polygons as readonly unknown[]) {
    if (!Array.isArray(polygon)) return 'no-area';
    const rings: Ring[] = [];
    for (const ring of polygon as readonly unknown[]) {
      const points = ringOf(ring);
      if (points === null) return 'not-degrees';
      if (points.length >= 4) rings.push(points);
      // Without its outer ring the holes are none.
      else if (rings.length === 0) break;
    }
    if (rings.length > 0) rounded.push(rings);
  }
  const [only, ...others] = rounded;
  if (!only) return 'no-area';
  return others.length === 0
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: rounded };
}

/** Null when its numbers are no degrees: files in VN-2000 hold metres. */
function ringOf(ring: unknown): Position[] | null {
  if (!Array.isArray(ring)) return null;
  const points: Position[] = [];
  for (const given of ring as readonly unknown[]) {
    if (!Array.isArray(given)) return null;
    const [lng, lat] = given as readonly unknown[];
    if (typeof lng !== 'number' || typeof lat !== 'number') return null;
    if (!(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)) return null;
    const point: Position = [round(lng), round(lat)];
    const last = points.at(-1);
    if (!last || last[0] !== point[0] || last[1] !== point[1]) points.push(point);
  }
  return points;
}

const round = (degrees: number): number => Math.round(degrees * 10 ** DECIMALS) / 10 ** DECIMALS;
