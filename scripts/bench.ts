import { cpus } from 'node:os';
import { Command } from 'commander';
import { createApiClient, SystemProblem } from './client/api-client';
import { openStaff } from './client/staff';
import { duration, percentile, table } from './client/table';
import { measureCeiling } from './bench/ceiling';
import { measureHistories } from './bench/history';
import type { Level } from './bench/level';
import { measureLives, openBench, type LivesLevel } from './bench/lives';
import { openBenchSystem } from './bench/system';
import { measureTimers, type TimerResult } from './bench/timers';

interface Size {
  readonly levels: readonly number[];
  readonly livesForMs: number;
  readonly ceilingForMs: number;
  readonly openTickets: number;
  readonly stepMs: number;
}

const whole: Size = {
  levels: [1, 4, 16, 32],
  livesForMs: 12_000,
  ceilingForMs: 6_000,
  openTickets: 1_000,
  stepMs: 150_000,
};
const quick: Size = {
  levels: [1, 4],
  livesForMs: 2_500,
  ceilingForMs: 1_500,
  openTickets: 40,
  stepMs: 8_000,
};

/** `npm run bench`: what this machine carries, beside what Temporal itself carries here, in one run. */
async function bench(size: Size): Promise<void> {
  const system = await openBenchSystem(console.log);
  const stop = (): void => {
    void system.close().then(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const client = createApiClient(system.url);
    const staff = openStaff(client, system.dataDir);
    const people = await openBench(client, staff);
    console.log('warming up …');
    await measureLives(people, 4, 2_000);
    console.log('whole lives …');
    const lives: LivesLevel[] = [];
    for (const level of size.levels) lives.push(await measureLives(people, level, size.livesForMs));
    console.log('the ceiling: Temporal alone …');
    const ceiling = await measureCeiling(system, size.levels, size.ceilingForMs);
    const history = await measureHistories(system, (lives[0]?.ticketIds ?? []).slice(0, 20));
    console.log(`${String(size.openTickets)} open tickets …`);
    const timers = await measureTimers(people, staff, { tickets: size.openTickets, stepMs: size.stepMs });
    console.log(`\n${livesTable(lives, ceiling)}\n\n${timerTable(timers)}\n\n${historyLine(history)}`);
    const load = `${String(cpus().length)} cores (${cpus()[0]?.model ?? 'unknown'})`;
    console.log(
      `Machine: ${load}; every server, both processes and this program share it. Ratios travel, absolute figures do not.`,
    );
  } finally {
    await system.close();
  }
}

function livesTable(lives: readonly LivesLevel[], ceiling: readonly Level[]): string {
  const head = [
    ...['at once', 'tickets/s', 'ceiling/s', 'ratio', 'create p50', 'p99', 'claim p50', 'p99'],
    ...['offered after p50', 'p99', 'lives'],
  ];
  const both = (values: readonly number[]): string[] =>
    [0.5, 0.99].map((share) => duration(percentile(values, share)));
  const rows = lives.map((level, index) => {
    const most = ceiling[index]?.perSecond ?? 0;
    return [
      String(level.concurrency),
      level.perSecond.toFixed(1),
      most.toFixed(1),
      (level.perSecond / most).toFixed(2),
      ...both(level.createMs),
      ...both(level.claimMs),
      ...both(level.offeredMs),
      String(level.lives),
    ];
  });
  return table(head, rows);
}

function timerTable(result: TimerResult): string {
  const { latenessMs, tickets, createdInSeconds, offeredInSeconds, missing, openAtFirst, openAtLast } =
    result;
  const at = (share: number): string => duration(percentile(latenessMs, share));
  return table(
    [
      'open tickets',
      'created in',
      'offered in',
      'moments',
      'missing',
      'late p50',
      'p99',
      'most',
      'open at first',
      'at last',
    ],
    [
      [
        String(tickets),
        `${createdInSeconds.toFixed(1)} s`,
        `${offeredInSeconds.toFixed(1)} s`,
        String(latenessMs.length),
        String(missing),
        ...[at(0.5), at(0.99), at(1)],
        ...[String(openAtFirst), String(openAtLast)],
      ],
    ],
  );
}

const historyLine = ({ events, bytes }: { events: number; bytes: number }): string =>
  `A straight ticket leaves ${events.toFixed(1)} events and ${(bytes / 1_024).toFixed(1)} KB in Temporal's history.`;

new Command('bench')
  .description('Starts a system of its own, measures it beside plain Temporal, and removes it again.')
  .option('--quick', 'half a minute, to see that it works; the figures mean little')
  .action(async (options: { quick?: boolean }) => {
    try {
      await bench(options.quick === true ? quick : whole);
    } catch (problem) {
      console.error(problem instanceof SystemProblem ? problem.message : problem);
      process.exitCode = 1;
    }
  })
  .parse();
