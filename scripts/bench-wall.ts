import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { openStreams, type Heard } from './bench/stream-clients';
import { openBenchSystem } from './bench/system';
import { openWall } from './bench/wall-window';
import { createApiClient, SystemProblem } from './client/api-client';
import { openStaff, type Account } from './client/staff';
import { duration, percentile, table } from './client/table';

interface Size {
  readonly streams: number;
  readonly calls: number;
}
const whole: Size = { streams: 300, calls: 200 };
const quick: Size = { streams: 30, calls: 20 };

/** As many people as may sign in from one machine in a quarter of an hour; each has several consoles open. */
const people = 16;
/** What a province is promised: the wall shows what happened within this time. */
const promisedMs = 1_000;

/**
 * `npm run bench:wall`: readers of the event stream and one wallboard in Chromium while the scenario plays at full
 * speed, all on this machine. Resolves to the 99th percentile of what the wall's viewers waited for.
 */
async function benchWall({ streams, calls }: Size): Promise<number> {
  const say = (line: string): void => {
    console.log(line);
  };
  const system = await openBenchSystem(say);
  try {
    const staff = openStaff(createApiClient(system.url), system.dataDir);
    const readers = chooseReaders(staff.accounts);
    const tokens = await Promise.all(readers.map((account) => staff.token(account)));
    const clients = await openStreams(
      system.url,
      Array.from({ length: streams }, (_, n) => tokens[n % tokens.length] ?? ''),
    );
    const wall = await openWall(system.url, readers[0] ?? staff.account({ role: 'supervisor' }));
    say(`${String(streams)} streams stand; ${String(calls)} calls at full speed …`);
    await playScenario(system, calls);
    await delay(3_000);
    const shown = await wall.shown();
    await wall.close();
    clients.close();

    const [province = []] = clients.heard;
    const streamLags = clients.heard.flat().map(({ heardAtMs, writtenAtMs }) => heardAtMs - writtenAtMs);
    const wallLags = province.flatMap((change) => wallLagOf(change, shown) ?? []);
    say(`\n${lagTable({ 'on a stream': streamLags, 'on the wall': wallLags })}`);
    say(
      `\n${String(province.length)} changes in the province, ${String(clients.heard.flat().length)} events to all readers; the wall drew ${String(shown.length)} readings.`,
    );
    return percentile(wallLags, 0.99) ?? Infinity;
  } finally {
    await system.close();
  }
}

/** The province's supervisor first, who hears everything; then people of districts and communes. */
function chooseReaders(accounts: readonly Account[]): readonly Account[] {
  const first = accounts
    .filter(({ role, unitCode }) => role === 'supervisor' && unitCode === '74')
    .slice(0, 1);
  const others = accounts.filter(
    ({ role, unitCode }) =>
      ['dispatcher', 'supervisor', 'responder', 'agent'].includes(role) && !unitCode.startsWith('79'),
  );
  const step = Math.max(1, Math.floor(others.length / people));
  return [...first, ...others.filter((_, n) => n % step === 0)].slice(0, people);
}

/** From the writing of a change until the wall showed a reading of that time or later; null while it never did. */
function wallLagOf(
  { writtenAtMs }: Heard,
  shown: readonly { readonly atMs: number; readonly shownAtMs: number }[],
): number | null {
  const first = shown.find(({ atMs }) => atMs >= writtenAtMs);
  return first ? first.shownAtMs - writtenAtMs : null;
}

/** People who act as fast as the system answers; what becomes of the calls is the scenario's own business. */
async function playScenario(
  system: { readonly url: string; readonly dataDir: string },
  calls: number,
): Promise<void> {
  const flags = ['--calls', String(calls), '--speed', 'max', '--patience', '0', '--url', system.url];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'scenario.ts'), ...flags, '--data-dir', system.dataDir],
    { stdio: 'ignore' },
  );
  await once(child, 'exit');
}

const lagTable = (rows: Readonly<Record<string, readonly number[]>>): string =>
  table(
    ['what', 'count', 'p50', 'p90', 'p99', 'most', `within ${String(promisedMs / 1_000)} s`],
    Object.entries(rows).map(([name, lags]) => [
      ...[name, String(lags.length)],
      ...[0.5, 0.9, 0.99, 1].map((share) => duration(percentile(lags, share))),
      `${((100 * lags.filter((lag) => lag <= promisedMs).length) / Math.max(1, lags.length)).toFixed(1)} %`,
    ]),
  );

new Command('bench:wall')
  .description(
    'Event streams and one wallboard while the scenario plays at full speed, on a system of its own.',
  )
  .option('--quick', 'half a minute, to see that it works; the figures mean little')
  .action(async (options: { quick?: boolean }) => {
    try {
      const p99 = await benchWall(options.quick === true ? quick : whole);
      if (p99 > promisedMs) {
        console.error(
          `broken: the wall was ${duration(p99)} behind (p99), promised are ${duration(promisedMs)}`,
        );
        process.exitCode = 1;
      }
    } catch (problem) {
      console.error(problem instanceof SystemProblem ? problem.message : problem);
      process.exitCode = 1;
    }
  })
  .parse();
