import { createHash } from 'node:crypto';
import { z } from 'zod';
import { tiers, type Unit } from '../../domain/organisation';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { UnitShape } from '../../domain/unit-shapes';
import type { MapSource, UnitShapeStore } from '../../models/unit-shapes/unit-shape-store';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { flag, nothing, textOf, unitCode } from '../http/schemas';
import { areaCodeOf, isInAreaOf } from '../rights';
import { readMapFile } from './map-file';

const mostFileBytes = 10_000_000;
const position = z.array(z.number());
const geometry = z.union([
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position)) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(position))) }),
]);
const mapView = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        properties: z.object({ code: z.string(), name: z.string(), tier: z.enum(tiers) }),
        geometry,
      }),
    ),
    sources: z.array(z.string()).describe('Where the operator says the outlines come from'),
  })
  .meta({ id: 'UnitMap' });
const mapReport = z
  .object({
    written: z.boolean(),
    matched: z.array(z.string()).describe('Codes of the units that the file has an outline for'),
    problems: z.array(
      z.object({
        feature: z.number().int().describe('From 1, in the order of the file'),
        name: z.string().nullable(),
        code: z.enum(['no-unit', 'several-units', 'twice', 'no-area', 'not-degrees']),
      }),
    ),
    withoutOutline: z.array(z.string()).describe('Codes of units in force that have none, the file included'),
  })
  .meta({ id: 'UnitMapReport' });

export interface UnitMapDependencies {
  readonly organisation: Pick<OrganisationRepository, 'listUnits' | 'findUnit'>;
  readonly unitShapes: UnitShapeStore;
}

/** Outlines of the units, brought by the operator: what the wall draws instead of tiles. */
export function unitMapRoutes({ organisation, unitShapes }: UnitMapDependencies): Route[] {
  const below = async (code: string): Promise<readonly Unit[]> =>
    (await organisation.listUnits({})).filter(({ path }) => path.some((above) => above.code === code));
  return [
    route({
      operationId: 'getUnitMap',
      method: 'get',
      path: '/units/map',
      tag: 'Organisation',
      permission: ['UnitMap', 'read'],
      summary: 'Outlines of the units below mine, as GeoJSON; no features where nobody has brought any',
      status: 200,
      query: z.strictObject({
        unit: unitCode.optional().describe('The unit whose parts are drawn; mine by default'),
      }),
      response: mapView,
      handle: async ({ query: { unit }, user }) => {
        const units = new Map((await below(unit ?? areaCodeOf(user))).map((one) => [one.code, one]));
        const shapes = await unitShapes.list([...units.keys()]);
        return new ReplyWith(
          {
            type: 'FeatureCollection' as const,
            features: shapes.flatMap(({ unitCode: code, geometry: outline }) => {
              const found = units.get(code);
              if (!found) return [];
              const { name, tier } = found;
              const plain = JSON.parse(JSON.stringify(outline)) as z.input<typeof geometry>;
              return [{ type: 'Feature' as const, properties: { code, name, tier }, geometry: plain }];
            }),
            sources: [...new Set(shapes.flatMap(({ source }) => source ?? []))].sort(),
          },
          // Large, and the same for months: kept, and only asked whether it still is.
          { headers: { 'Cache-Control': 'private, no-cache', ETag: etagOf(shapes) } },
        );
      },
    }),
    route({
      operationId: 'putUnitMap',
      method: 'put',
      path: '/units/map',
      tag: 'Organisation',
      permission: ['UnitMap', 'manage'],
      summary: 'Bring outlines of units as a GeoJSON file',
      description:
        'Each feature is matched by official code, else by name without accents (two of one name by their district). ' +
        'What matches no unit is told and left out; units that the file does not name keep what they have.',
      status: 200,
      problems: ['impossible', 'unsupported-media-type', 'too-large'],
      rawBody: { types: ['application/geo+json', 'application/json'], maxBytes: mostFileBytes },
      query: z.strictObject({
        dryRun: flag.optional().describe('Only say what would match'),
        source: textOf(200).optional().describe('Whose data these are; shown below the map'),
      }),
      response: mapReport,
      handle: async ({ bytes, query: { dryRun, source }, user }) => {
        const units = (await organisation.listUnits({})).filter(({ path }) => isInAreaOf(user, path));
        const { shapes, problems } = readMapFile(bytes, units);
        const written = dryRun !== true && shapes.length > 0;
        if (written) await unitShapes.save(shapes, { source: source ?? null, importedAt: new Date() });
        const has = new Set([
          ...(await unitShapes.list(units.map(({ code }) => code))).map((one) => one.unitCode),
          ...shapes.map((one) => one.unitCode),
        ]);
        return {
          written,
          matched: shapes.map((one) => one.unitCode),
          problems: problems.map((problem) => ({ ...problem })),
          withoutOutline: units
            .filter(({ code, validTo, tier }) => validTo === null && tier !== 'province' && !has.has(code))
            .map(({ code }) => code),
        };
      },
    }),
    route({
      operationId: 'removeUnitMap',
      method: 'delete',
      path: '/units/map',
      tag: 'Organisation',
      permission: ['UnitMap', 'manage'],
      summary: 'Take the outlines of my area away: the wall draws tiles again',
      status: 204,
      problems: ['not-found'],
      response: nothing,
      handle: async ({ user }) => {
        const units = (await organisation.listUnits({})).filter(({ path }) => isInAreaOf(user, path));
        const removed = await unitShapes.remove(units.map(({ code }) => code));
        if (removed === 0) throw new Refused('not-found', 'Nobody has brought outlines for this area.');
        return null;
      },
    }),
  ];
}

const etagOf = (shapes: readonly (UnitShape & MapSource)[]): string => {
  const hash = createHash('sha256');
  for (const { unitCode: code, importedAt } of shapes)
    hash.update(`${code}/${String(importedAt.getTime())} `);
  return `"${hash.digest('base64url')}"`;
};
