import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import type { User } from '../src/domain/organisation';
import { binhDuong2021, binhDuong2025 } from '../src/import/admin-units';
import { demoAccountOf, maySignIn, type DemoAccount } from '../src/import/demo/demo-accounts';
import { demoOrganisation } from '../src/import/demo/demo-organisation';
import { policyFilesIn, readPolicyFiles } from '../src/import/policy-files';
import { createOrganisationLoader } from '../src/models/organisation/organisation-loader';
import { ensureOrganisationIndexes } from '../src/models/organisation/organisation-models';
import { createUserRepository } from '../src/models/organisation/user-store';
import { loadConfig, type Config } from '../src/platform/config';
import { openFieldCrypto, type FieldCrypto } from '../src/platform/crypto/field-crypto';

export type SeedConfig = Pick<Config, 'mongodbUrl' | 'secretKey' | 'dataDir'> & {
  readonly telephony: Pick<Config['telephony'], 'simulated' | 'apiUrl'>;
};

export interface SeedSummary {
  /**
   * `already-there`: nothing of it was touched, whatever has been edited or deleted since. `left-out`: only
   * units and policies were loaded, because real telephony would page the invented people's numbers.
   */
  readonly demo: 'loaded' | 'already-there' | 'left-out';
  readonly units: number;
  readonly teams: number;
  readonly users: number;
  readonly shifts: number;
  readonly hotlineNumbers: number;
  /** Policies new to this database. */
  readonly policies: number;
  readonly demoAccountsFile: string;
}

/** Remembers in the database that the demo was loaded, so that a deleted demo team stays deleted. */
const MARKER = 'demo-organisation';
const POLICIES = join(__dirname, '..', 'config', 'policies');

/**
 * Loads Bình Dương's units, teams, people, duty and numbers of 2021 and of 2025, and the policies. Safe to
 * repeat, also after a crash half-way. Passwords are in `demo-accounts.json` before they work.
 */
export async function seed(config: SeedConfig): Promise<SeedSummary> {
  const connection = await mongoose.createConnection(config.mongodbUrl).asPromise();
  try {
    await ensureOrganisationIndexes(connection);
    const crypto = await openFieldCrypto(connection, config.secretKey);
    const isReal = !config.telephony.simulated && config.telephony.apiUrl === null;
    return await load(connection, crypto, join(config.dataDir, 'demo-accounts.json'), isReal);
  } finally {
    await connection.close();
  }
}

interface SeedMarker {
  readonly _id: string;
  readonly at: Date;
}

async function load(
  connection: Connection,
  crypto: FieldCrypto,
  accountsFile: string,
  telephonyIsReal: boolean,
): Promise<SeedSummary> {
  const markers = connection.collection<SeedMarker>('seeds');
  const wasLoaded = (await markers.findOne({ _id: MARKER })) !== null;
  const demo = wasLoaded ? 'already-there' : telephonyIsReal ? 'left-out' : 'loaded';
  const units = [...binhDuong2021(), ...binhDuong2025()];
  const nobody = { teams: [], users: [], shifts: [], hotlineNumbers: [] };
  const organisation = demo === 'loaded' ? demoOrganisation(units) : nobody;
  const { policies, problems } = readPolicyFiles(policyFilesIn(POLICIES));
  const [problem] = problems;
  if (problem) throw new Error(`${problem.file}: ${problem.column} must be ${problem.mustBe}`);
  const counts = await createOrganisationLoader(connection, crypto)(
    { ...organisation, units: wasLoaded ? [] : units, policies: policies.map(({ policy }) => policy) },
    { existing: 'keep' },
  );
  if (demo === 'loaded') {
    await givePasswords(connection, crypto, organisation.users.filter(maySignIn), accountsFile);
    await markers.updateOne({ _id: MARKER }, { $set: { at: new Date() } }, { upsert: true });
  }
  return {
    demo,
    units: counts.units.created,
    teams: counts.teams.created,
    users: counts.users.created,
    shifts: counts.shifts.created,
    hotlineNumbers: counts.hotlineNumbers.created,
    policies: counts.policies.created,
    demoAccountsFile: accountsFile,
  };
}

/** The file first: a crash between the two leaves passwords that the next run sets, never lost ones. */
async function givePasswords(
  connection: Connection,
  crypto: FieldCrypto,
  users: readonly User[],
  file: string,
): Promise<void> {
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly DemoAccount[]) : [];
  const accounts = users.map((user) => {
    const known = earlier.find(({ username }) => username === user.username)?.password;
    return { user, account: demoAccountOf(user, known ?? randomBytes(9).toString('base64url')) };
  });
  mkdirSync(join(file, '..'), { recursive: true });
  const draft = `${file}.new`;
  writeFileSync(
    draft,
    `${JSON.stringify(
      accounts.map(({ account }) => account),
      null,
      2,
    )}\n`,
    { mode: 0o600 },
  );
  chmodSync(draft, 0o600);
  renameSync(draft, file);
  const repository = createUserRepository(connection, crypto);
  await Promise.all(accounts.map(({ user, account }) => repository.save(user, account.password)));
}

const sentences: Readonly<Record<SeedSummary['demo'], (summary: SeedSummary) => string>> = {
  loaded: ({ units, teams, users, shifts, hotlineNumbers, demoAccountsFile }) =>
    `demo loaded: ${String(units)} units, ${String(teams)} teams, ${String(users)} people, ${String(shifts)} shifts, ` +
    `${String(hotlineNumbers)} numbers; sign-ins in ${demoAccountsFile}`,
  'already-there': ({ demoAccountsFile }) => `the demo is there already; sign-ins in ${demoAccountsFile}`,
  'left-out': () =>
    'units and policies loaded; no demo people beside a real telephony account, use npm run import',
};

async function main(): Promise<void> {
  const summary = await seed(loadConfig(process.env));
  console.log(sentences[summary.demo](summary));
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
