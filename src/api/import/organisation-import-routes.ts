import { z } from 'zod';
import { outsideArea } from '../../import/check-area';
import { importContent, type ImportTarget } from '../../import/import-organisation';
import { readFiles, type ImportFiles } from '../../import/read-folder';
import type { RowProblem } from '../../import/row-problem';
import { tableColumns } from '../../import/tables';
import { UnusableArchive, unzip } from '../../import/unzip';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { invalidInput } from '../http/input';
import { route, streamed, type Route } from '../http/route';
import { flag } from '../http/schemas';
import { readinessLackView } from '../organisation/unit-routes';
import { createTurns } from '../in-turn';
import { areaCodeOf } from '../rights';

export interface OrganisationImportDependencies {
  readonly importTarget: ImportTarget;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
}

const mostBytes = 4 * 1024 * 1024;
const unpacked = { bytes: 16 * 1024 * 1024, entries: 100 };
const types = ['application/zip', 'application/json'] as const;
const mostProblems = 500;

const rowProblemView = z.object({
  file: z.string(),
  line: z.number().int().describe('As an editor counts it; 1 is the header'),
  column: z.string().describe('Empty: the whole row or file'),
  mustBe: z.string(),
  found: z.string().optional().describe('Never a name or a number of somebody'),
});
const count = z.number().int();
const reportView = z
  .object({
    dryRun: z.boolean(),
    written: z.boolean().describe('All of it or, while any row is wrong, none of it'),
    problemCount: count,
    problems: z.array(rowProblemView).describe(`The first ${String(mostProblems)}`),
    warnings: z.array(rowProblemView),
    counts: z
      .record(z.string(), z.object({ created: count, updated: count, unchanged: count, removed: count }))
      .nullable(),
    readiness: z.array(
      z.object({
        unitCode: z.string(),
        name: z.string(),
        ready: z.boolean(),
        missing: z.array(readinessLackView),
      }),
    ),
  })
  .meta({ id: 'OrganisationImportReport' });

const uploaded = z.strictObject({
  files: z.record(z.string().regex(/^[^/\\]{1,100}$/, 'must be a file name'), z.base64('must be base64')),
});

/** A new unit or a changed one, as the folder of CSV files that `npm run import` takes. */
export function organisationImportRoutes({
  importTarget,
  organisation,
}: OrganisationImportDependencies): Route[] {
  const inTurn = createTurns(1);
  return [
    route({
      operationId: 'importOrganisation',
      method: 'post',
      path: '/organisation/import',
      tag: 'Organisation',
      permission: ['Organisation', 'manage'],
      summary: 'Bring in units, teams, people, shifts and numbers of my area from CSV files',
      description:
        'The body is a zip archive, or `{"files": {"units.csv": "BASE64", …}}`, of at most 4 MB: the files that `npm run import` takes, `*.json` being policies. All of it is written, or nothing: every wrong row is told with its file, line and column. `dryRun=true` writes nothing. The same files sent again change nothing.',
      status: 200,
      problems: ['too-large', 'unsupported-media-type'],
      query: z.strictObject({ dryRun: flag.optional() }),
      rawBody: { types, maxBytes: mostBytes },
      response: reportView,
      handle: ({ bytes, query, user, act }) =>
        inTurn('import', async () => {
          const dryRun = query.dryRun === true;
          const files = filesIn(bytes);
          const admin = { ...user, unitCode: areaCodeOf(user) };
          const outcome = await importContent(readFiles(files), importTarget, {
            ...{ dryRun, skipBadRows: false },
            objections: (content, checked, stored) => outsideArea(content, checked, stored, admin),
          });
          const { written, problems, warnings, counts, readiness } = outcome;
          if (!written) act.changedNothing();
          act.changed(null, { files: [...files.keys()], ...counts });
          act.about({ unit: await organisation.findUnit(admin.unitCode) });
          return {
            ...{ dryRun, written, problemCount: problems.length },
            problems: problems.slice(0, mostProblems).map(toProblem),
            warnings: warnings.slice(0, mostProblems).map(toProblem),
            counts: counts && { ...counts },
            readiness: readiness.map(({ unitCode, name, ready, missing }) => ({
              ...{ unitCode, name, ready, missing: [...missing] },
            })),
          };
        }),
    }),
    route({
      operationId: 'getOrganisationImportTemplate',
      method: 'get',
      path: '/organisation/import/templates/:file',
      tag: 'Organisation',
      permission: ['Organisation', 'manage'],
      summary: 'An empty file to fill in: the header and nothing else',
      status: 200,
      contentType: 'text/csv',
      params: z.object({
        file: z.enum(Object.keys(tableColumns) as [string, ...string[]], {
          error: `must be one of: ${Object.keys(tableColumns).join(', ')}`,
        }),
      }),
      response: z.string().describe('The file'),
      handle: ({ params: { file }, exchange }) => {
        exchange.response
          .status(200)
          .set({ 'Cache-Control': 'no-store', 'Content-Disposition': `attachment; filename="${file}"` })
          .type('text/csv')
          // The mark at the beginning makes Excel read the file as UTF-8.
          .send(`\uFEFF${tableColumns[file]?.join(',') ?? ''}\r\n`);
        return Promise.resolve(streamed);
      },
    }),
  ];
}

const toProblem = (problem: RowProblem): z.input<typeof rowProblemView> => ({ ...problem });

/** @throws Refused `invalid-input` for what is neither an archive nor files in JSON */
function filesIn(bytes: Buffer): ImportFiles {
  const named = bytes.subarray(0, 2).toString('latin1') === 'PK' ? archived(bytes) : listed(bytes);
  return new Map(
    [...named]
      // What a Mac puts beside the files, and the report of an earlier import.
      .filter(([path]) => !/(^|\/)(__MACOSX|\.)/.test(path) && !path.endsWith('import-report.json'))
      .map(([path, content]) => {
        const name = path.split('/').at(-1) ?? path;
        return [name.endsWith('.json') ? `policies/${name}` : name, content] as const;
      }),
  );
}

function archived(bytes: Buffer): ImportFiles {
  try {
    return unzip(bytes, unpacked);
  } catch (error) {
    if (!(error instanceof UnusableArchive)) throw error;
    const message = error.why === 'too large' ? 'must be smaller when unpacked' : 'must be a zip archive';
    throw invalidInput([{ pointer: '', message }]);
  }
}

function listed(bytes: Buffer): ImportFiles {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalidInput([{ pointer: '', message: 'must be a zip archive, or JSON' }]);
  }
  const parsed = uploaded.safeParse(body);
  if (parsed.success) {
    return new Map(
      Object.entries(parsed.data.files).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
    );
  }
  throw invalidInput(
    parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
      pointer: path.map((part) => `/${String(part).slice(0, 100)}`).join(''),
      message,
    })),
  );
}
