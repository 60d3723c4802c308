import type { UnitMap } from '../../api/operations.gen';

export type Outline = UnitMap['features'][number];
type Ring = readonly (readonly number[])[];

const ringsOf = ({ geometry }: Outline): readonly Ring[] =>
  geometry.type === 'Polygon'
    ? geometry.coordinates.slice(0, 1)
    : geometry.coordinates.flatMap((polygon) => polygon.slice(0, 1));

/** West, south, east, north of all of them; null when there is nothing to draw. */
export function boundsOf(outlines: readonly Outline[]): [number, number, number, number] | null {
  const points = outlines.flatMap(ringsOf).flat();
  if (points.length === 0) return null;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lng = 0, lat = 0] of points) {
    [west, east] = [Math.min(west, lng), Math.max(east, lng)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return [west, south, east, north];
}

/** Where a unit's figures stand: the middle of its largest part, by the area of its outer ring. */
export function labelPointOf(outline: Outline): [number, number] {
  let best = { area: -1, at: [0, 0] as [number, number] };
  for (const ring of ringsOf(outline)) {
    const found = middleOf(ring);
    if (found.area > best.area) best = found;
  }
  return best.at;
}

/** The centroid of a ring; of one without area, its first point. */
function middleOf(ring: Ring): { area: number; at: [number, number] } {
  let [twice, x, y] = [0, 0, 0];
  for (const [index, [lng = 0, lat = 0]] of ring.entries()) {
    const [nextLng = lng, nextLat = lat] = ring[(index + 1) % ring.length] ?? [];
    const cross = lng * nextLat - nextLng * lat;
    twice += cross;
    x += (lng + nextLng) * cross;
    y += (lat + nextLat) * cross;
  }
  const [first = 0, second = 0] = ring[0] ?? [];
  if (twice === 0) return { area: 0, at: [first, second] };
  return { area: Math.abs(twice), at: [x / (3 * twice), y / (3 * twice)] };
}
