import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import type { Connection } from 'mongoose';
import type { Unit } from '../src/domain/organisation';
import { reportPeriod, type AskedPeriod, type ReportPeriod } from '../src/domain/report-period';
import { localDate } from '../src/domain/roster';
import { binhDuong2021 } from '../src/import/admin-units';
import { demoOrganisation } from '../src/import/demo/demo-organisation';
import { createHotlineStandings } from '../src/models/hotlines/mongo-hotline-standings';
import { createOrganisationLoader } from '../src/models/organisation/organisation-loader';
import { createOrganisationRepository } from '../src/models/organisation/organisation-store';
import { createReports, ensureReportIndexes } from '../src/models/reports/mongo-reports';
import { ensureTicketIndexes } from '../src/models/tickets/ticket-schema';
import { openFieldCrypto } from '../src/platform/crypto/field-crypto';
import globalSetup from '../tests/support/global-setup';
import globalTeardown from '../tests/support/global-teardown';
import { openTestDatabase } from '../tests/support/mongo';
import { rowOfLife } from '../tests/support/played-tickets';
import { duration, percentile, table } from './client/table';

/** Days over which the tickets are spread: the longest span that can be asked for. */
const days = 92;
const dayMs = 24 * 3_600_000;
const copies = 10;
const rounds = 5;

/** Lives of a province, repeated under other codes: playing each would take longer than counting all of them. */
async function fill(connection: Connection, units: readonly Unit[], count: number): Promise<void> {
  const crypto = await openFieldCrypto(connection, 'a secret key for figures that is long enough');
  const communes = units.filter(({ tier }) => tier === 'commune');
  const collection = connection.collection<{ _id: string }>('tickets');
  const [nowMs, lives] = [Date.now(), Math.ceil(count / copies)];
  for (let n = 0; n < lives; n += 1) {
    const commune = communes[n % communes.length];
    if (!commune) throw new Error('there are no communes');
    const minutes = (most: number): number => Math.floor(Math.random() * most);
    const isFast = Math.random() < 0.8;
    const row = rowOfLife(
      {
        path: commune.path,
        receivedAt: new Date(nowMs - Math.random() * days * dayMs).toISOString(),
        category: ['emergency', 'f0Consult', 'suspectedCase', 'foodRelief', 'other'][n % 5] ?? 'other',
        priority: (['P1', 'P2', 'P3', 'P3', 'P4'] as const)[n % 5] ?? 'P3',
        claimed: 1 + minutes(isFast ? 10 : 60),
        onScene: 80 + minutes(60),
        resolved: 160 + minutes(isFast ? 60 : 600),
        closed: 800 + minutes(600),
      },
      crypto,
    );
    const clones = Array.from({ length: Math.min(copies, count - n * copies) }, () => {
      const [id, code] = [randomBytes(9).toString('hex'), `BD-${randomBytes(6).toString('hex')}`];
      return { ...row, _id: id, code, state: { ...row.state, ticketId: id, code } };
    });
    await collection.insertMany(clones);
  }
}

async function benchReports(count: number): Promise<void> {
  await globalSetup();
  const database = await openTestDatabase();
  try {
    const { connection } = database;
    await Promise.all([ensureTicketIndexes(connection), ensureReportIndexes(connection)]);
    const units = binhDuong2021();
    const crypto = await openFieldCrypto(connection, 'a secret key for figures that is long enough');
    await createOrganisationLoader(connection, crypto)(
      { units, ...demoOrganisation(units), policies: [] },
      { existing: 'update' },
    );
    console.log(`${String(count)} tickets of ${String(days)} days …`);
    await fill(connection, units, count);
    const size = await connection.db?.command({ collStats: 'tickets' });
    const reports = createReports({
      connection,
      organisation: createOrganisationRepository(connection),
      standings: createHotlineStandings(connection),
    });
    const today = localDate(new Date());
    const periodOf = (asked: AskedPeriod): ReportPeriod => {
      const period = reportPeriod(asked, new Date());
      if (typeof period === 'string') throw new Error(period);
      return period;
    };
    const back = (n: number): string => localDate(new Date(Date.now() - n * dayMs));
    const questions = {
      'today, province': { unitCode: '74', period: periodOf({ kind: 'day', from: today }) },
      'this week, province': { unitCode: '74', period: periodOf({ kind: 'week', from: today }) },
      '31 days, province': { unitCode: '74', period: periodOf({ kind: 'span', from: back(30), to: today }) },
      '92 days, province': { unitCode: '74', period: periodOf({ kind: 'span', from: back(91), to: today }) },
      '92 days, one district': {
        unitCode: '718',
        period: periodOf({ kind: 'span', from: back(91), to: today }),
      },
    };
    const rows: string[][] = [];
    for (const [name, question] of Object.entries(questions)) {
      const took: number[] = [];
      let received = 0;
      for (let round = 0; round < rounds; round += 1) {
        const start = performance.now();
        const report = await reports.count({ ...question, depth: 'innermost', isConsolidated: true });
        took.push(performance.now() - start);
        received = report.total.received;
      }
      rows.push([name, String(received), duration(percentile(took, 0.5)), duration(Math.max(...took))]);
    }
    console.log(`a stored ticket: ${String(Math.round(Number(size?.avgObjSize) / 1_000))} kB on average\n`);
    console.log(table(['consolidated report', 'received', 'median', 'longest'], rows));
    console.log(
      `\nmemory of this process at the end: ${String(Math.round(process.memoryUsage().rss / 2 ** 20))} MB`,
    );
  } finally {
    await database.drop();
    await globalTeardown();
  }
}

new Command('bench:reports')
  .description('How long the consolidated report takes, every commune in it, beside many stored tickets.')
  .option('--tickets <number>', 'how many', '50000')
  .action((options: { tickets: string }) => benchReports(Number(options.tickets)))
  .parse();
