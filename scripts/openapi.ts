import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiOf } from '../src/api/docs/openapi';
import { allRoutes, type RouteDependencies } from '../src/api/routes';
import { version } from '../package.json';

/**
 * `npm run openapi` writes `openapi.json` from the routes; `-- --check` fails when the committed file differs.
 * The routes are only described here, never run, so their dependencies may be empty.
 */
function main(): void {
  const file = join(__dirname, '..', 'openapi.json');
  const routes = allRoutes({ publicUrl: 'http://localhost', limits: {} } as unknown as RouteDependencies);
  const text = `${JSON.stringify(openApiOf(routes, version), null, 1)}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    return;
  }
  if (readFileSync(file, 'utf8') === text) return;
  process.stderr.write('openapi.json differs from the routes: run npm run openapi and commit it\n');
  process.exitCode = 1;
}

main();
