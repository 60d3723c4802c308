import { z } from 'zod';
import type { Unit } from '../../domain/organisation';
import { readShapes, type ReadShapes } from '../../domain/unit-shapes';
import { Refused } from '../http/problem';

/** A map of more bytes is slow on a wall and on a phone; it is refused with the way to make it smaller. */
const mostStoredBytes = 2_000_000;

const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({
        id: z.union([z.string(), z.number()]).optional(),
        properties: z.record(z.string(), z.unknown()).nullish(),
        geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullish(),
      }),
    )
    .min(1)
    .max(20_000),
});

/**
 * The outlines in a GeoJSON file, for these units.
 * @throws Refused when the bytes are no GeoJSON of outlines, or more than a wall can draw
 */
export function readMapFile(bytes: Uint8Array, units: readonly Unit[]): ReadShapes {
  const read = readShapes(featuresOf(bytes), units);
  const size = JSON.stringify(read.shapes).length;
  if (size > mostStoredBytes) {
    throw new Refused(
      'impossible',
      `The outlines come to ${mb(size)} MB; at most ${mb(mostStoredBytes)} MB are drawn. ` +
        'Make them simpler, e.g. with mapshaper: -simplify 10% keep-shapes.',
    );
  }
  return read;
}

const mb = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

function featuresOf(bytes: Uint8Array) {
  let given: unknown;
  try {
    given = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refused('impossible', 'The file must be GeoJSON: JSON text in UTF-8.');
  }
  const parsed = collection.safeParse(given);
  if (parsed.success) return parsed.data.features;
  throw new Refused(
    'impossible',
    'The file must be a GeoJSON FeatureCollection with a feature for each unit, its geometry a Polygon or MultiPolygon.',
  );
}
