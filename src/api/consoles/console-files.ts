import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export type Encoding = 'br' | 'gzip';

/** One file of the built consoles, as it is sent. */
export interface ConsoleFile {
  readonly type: string;
  /** The name holds a hash of the content, so it never changes. */
  readonly immutable: boolean;
  readonly plain: Buffer;
  readonly compressed: Partial<Record<Encoding, Buffer>>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.geojson': 'application/geo+json',
};
const compressedEndings: readonly (readonly [string, Encoding])[] = [
  ['.br', 'br'],
  ['.gz', 'gzip'],
];

/**
 * Everything in the folder of the built consoles, by its path below `/app/`, read once: no path that somebody
 * asks for ever reaches the file system. Null when there is no build.
 */
export function readConsoleFiles(folder: string): ReadonlyMap<string, ConsoleFile> | null {
  const contents = new Map<string, Buffer>();
  for (const entry of entriesOf(folder)) {
    const file = join(entry.parentPath, entry.name);
    contents.set(relative(folder, file).split(sep).join('/'), readFileSync(file));
  }
  if (!contents.has('index.html')) return null;
  const files = new Map<string, ConsoleFile>();
  for (const [path, plain] of contents) {
    const type = types[extname(path)];
    // Vite's own notes, and the compressed forms, which belong to their file.
    if (type === undefined || path.startsWith('.')) continue;
    const compressed: Partial<Record<Encoding, Buffer>> = {};
    for (const [ending, encoding] of compressedEndings) {
      const content = contents.get(path + ending);
      if (content) compressed[encoding] = content;
    }
    files.set(path, { type, immutable: path.startsWith('assets/'), plain, compressed });
  }
  return files;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  } catch {
    return [];
  }
}
