import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { callBackStories } from '../support/call-back-stories';
import { commandOrderStories } from '../support/command-order-stories';
import { historyStories } from '../support/history-stories';
import { reportDeliveryStories } from '../support/report-delivery-stories';
import { rollCallHistories } from '../support/roll-call-history';
import { quietTemporal } from '../support/time-skipping-server';
import { workflowBundle } from '../support/workflow-lab';

/** Tickets that run while a new version is installed go on under it: recorded histories are part of the source. */

interface RecordedHistory {
  events: { eventType: string | number; markerRecordedEventAttributes?: unknown }[];
}

const folder = join(__dirname, '..', 'histories');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const historyIn = (file: string): RecordedHistory =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as RecordedHistory;

async function replay(runs: { workflowId: string; history: unknown }[]): Promise<string[]> {
  quietTemporal();
  const broken: string[] = [];
  const replays = Worker.runReplayHistories({ workflowBundle }, runs);
  for await (const { workflowId, error } of replays)
    if (error) broken.push(`${workflowId}: ${error.message}`);
  return broken;
}

test('every story has a recorded history, and each one replays against today’s code', async () => {
  const stories = {
    ...{ ...historyStories, ...callBackStories, ...rollCallHistories, ...commandOrderStories },
    ...reportDeliveryStories,
  };
  for (const story of Object.keys(stories)) {
    expect(files.filter((name) => name.startsWith(`${story}.`))).not.toEqual([]);
  }
  expect(await replay(files.map((file) => ({ workflowId: file, history: historyIn(file) })))).toEqual([]);
});

test('a history that today’s code would not make is caught', async () => {
  const [file = ''] = files.filter((name) => name.startsWith('straight.'));
  const history = historyIn(file);
  const without = history.events.filter(
    ({ markerRecordedEventAttributes }) => !markerRecordedEventAttributes,
  );
  expect(without.length).toBeLessThan(history.events.length);
  const broken = await replay([{ workflowId: file, history: { events: without } }]);
  expect(broken).toHaveLength(1);
});
