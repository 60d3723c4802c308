import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, LockedPackage>>;
};

/** Where Node would find `name` from inside `from`; null when the lock file has no such package. */
function lockedAt(from: string, name: string): string | null {
  const parts = from.split('/node_modules/');
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const key = [...parts.slice(0, depth), name].join('/node_modules/').replace(/^\//, '');
    if (packages[key]) return key;
  }
  return packages[`node_modules/${name}`] ? `node_modules/${name}` : null;
}

test('npm ci works on any machine: packages for other platforms are locked, too', () => {
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => lockedAt(from, name) === null),
  );
  expect(missing).toEqual([]);
});

test('every locked package has its exact version', () => {
  const loose = Object.entries(packages).filter(([, { version }]) => !/^\d+\.\d+\.\d+/.test(version ?? ''));
  expect(loose.map(([place]) => place)).toEqual([]);
});
