import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openSystem } from '../support/system';
import { freePort } from '../support/test-servers';
import type { Person, System } from '../support/system';

/** The scenario as somebody runs it, in a process of its own against a whole running system. */

const root = join(__dirname, '..', '..');

async function scenario(...args: readonly string[]): Promise<{ code: number | null; text: string }> {
  const file = join(root, 'scripts', 'scenario.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { cwd: root });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text: printed.join('') };
}

let system: System;
let agent: Person;
beforeAll(async () => {
  system = await openSystem();
  agent = await system.person({ role: 'agent', unitCode: '74' });
}, 120_000);
afterAll(() => system.close());

test('a small morning is played to its end: every call has a ticket that somebody answered for', async () => {
  const { code, text } = await scenario(
    ...['--calls', '8', '--speed', 'max', '--seed', 'a test'],
    ...['--url', system.url, '--data-dir', system.dataDir],
  );
  expect([code, text]).toEqual([0, expect.stringContaining('Nothing lost: 8 of 8 accepted calls')]);
  const { body } = await agent('GET', '/tickets?limit=50');
  expect(body.items).toHaveLength(8);
  for (const { status } of body.items) expect(['closed', 'cancelled', 'duplicate']).toContain(status);
  // The table is the system's own account of it.
  expect(text).toMatch(/all +8 /);
  expect(text).not.toMatch(/\n(500|no answer)/);
}, 180_000);

test('short clocks are taken back when the morning is over', async () => {
  const { code, text } = await scenario(
    ...['--calls', '3', '--speed', '600', '--minutes', '10', '--short-clocks'],
    ...['--url', system.url, '--data-dir', system.dataDir],
  );
  expect([code, text]).toEqual([0, expect.stringContaining('Nothing lost')]);
  const { body: policies } = await agent('GET', '/policies');
  const [newest, short, first] = policies.items.filter(({ id }: { id: string }) => id === 'binh-duong-2021');
  expect([newest.version, short.version, first.version]).toEqual([3, 2, 1]);
  const changed = async (from: number, to: number) =>
    (await agent('GET', `/policies/binh-duong-2021/diff?from=${String(from)}&to=${String(to)}`)).body.changes;
  expect((await changed(1, 3)).filter(({ pointer }: { pointer: string }) => pointer !== '/version')).toEqual(
    [],
  );
  expect((await changed(1, 2)).length).toBeGreaterThan(10);
}, 180_000);

test('what is wrong with the surroundings is said in one line', async () => {
  const nobody = `http://127.0.0.1:${String(await freePort())}`;
  const away = await scenario('--url', nobody, '--data-dir', system.dataDir);
  expect(away).toEqual({ code: 2, text: expect.stringMatching(/^nothing answers at .*npm start.*\n$/) });
  const noSignIns = await scenario('--url', system.url, '--data-dir', join(system.dataDir, 'nowhere'));
  expect(noSignIns).toEqual({ code: 2, text: expect.stringMatching(/^there are no sign-ins at .*\n$/) });
  const badSpeed = await scenario('--speed', 'fast');
  expect(badSpeed).toEqual({ code: 1, text: expect.stringContaining('must be max, or a number from 1') });
}, 60_000);
