import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { filesIn, hashOfSources } from '../../src/platform/source-hash';

/** What the consoles are made of; a change of anything else needs no new build. */
const sources = ['web', 'src/domain', 'package-lock.json'];
const builtFrom = 'built-from';
/** Smaller than this, compression costs more than it saves. */
const worthCompressingBytes = 1_000;

/**
 * Builds the consoles into `dist/web` unless they were built from exactly these sources. The new build takes the
 * old one's place at once, so a server that starts meanwhile never sees half of it.
 *
 * @returns what was done; `nothing` where there are no consoles to build
 */
export async function buildWeb(root: string): Promise<'built' | 'fresh' | 'nothing'> {
  const configFile = join(root, 'web', 'vite.config.mts');
  if (!existsSync(configFile)) return 'nothing';
  const target = join(root, 'dist', 'web');
  const hash = await hashOfSources(root, sources);
  const known = await readFile(join(target, builtFrom), 'utf8').catch(() => null);
  if (known === hash) return 'fresh';

  const outDir = join(root, 'dist', `web.${String(process.pid)}`);
  // Vite is an ES module only, and a development dependency: production images have built already.
  const { build } = await import('vite');
  await build({ root: join(root, 'web'), configFile, logLevel: 'warn', build: { outDir } });
  await writeShells(outDir);
  await compress(outDir);
  await writeFile(join(outDir, builtFrom), hash);
  await mkdir(join(root, 'dist'), { recursive: true });
  const old = `${target}.${String(process.pid)}.old`;
  await rename(target, old).catch(() => undefined);
  await rename(outDir, target).catch(async (error: unknown) => {
    // Another process was as quick, with the same sources.
    await rm(outDir, { recursive: true, force: true });
    if (!existsSync(join(target, builtFrom))) throw error;
  });
  await rm(old, { recursive: true, force: true });
  return 'built';
}

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
  readonly imports?: readonly string[];
}

/** What opens without a network, by who registers the service worker: the files of these entries, and no other's. */
const shells = {
  team: ['index.html', 'screens/team/team-screen.tsx', 'screens/team/task-screen.tsx'],
  agent: ['index.html', 'screens/agent/agent-screen.tsx', 'app/desk-styles.ts'],
};

/** Tells the service worker which files to keep for whom. */
async function writeShells(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const filesOf = (entries: readonly string[]): readonly string[] => {
    const files = new Set<string>(['icon.svg', 'manifest.webmanifest']);
    const add = (name: string): void => {
      const chunk = manifest[name];
      if (!chunk) throw new Error(`the build has no ${name}`);
      for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
      for (const needed of chunk.imports ?? []) add(needed);
    };
    for (const entry of entries) add(entry);
    return [...files].sort().map((file) => `/app/${file}`);
  };
  const script = join(folder, 'service-worker.js');
  const kept = Object.fromEntries(Object.entries(shells).map(([name, entries]) => [name, filesOf(entries)]));
  const written = (await readFile(script, 'utf8')).replaceAll('SHELL_FILES', JSON.stringify(kept));
  await writeFile(script, written);
}

async function compress(folder: string): Promise<void> {
  const toBrotli = promisify(brotliCompress);
  const toGzip = promisify(gzip);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  for (const file of await filesIn(folder)) {
    if (!/\.(js|css|svg|json|webmanifest)$/.test(file)) continue;
    const content = await readFile(file);
    if (content.length < worthCompressingBytes) continue;
    await writeFile(`${file}.br`, await toBrotli(content, { params }));
    await writeFile(`${file}.gz`, await toGzip(content, { level: 9 }));
  }
}
