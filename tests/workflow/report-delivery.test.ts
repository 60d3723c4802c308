import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sendReports } from '../support/report-delivery-stories';
import { openTimeSkippingServer } from '../support/time-skipping-server';

/** Every morning reports go to the people who asked; one that cannot be counted keeps nobody else waiting. */

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await openTimeSkippingServer();
}, 60_000);
afterAll(() => env.teardown());

test('each unit’s report is sent once, one after the other', async () => {
  const { handle, tries } = await sendReports(env, ['74', '718', '25747']);
  expect(tries).toEqual(['74', '718', '25747']);
  expect((await handle.describe()).status.name).toBe('COMPLETED');
});

test('nobody has asked: the morning is over at once', async () => {
  const { handle, tries } = await sendReports(env, []);
  expect(tries).toEqual([]);
  expect((await handle.describe()).status.name).toBe('COMPLETED');
});

test('a unit whose report fails three times lets the others go first, and gets its own a quarter of an hour later', async () => {
  const before = await env.currentTimeMs();
  const { handle, tries } = await sendReports(
    env,
    ['718', '74'],
    (unitCode, attempt) => unitCode === '718' && attempt <= 3,
  );
  expect(tries).toEqual(['718', '718', '718', '74', '718']);
  expect((await handle.describe()).status.name).toBe('COMPLETED');
  expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(15 * 60_000);
});

test('one that cannot be sent for three hours fails the run by name, where an operator sees it', async () => {
  const { handle, tries } = await sendReports(env, ['74', '718'], (unitCode) => unitCode === '718');
  expect(tries.filter((unitCode) => unitCode === '74')).toHaveLength(1);
  expect(tries.filter((unitCode) => unitCode === '718')).toHaveLength(12 * 3);
  expect((await handle.describe()).status.name).toBe('FAILED');
  await expect(handle.result()).rejects.toMatchObject({
    cause: { message: 'daily report not sent for: 718' },
  });
}, 60_000);
