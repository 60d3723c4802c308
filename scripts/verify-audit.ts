import { Command } from 'commander';
import mongoose from 'mongoose';
import { createAuditLog } from '../src/models/audit/mongo-audit-log';
import { openFieldCrypto } from '../src/platform/crypto/field-crypto';
import { ConfigProblem } from '../src/platform/environment';
import { databaseSettingsFrom } from './client/database-settings';

const faultWords = {
  missing: 'an entry is missing',
  outOfPlace: 'does not follow the entry before it',
  changed: 'was changed',
  valuesChanged: 'its values were changed, exchanged or do not open',
  headChanged: 'is not what the sealed head says',
  headMissing: 'the sealed head is gone, or somebody else sealed it',
} as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run verify-audit`: is the record of management whole? Exit code 1 when it is not. */
async function main(): Promise<void> {
  const { expect } = new Command('verify-audit')
    .description('Reads every entry of the audit, computes its hash anew and compares')
    .option('--expect <head>', 'NUMBER:HASH of an earlier run, to find what went missing since')
    .parse()
    .opts<{ expect?: string }>();
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(expect ?? '') ?? [];
  if (expect !== undefined && hash === undefined)
    throw new ConfigProblem(['--expect must be NUMBER:HASH, as an earlier run printed it']);
  const { mongodbUrl, secretKey } = databaseSettingsFrom(process.env);
  const connection = await mongoose
    .createConnection(mongodbUrl, { serverSelectionTimeoutMS: 10_000 })
    .asPromise();
  try {
    const audit = createAuditLog(connection, await openFieldCrypto(connection, secretKey));
    const report = await audit.verify(hash === undefined ? undefined : { seq: Number(seq), hash });
    for (const problem of report.problems) say(`entry ${String(problem.seq)}: ${faultWords[problem.fault]}`);
    const erased = report.erased > 0 ? `, ${String(report.erased)} without their values` : '';
    say(`${report.isWhole ? 'Whole' : 'NOT WHOLE'}: ${String(report.entries)} entries${erased}`);
    if (report.head)
      say(`Head: ${String(report.head.seq)}:${report.head.hash}  (keep it elsewhere, for --expect)`);
    if (!report.isWhole) process.exitCode = 1;
  } finally {
    await connection.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigProblem ? 2 : 1;
});
