import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);

/** Where the library's module of everything lies, below its package. */
const barrels: Readonly<Record<string, string>> = {
  '@mantine/core': 'esm/index.mjs',
  '@mantine/hooks': 'esm/index.mjs',
  '@tabler/icons-react': 'dist/esm/tabler-icons-react.mjs',
};

const namedImports = /import \{([^}]*)\} from '(@mantine\/core|@mantine\/hooks|@tabler\/icons-react)';/g;
const reexports = /(?:im|ex)port \{([^}]*)\} from ["'](\.[^"']*)["']/g;

/**
 * Writes `import { Button } from '@mantine/core'` as an import of the file that holds it. Through a library's module of
 * everything, whatever any screen takes of it would come along with the first page of a team's phone.
 */
export function directImports(): Plugin {
  const filesOf = new Map(
    Object.entries(barrels).map(([library, barrel]) => [library, readBarrel(library, barrel)]),
  );
  return {
    name: 'direct-imports',
    enforce: 'pre',
    transform: {
      filter: { id: /\/web\/.*\.tsx?$/ },
      handler: (code) =>
        code.replace(namedImports, (whole, names: string, library: string) =>
          names
            .split(',')
            .map((name) => name.trim())
            .filter(Boolean)
            .map((name) => {
              const found = filesOf.get(library)?.get(name);
              return found
                ? `import { ${found.exported} as ${name} } from '${found.path}';`
                : `import { ${name} } from '${library}';`;
            })
            .join(' '),
        ),
    },
  };
}

interface Exported {
  readonly path: string;
  /** What the name is called in its own file. */
  readonly exported: string;
}

function readBarrel(library: string, barrel: string): ReadonlyMap<string, Exported> {
  const main = require.resolve(library);
  const path = join(main.slice(0, main.lastIndexOf(library)), library, barrel);
  const files = new Map<string, Exported>();
  for (const [, names = '', from = ''] of readFileSync(path, 'utf8').matchAll(reexports)) {
    for (const one of names.split(',')) {
      const [exported = '', name = exported] = one.trim().split(' as ');
      if (name !== '') files.set(name, { path: join(dirname(path), from), exported });
    }
  }
  return files;
}
