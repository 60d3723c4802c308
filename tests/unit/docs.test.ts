import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { clockNames } from '../../src/domain/clock';
import { roles } from '../../src/domain/organisation';
import { refusalCodes } from '../../src/domain/refusal';
import { timelineTypes } from '../../src/domain/ticket';
import { doorCodes } from '../../src/api/http/problem';
import { configVariables } from '../../src/platform/config';
import { serverBinaries } from '../../src/platform/servers/binaries';
import { scripts } from '../../package.json';

/** The documents promise to be true; what of that a machine can see is seen here. */

const root = join(__dirname, '..', '..');
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

function documentsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name));
}
const documents = [
  ...readdirSync(root)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, name)),
  ...documentsIn('docs'),
  ...documentsIn('data'),
];

/** `Set-up on your own servers` is `#set-up-on-your-own-servers`, as the code hosts make it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[`*_]/g, '')
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .trim()
    .replace(/ /g, '-');
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');
const anchorsOf = (file: string): string[] =>
  [...withoutCode(readFileSync(file, 'utf8')).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  );

/** Links and pictures of a document that lead into the project. */
function linksOf(file: string): string[] {
  const text = withoutCode(readFileSync(file, 'utf8')).replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

test('every link of every document leads to a file, and to a heading that is there', () => {
  const links = documents.flatMap((file) => linksOf(file).map((target) => ({ file, target })));
  expect(links.length).toBeGreaterThan(50);
  const broken = links.filter(({ file, target }) => {
    const [path = '', anchor] = target.split('#');
    const to = path === '' ? file : join(dirname(file), path);
    if (!existsSync(to)) return true;
    return anchor !== undefined && to.endsWith('.md') && !anchorsOf(to).includes(anchor);
  });
  expect(broken.map(({ file, target }) => `${relative(root, file)}: ${target}`)).toEqual([]);
});

test('the index names every document, and the list of decisions every decision', () => {
  const missing = (index: string, folder: string): string[] =>
    readdirSync(join(root, folder)).filter(
      (name) => name.endsWith('.md') && name !== 'README.md' && !read(index).includes(`(${name})`),
    );
  expect(missing('docs/README.md', 'docs')).toEqual([]);
  expect(missing('docs/adr/README.md', 'docs/adr')).toEqual([]);
});

test('the README explains every command, and no command that is not there', () => {
  const inReadme = [...read('README.md').matchAll(/^\| `npm (?:run )?([\w:-]+)` +\|/gm)].map(
    ([, name]) => name,
  );
  expect([...inReadme].sort()).toEqual(Object.keys(scripts).sort());
});

test('every command that a document names exists', () => {
  const named = documents.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('every variable that the processes read is in the README', () => {
  const startVariables = [...read('src/platform/start-settings.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name = '']) => name,
  );
  const rotation = [...read('scripts/rotate-keys.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name = '']) => name,
  );
  const variables = new Set([
    ...configVariables,
    ...startVariables,
    ...rotation,
    ...Object.values(serverBinaries).map(({ variable }) => variable),
  ]);
  expect(variables.size).toBeGreaterThan(20);
  const table = read('README.md').split('## Environment')[1] ?? '';
  expect([...variables].filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

test('every refusal and every problem at the door has its heading, and no heading is left over', () => {
  const headings = [...read('docs/problems.md').matchAll(/^## (.+)$/gm)].map(([, code]) => code);
  expect([...headings].sort()).toEqual([...refusalCodes, ...doorCodes].sort());
});

test('every timeline entry and every clock is explained', () => {
  const text = read('docs/how-a-ticket-travels.md');
  const explained = [...text.matchAll(/^\| ((?:`\w+`(?:, )?)+)[^|]*\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
  expect(timelineTypes.filter((type) => !explained.includes(type))).toEqual([]);
  expect(clockNames.filter((name) => !explained.includes(name))).toEqual([]);
});

test('the events of a straight ticket are those of its recorded history', () => {
  const text = read('docs/history-events.md');
  const [recorded = ''] = readdirSync(join(root, 'tests', 'histories')).filter((name) =>
    name.startsWith('straight.'),
  );
  const { events } = JSON.parse(read('tests', 'histories', recorded)) as { events: { eventType: string }[] };
  const counts = [...text.matchAll(/\*\*(\d+)\*\*/g)].map(([, count]) => Number(count));
  // The recorded ticket also says that its team is on the way: seven events more.
  expect(counts).toEqual([events.length - 7, events.length]);
  const table = text.split('\n').filter((line) => /^\| \d/.test(line));
  expect(Number(/^\| (\d+)/.exec(table.at(-1) ?? '')?.[1])).toBe(events.length - 7);
});

test('every category, and every role with its rights, is explained', () => {
  const categories = readdirSync(join(root, 'config', 'protocols')).map((name) => name.replace('.json', ''));
  expect(categories.filter((code) => !read('docs/glossary.md').includes(`| \`${code}\``))).toEqual([]);
  expect(roles.filter((role) => !read('docs/security.md').includes(`| \`${role}\``))).toEqual([]);
});

test('every metric is in the operations guide', () => {
  const sources = readdirSync(join(root, 'src', 'api')).filter((name) => name.endsWith('metrics.ts'));
  const metrics = sources.flatMap((file) =>
    [...read('src', 'api', file).matchAll(/name: '(truc_\w+)'/g)].map(([, name = '']) => name),
  );
  expect(metrics.length).toBeGreaterThan(3);
  expect(metrics.filter((name) => !read('docs/operations.md').includes(`\`${name}\``))).toEqual([]);
});
