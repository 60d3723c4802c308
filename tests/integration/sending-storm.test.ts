import { brokenPromises, sendThroughStorm } from '../support/sending-storm';
import { sendPagesBesideNotices } from '../support/pages-beside-notices';

jest.setTimeout(240_000);

// `npm run bench:sends` does the same with 10,000 sends and measures how long pages wait.

test('through 429, 5xx, time-outs, lost answers, double and disordered news: none lost, no unmarked duplicate', async () => {
  const figures = await sendThroughStorm(600, 0.3, 1022);
  process.stdout.write(`storm: ${JSON.stringify(figures)}\n`);
  expect(brokenPromises(figures)).toEqual([]);
});

test('5,000 relief notices wait; when 60 pages come at once the notices stand back until the last one is out', async () => {
  const { waitsMs, noticesMeanwhile, noticesWaiting, noticesFailed } = await sendPagesBesideNotices({
    ...{ notices: 5_000, pages: 60, everyMs: 0 },
    ...{ messagesPerSecond: 20, urgentReserve: 0.3 },
  });
  process.stdout.write(
    `60 pages beside 5,000 notices: the last after ${String(Math.max(...waitsMs))} ms, ${String(noticesMeanwhile)} notices meanwhile\n`,
  );
  // 60 pages take three seconds of the rate. By shares the notices would have had 14 places in each of ten seconds;
  // now at most the rest of the second in which the pages came, and of the one in which they were done.
  expect(noticesMeanwhile).toBeLessThan(50);
  expect(noticesWaiting).toBeGreaterThan(2_500);
  expect(noticesFailed).toBe(0);
});
