import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import mongoose from 'mongoose';
import { z } from 'zod';
import { afterImport, checkFolder } from '../src/import/check-folder';
import { readFolder } from '../src/import/read-folder';
import { readinessOf, type UnitReadiness } from '../src/import/readiness';
import { countTable, problemTable, readinessTable } from '../src/import/report';
import type { RowProblem } from '../src/import/row-problem';
import {
  createOrganisationLoader,
  type BundlePart,
  type LoadCount,
} from '../src/models/organisation/organisation-loader';
import { ensureOrganisationIndexes } from '../src/models/organisation/organisation-models';
import { readWholeOrganisation } from '../src/models/organisation/whole-organisation';
import { openFieldCrypto } from '../src/platform/crypto/field-crypto';
import { ConfigProblem, must, parseEnvironment, required } from '../src/platform/environment';
import { strengthenMongodbUrl } from '../src/platform/mongodb-url';
import { embeddedMongodbUrl } from '../src/platform/servers/mongodb-server';
import { loadStartSettings } from '../src/platform/start-settings';

export interface ImportSettings {
  readonly mongodbUrl: string;
  readonly secretKey: string;
}

export interface ImportOptions {
  /** Check and report, write nothing. */
  readonly dryRun: boolean;
  /** Write the good rows although others are bad. */
  readonly skipBadRows: boolean;
}

export interface ImportOutcome {
  readonly written: boolean;
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly RowProblem[];
  /** Null while nothing was written. */
  readonly counts: Readonly<Record<BundlePart, LoadCount>> | null;
  /** The checklist of every unit that the folder tells something about, as if all good rows were written. */
  readonly readiness: readonly UnitReadiness[];
}

/**
 * Imports a folder of CSV files: all of it or, when any row is bad, none of it. Importing the same folder
 * again changes nothing.
 * @throws Error when the folder is not there or MongoDB does not answer.
 */
export async function importFolder(
  folder: string,
  settings: ImportSettings,
  { dryRun, skipBadRows }: ImportOptions,
): Promise<ImportOutcome> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${folder} is not a folder`);
  const content = readFolder(folder);
  const connection = await mongoose
    .createConnection(settings.mongodbUrl, { serverSelectionTimeoutMS: 10_000 })
    .asPromise();
  try {
    const crypto = await openFieldCrypto(connection, settings.secretKey);
    const stored = await readWholeOrganisation(connection, crypto);
    const { bundle, replaceShiftsOf, problems, warnings } = checkFolder(content, stored);
    const written = !dryRun && (skipBadRows || problems.length === 0);
    if (written) await ensureOrganisationIndexes(connection);
    const counts = written
      ? await createOrganisationLoader(connection, crypto)(bundle, { existing: 'update', replaceShiftsOf })
      : null;
    const after = afterImport(stored, { bundle, replaceShiftsOf });
    const touched = new Set([
      ...bundle.units.map(({ code }) => code),
      ...bundle.teams.map((team) => team.unitCode),
    ]);
    const units = after.units.filter(({ code }) => touched.has(code));
    return { written, problems, warnings, counts, readiness: readinessOf(after, units, new Date()) };
  } finally {
    await connection.close();
  }
}

const importEnvironment = z.object({
  MONGODB_URL: required('the MongoDB address of the system to import into').transform((url, context) => {
    const strong = strengthenMongodbUrl(url);
    if ('problem' in strong) context.issues.push({ code: 'custom', message: strong.problem, input: '' });
    return 'problem' in strong ? z.NEVER : strong.url;
  }),
  SECRET_KEY: required('the SECRET_KEY of the system to import into').min(32, must('at least 32 characters')),
});

/** What the environment names; for what it leaves out, the embedded servers of `npm start` on this machine. */
function settingsFrom(env: NodeJS.ProcessEnv): ImportSettings {
  const { dataDir, ports } = loadStartSettings({ DATA_DIR: env.DATA_DIR, MONGODB_PORT: env.MONGODB_PORT });
  const keyFile = join(dataDir, 'secret-key');
  const embedded =
    !env.MONGODB_URL && existsSync(keyFile)
      ? { MONGODB_URL: embeddedMongodbUrl(ports.mongodb), SECRET_KEY: readFileSync(keyFile, 'utf8').trim() }
      : {};
  const { MONGODB_URL, SECRET_KEY } = { ...embedded, ...present(env) };
  const settings = parseEnvironment(importEnvironment, { MONGODB_URL, SECRET_KEY });
  return { mongodbUrl: settings.MONGODB_URL, secretKey: settings.SECRET_KEY };
}

const present = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

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
  const options = command.opts<ImportOptions & { report?: string }>();
  const outcome = await importFolder(folder, settingsFrom(process.env), options);
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
