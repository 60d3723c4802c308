import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { typesOf, type OpenApi } from './web/types-of-openapi';

/**
 * `npm run web:types`: the types that the consoles ask the API with. They are not committed: every type check
 * makes them anew, so that a console which asks for something the API does not offer does not compile.
 */
function main(): void {
  const root = join(__dirname, '..');
  const openApi = JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8')) as OpenApi;
  writeFileSync(join(root, 'web', 'api', 'operations.gen.ts'), typesOf(openApi));
}

main();
