import { Command } from 'commander';
import { duration, percentile, table } from './client/table';
import globalSetup from '../tests/support/global-setup';
import globalTeardown from '../tests/support/global-teardown';
import { sendPagesBesideNotices, type LaneFigures } from '../tests/support/pages-beside-notices';
import { brokenPromises, sendThroughStorm, type StormFigures } from '../tests/support/sending-storm';

interface Size {
  readonly sends: number;
  readonly notices: number;
  readonly pages: number;
}

const whole: Size = { sends: 10_000, notices: 5_000, pages: 300 };
const quick: Size = { sends: 500, notices: 1_000, pages: 40 };

/** No page may wait longer than this beside any number of notices. */
const pageWithinMs = 5_000;
/** Of config/messages/sending.json for the first provider. */
const contract = { messagesPerSecond: 10, urgentReserve: 0.3 };

/**
 * `npm run bench:sends`: the two promises of docs/messages.md that take too long for `npm test`. Answers with
 * every promise that was broken.
 */
async function benchSends(size: Size, seed: number): Promise<readonly string[]> {
  // News that arrives while a run is being taken down is nobody's error: express keeps it to itself.
  process.env.NODE_ENV = 'test';
  await globalSetup();
  try {
    console.log(`${String(size.sends)} sends through a storm (seed ${String(seed)}) …`);
    const storm = await sendThroughStorm(size.sends, 0.3, seed);
    console.log(`${stormTable(storm)}\n`);
    console.log(`${String(size.pages)} pages beside ${String(size.notices)} waiting relief notices …`);
    const steady = await sendPagesBesideNotices({ ...size, ...contract, everyMs: 250 });
    const burst = await sendPagesBesideNotices({ ...size, ...contract, pages: 20, everyMs: 0 });
    console.log(laneTable({ 'one every 250 ms': steady, '20 at once': burst }));
    return [
      ...brokenPromises(storm),
      ...[steady, burst].flatMap(({ waitsMs, noticesFailed, noticesWaiting }) => [
        ...((percentile(waitsMs, 0.99) ?? Infinity) < pageWithinMs ? [] : ['a page waited behind notices']),
        ...(noticesFailed === 0 ? [] : [`${String(noticesFailed)} notices failed`]),
        ...(noticesWaiting > 0 ? [] : ['no notice was waiting any more, so nothing was shown']),
      ]),
    ];
  } finally {
    await globalTeardown();
  }
}

function stormTable({ troubles, ...figures }: StormFigures): string {
  const row = (counts: Readonly<Record<string, number>>): string =>
    table(Object.keys(counts), [Object.values(counts).map(String)]);
  return `${row({ ...figures })}\n\n${row(troubles)}`;
}

const laneTable = (runs: Readonly<Record<string, LaneFigures>>): string =>
  table(
    ['pages', 'count', 'p50', 'p99', 'most', 'in', 'notices meanwhile', 'still waiting'],
    Object.entries(runs).map(([name, { waitsMs, seconds, noticesMeanwhile, noticesWaiting }]) => [
      ...[name, String(waitsMs.length)],
      ...[0.5, 0.99, 1].map((share) => duration(percentile(waitsMs, share))),
      ...[`${seconds.toFixed(1)} s`, String(noticesMeanwhile), String(noticesWaiting)],
    ]),
  );

new Command('bench:sends')
  .description('Sends through every trouble a provider can have, and pages beside waiting relief notices.')
  .option('--quick', 'a minute, to see that it works; the figures mean little')
  .option('--seed <number>', 'of the troubles', '1022')
  .action(async (options: { quick?: boolean; seed: string }) => {
    const broken = await benchSends(options.quick === true ? quick : whole, Number(options.seed));
    for (const promise of broken) console.error(`broken: ${promise}`);
    process.exitCode = broken.length === 0 ? 0 : 1;
  })
  .parse();
