import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import mongoose from 'mongoose';
import { changesBetween } from '../src/domain/audit';
import { importContent, type ImportOptions, type ImportOutcome } from '../src/import/import-organisation';
import { readFolder } from '../src/import/read-folder';
import { countTable, problemTable, readinessTable } from '../src/import/report';
import { createAuditLog, ensureAuditIndexes } from '../src/models/audit/mongo-audit-log';
import { createOrganisationLoader } from '../src/models/organisation/organisation-loader';
import { ensureOrganisationIndexes } from '../src/models/organisation/organisation-models';
import { createOrganisationRepository } from '../src/models/organisation/organisation-store';
import { readWholeOrganisation } from '../src/models/organisation/whole-organisation';
import { openFieldCrypto, type FieldCrypto } from '../src/platform/crypto/field-crypto';
import { ConfigProblem } from '../src/platform/environment';
import { databaseSettingsFrom, type DatabaseSettings } from './client/database-settings';

/**
 * Imports a folder of CSV files: all of it or, when any row is bad, none of it. Importing the same folder
 * again changes nothing.
 * @throws Error when the folder is not there or MongoDB does not answer.
 */
export async function importFolder(
  folder: string,
  settings: DatabaseSettings,
  options: Pick<ImportOptions, 'dryRun' | 'skipBadRows'>,
): Promise<ImportOutcome> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${folder} is not a folder`);
  const content = readFolder(folder);
  const connection = await mongoose
    .createConnection(settings.mongodbUrl, { serverSelectionTimeoutMS: 10_000 })
    .asPromise();
  try {
    const crypto = await openFieldCrypto(connection, settings.secretKey);
    const outcome = await importContent(
      content,
      {
        readStored: () => readWholeOrganisation(connection, crypto),
        listOverrides: () => createOrganisationRepository(connection).listOverrides({}),
        load: async (bundle, how) => {
          await ensureOrganisationIndexes(connection);
          return createOrganisationLoader(connection, crypto)(bundle, how);
        },
      },
      options,
    );
    if (outcome.counts) await recordImport(connection, crypto, outcome);
    return outcome;
  } finally {
    await connection.close();
  }
}

/** Nobody is signed in at a terminal; that it was done, when and to which units is recorded all the same. */
async function recordImport(
  connection: mongoose.Connection,
  crypto: FieldCrypto,
  { counts, readiness }: ImportOutcome,
): Promise<void> {
  await ensureAuditIndexes(connection, crypto);
  const organisation = createOrganisationRepository(connection);
  const units = await Promise.all(readiness.map(({ unitCode }) => organisation.findUnit(unitCode)));
  const changes = changesBetween(null, counts);
  await createAuditLog(connection, crypto).append(
    {
      ...{ at: new Date().toISOString(), actor: null, via: 'commandLine', requestId: 'npm run import' },
      ...{ kind: 'Import', operation: 'importOrganisation', subjectId: null, outcome: 'done' },
      unitCodes: [...new Set(units.flatMap((unit) => unit?.path.map(({ code }) => code) ?? []))],
      fields: changes.map(({ field }) => field),
    },
    { ip: null, changes },
  );
}

function print({ written, problems, warnings, counts, readiness }: ImportOutcome, dryRun: boolean): void {
  const say = (text: string): void => console.log(`${text}\n`);
  if (problems.length > 0) say(`${String(problems.length)} problems\n\n${problemTable(problems)}`);
  if (warnings.length > 0) say(`${String(warnings.length)} warnings\n\n${problemTable(warnings)}`);
  if (counts) say(countTable(counts));
  if (readiness.length > 0)
    say(
      `Ready to take calls${written ? '' : ', once the good rows are imported'}?\n\n${readinessTable(readiness)}`,
    );
  if (written) say(problems.length > 0 ? 'Imported, without the bad rows.' : 'Imported.');
  else if (problems.length > 0) say('Nothing was imported. Put the rows right, or use --skip-bad-rows.');
  else if (dryRun) say('All rows are right. Nothing was imported: this was a dry run.');
}

async function main(): Promise<void> {
  const command = new Command('import')
    .description('Imports units, teams, people, shifts and hotline numbers from one folder of CSV files')
    .argument('<folder>', 'a folder such as data/examples/import/two-tier')
    .option('--dry-run', 'check and report, write nothing', false)
    .option('--skip-bad-rows', 'import the good rows although others are bad', false)
    .option(
      '--report <file>',
      'where to write the report as JSON (default: import-report.json in the folder)',
    )
    .parse();
  const [folder = ''] = command.args;
  const options = command.opts<{ dryRun: boolean; skipBadRows: boolean; report?: string }>();
  const outcome = await importFolder(folder, databaseSettingsFrom(process.env), options);
  const report = options.report ?? join(folder, 'import-report.json');
  writeFileSync(report, `${JSON.stringify(outcome, null, 2)}\n`);
  print(outcome, options.dryRun);
  console.log(`Report: ${report}`);
  if (outcome.problems.length > 0 && !outcome.written) process.exitCode = 1;
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof ConfigProblem ? 2 : 1;
  });
}
