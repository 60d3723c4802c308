import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConsolePages } from '../../src/api/consoles/console-pages';
import { buildConsoles } from '../support/browser-lab';
import express from 'express';
import request from 'supertest';

const folder = join(__dirname, '..', '..', 'dist', 'web');
const appOf = (from: string) => express().use(createConsolePages({ folder: from }).router);

beforeAll(buildConsoles);

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** Bytes over the network, compressed as a phone asks for it, of these entries and all they need at once. */
function firstLoadBytes(...entries: readonly string[]): number {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const files = new Set<string>(['index.html']);
  const add = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`the build has no ${name}`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const needed of chunk.imports ?? []) add(needed);
  };
  for (const entry of entries) add(entry);
  return [...files].reduce((sum, file) => {
    const path = join(folder, file);
    return sum + readFileSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).length;
  }, 0);
}

test("a team's phone loads less than 200 kB before its first screen", () => {
  expect(
    firstLoadBytes('index.html', 'screens/team/team-screen.tsx', 'screens/team/task-screen.tsx'),
  ).toBeLessThan(200_000);
});

test('hashed files are kept for ever, the page is asked for anew, and both come compressed', async () => {
  const app = appOf(folder);
  const page = await request(app).get('/app/team').expect(200).expect('cache-control', 'no-cache');
  const [script = ''] = /\/app\/assets\/[\w-]+\.js/.exec(page.text) ?? [];
  for (const encoding of ['br', 'gzip']) {
    await request(app)
      .get(script)
      .set('accept-encoding', encoding)
      .expect(200)
      .expect('content-encoding', encoding)
      .expect('content-type', /javascript/)
      .expect('cache-control', 'public, max-age=31536000, immutable');
  }
  await request(app).get('/app').expect(308).expect('location', '/app/');
});

test('the policy of the page lets nothing in from elsewhere, and its value is another every time', async () => {
  const app = appOf(folder);
  const nonces = new Set<string | undefined>();
  for (let visit = 0; visit < 2; visit += 1) {
    const { headers, text } = await request(app).get('/app/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
    expect(policy).not.toContain('unsafe');
    const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1];
    expect(text).toContain(`nonce="${String(nonce)}"`);
    expect(text).not.toContain('NONCE');
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(2);
});

test('a file of another build is not there, rather than a page that is no script', async () => {
  await request(appOf(folder)).get('/app/assets/index-0000.js').expect(404);
  await request(appOf(folder)).get('/app/../package.json').expect(404);
});

test('a server without a build says what to do', async () => {
  const { text } = await request(appOf(join(folder, 'nowhere')))
    .get('/app/team')
    .expect(503);
  expect(text).toContain('npm run build');
});
