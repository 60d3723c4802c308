import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import mongoose from 'mongoose';
import { readMapFile } from '../src/api/unit-map/map-file';
import type { ShapeProblem } from '../src/domain/unit-shapes';
import { createOrganisationRepository } from '../src/models/organisation/organisation-store';
import { createUnitShapes } from '../src/models/unit-shapes/mongo-unit-shapes';
import { ConfigProblem } from '../src/platform/environment';
import { databaseSettingsFrom } from './client/database-settings';
import { table } from './client/table';

const reasons: Readonly<Record<ShapeProblem['code'], string>> = {
  'no-unit': 'no unit has this code or name',
  'several-units': 'several units have this name: add their official codes, or the name of the district',
  twice: 'the file has an outline for this unit already',
  'no-area': 'the geometry must be a Polygon or MultiPolygon with an area',
  'not-degrees': 'the coordinates must be longitude and latitude in degrees (WGS 84)',
};

/** `npm run import-map -- FILE`: brings the outlines of units that the wall draws instead of tiles. */
async function main(): Promise<void> {
  const command = new Command('import-map')
    .description('Brings outlines of units from a GeoJSON file, matched by official code or by name')
    .argument('<file>', 'a FeatureCollection with a Polygon or MultiPolygon for each unit')
    .option('--dry-run', 'check and report, write nothing', false)
    .option('--source <text>', 'whose data these are; shown below the map')
    .parse();
  const [file = ''] = command.args;
  const { dryRun, source = null } = command.opts<{ dryRun: boolean; source?: string }>();
  const bytes = readFileSync(file);
  const connection = await mongoose
    .createConnection(databaseSettingsFrom(process.env).mongodbUrl, { serverSelectionTimeoutMS: 10_000 })
    .asPromise();
  try {
    const units = await createOrganisationRepository(connection).listUnits({});
    const { shapes, problems } = readMapFile(bytes, units);
    if (problems.length > 0) {
      const rows = problems.map(({ feature, name, code }) => [String(feature), name ?? '', reasons[code]]);
      console.log(`${table(['feature', 'name', 'problem'], rows)}\n`);
    }
    if (!dryRun) await createUnitShapes(connection).save(shapes, { source, importedAt: new Date() });
    const done = dryRun ? 'would be drawn; nothing was written: this was a dry run' : 'are drawn now';
    console.log(`${String(shapes.length)} units ${done}.`);
    if (shapes.length === 0) process.exitCode = 1;
  } finally {
    await connection.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof ConfigProblem ? 2 : 1;
});
