import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CallBackState } from '../../src/domain/call-back';
import { eventually } from '../support/eventually';
import { openSystem } from '../support/system';
import type { Person, System } from '../support/system';

/** What is promised of a call nobody answered, while servers are away and processes die: its clock and its breach. */

const root = join(__dirname, '..', '..');
let system: System;
let agent: Person;
beforeAll(async () => {
  system = await openSystem();
  agent = await system.person({ role: 'agent', unitCode: '74' });
}, 120_000);
afterAll(() => system.close());

/** The exchange's news of an emergency; its `at` may lie behind, as after an outage of the line. */
const send = (callId: string, event: string, from: string, at: Date): Promise<Response> => {
  const body = JSON.stringify({
    ...{ source: 'pbx', callId, event, from, at: at.toISOString(), category: 'emergency' },
  });
  const seconds = String(Math.floor(Date.now() / 1_000));
  const secret = readFileSync(join(system.dataDir, 'cti-secret'), 'utf8');
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return fetch(`${system.url}/webhooks/cti/calls`, {
    ...{ method: 'POST', body },
    headers: { 'x-cti-timestamp': seconds, 'x-cti-signature': `sha256=${mac}` },
  });
};
const secondsAgo = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
const numbers = (first: number, count: number) =>
  Array.from({ length: count }, (_, n) => `+84915${String(first + n).padStart(6, '0')}`);

/** The item of a call, as stored. */
const itemOf = async (providerId: string): Promise<CallBackState | null> => {
  const call = await system.database.connection.collection('calls').findOne({ providerId });
  const item = await system.database.connection
    .collection('callBacks')
    .findOne({ 'state.callIds': (call?.state as { callId?: string } | undefined)?.callId ?? '' });
  return (item?.state as CallBackState | undefined) ?? null;
};
const breached = (providerId: string): Promise<CallBackState> =>
  eventually(`${providerId} is breached and supervisors are called`, async () => {
    const item = await itemOf(providerId);
    return item?.breachedAt != null && item.paged !== undefined ? item : null;
  });

async function clocksOf(callBackId: string): Promise<number> {
  let runs = 0;
  for await (const _run of system.client.workflow.list({ query: `WorkflowId = "callback/${callBackId}"` }))
    runs += 1;
  return runs;
}

test('the example of the documentation runs as it stands there, and the call is a call-back', async () => {
  const lines = [
    ...readFileSync(join(root, 'docs', 'calls.md'), 'utf8').matchAll(/^sh (docs\/examples\/\S+) (.+)$/gm),
  ];
  expect(lines.length).toBeGreaterThanOrEqual(4);
  for (const [, script = '', rest = ''] of lines) {
    const { stdout } = await promisify(execFile)('sh', [script, ...rest.split(' ')], {
      ...{ cwd: root, env: { ...process.env, TRUC_URL: system.url, DATA_DIR: system.dataDir } },
    });
    expect(JSON.parse(stdout)).toEqual({ callId: expect.any(String) });
  }
  const { body } = await agent('GET', '/call-backs');
  expect(body.items).toHaveLength(1);
  expect(body.items[0]).toMatchObject({ calls: 1, sla: 'ok' });
  const figures = (await agent('GET', '/stats/calls')).body.calls;
  expect(figures).toMatchObject({ received: 2, answered: 1, abandoned: 1 });
  const forged = promisify(execFile)('sh', ['docs/examples/pbx-call.sh', 'ringing', 'forged'], {
    ...{ cwd: root, env: { ...process.env, TRUC_URL: system.url, CTI_SECRET: 'another' } },
  });
  await expect(forged).rejects.toMatchObject({ stdout: expect.stringContaining('X-Cti-Signature') });
}, 60_000);

test('overdue: the supervisor is rung, takes it by a key, and it is theirs', async () => {
  const { phone = '' } = system.accountOf({ role: 'supervisor', unitCode: '74' });
  await system.phones.phone(phone).behaves('answers', { presses: '1' });
  await send('rung', 'abandoned', '+84915999999', secondsAgo(301));
  await system.phones.phone(phone).expectsSms(/QUA HAN GOI LAI P1/);
  await system.phones.phone(phone).expectsCall(/quá hạn gọi lại[\s\S]*Đã nhận/);
  const item = await eventually('the supervisor has it', async () => {
    const found = await itemOf('rung');
    return found?.claim ? found : null;
  });
  expect(item).toMatchObject({ paged: { rounds: 1 }, breachedAt: item.clock.dueAt });
  const heard = JSON.stringify(await system.phones.phone(phone).heard());
  expect(heard).not.toMatch(/915999999/);
  await system.phones.phone(phone).behaves('sleeps');
}, 60_000);

test('Temporal is away while calls are given up: each has its item at once, its clock and breach afterwards', async () => {
  await system.kill('temporal');
  const from = numbers(1_000, 12);
  const answers = await Promise.all(
    from.map((number, n) => send(`away-${String(n)}`, 'abandoned', number, secondsAgo(295 + n))),
  );
  expect(answers.map(({ status }) => status)).toEqual(from.map(() => 200));
  for (let n = 0; n < from.length; n += 1) expect(await itemOf(`away-${String(n)}`)).not.toBeNull();
  await system.start('temporal');
  for (let n = 0; n < from.length; n += 1) {
    const item = await breached(`away-${String(n)}`);
    expect(item.breachedAt).toBe(item.clock.dueAt);
    expect(Date.parse(item.clock.dueAt) - Date.parse(item.firstCallAt)).toBe(5 * 60_000);
    await eventually('one clock', async () => ((await clocksOf(item.callBackId)) === 1 ? true : null));
  }
}, 120_000);

test('the worker is killed while calls are given up: nothing is lost, no clock stops, no breach is missed', async () => {
  const from = numbers(2_000, 12);
  const sending = from.map((number, n) => send(`killed-${String(n)}`, 'abandoned', number, secondsAgo(293)));
  await Promise.race(sending);
  await system.kill('worker');
  expect((await Promise.all(sending)).map(({ status }) => status)).toEqual(from.map(() => 200));
  await system.start('worker');
  const items = await Promise.all(from.map((_, n) => breached(`killed-${String(n)}`)));
  expect(items.map(({ breachedAt }) => breachedAt)).toEqual(items.map(({ clock }) => clock.dueAt));
  expect(new Set(items.map(({ callBackId }) => callBackId)).size).toBe(from.length);
}, 120_000);

test('the server is killed while calls ring: what is sent again is the same call, and none is forgotten', async () => {
  const from = numbers(3_000, 12);
  const ring = () =>
    from.map((number, n) => send(`cut-${String(n)}`, 'ringing', number, secondsAgo(20)).catch(() => null));
  const ringing = ring();
  await Promise.race(ringing);
  await system.kill('server');
  await Promise.all(ringing);
  await system.start('server');
  for (const answer of await Promise.all(ring())) expect(answer?.status).toBe(200);
  for (const [n, number] of from.entries())
    expect((await send(`cut-${String(n)}`, 'abandoned', number, secondsAgo(1))).status).toBe(200);
  const calls = system.database.connection.collection('calls');
  expect(await calls.countDocuments({ providerId: /^cut-/ })).toBe(from.length);
  for (let n = 0; n < from.length; n += 1)
    expect((await itemOf(`cut-${String(n)}`))?.callIds).toHaveLength(1);
}, 120_000);
