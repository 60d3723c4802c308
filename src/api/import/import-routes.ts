import { z } from 'zod';
import { listTypes, readTicketList, ticketColumnNames } from '../../import/ticket-list';
import { listTemplate } from '../../import/ticket-template';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { invalidInput } from '../http/input';
import { Refused } from '../http/problem';
import { route, streamed, type Route } from '../http/route';
import { flag } from '../http/schemas';
import { createUnitDirectory } from '../open311/placing';
import { importTickets, type ImportTicketsDependencies } from './import-tickets';

export interface ImportRouteDependencies extends ImportTicketsDependencies {
  readonly organisation: Pick<OrganisationRepository, 'listUnits' | 'listTeams'>;
}

const mostBytes = 1024 * 1024;
const mostRows = 500;

const reportView = z
  .object({
    dryRun: z.boolean(),
    rows: z.number().int(),
    created: z.number().int().describe('In a dry run: how many would be'),
    alreadyThere: z.number().int().describe('Taken by an earlier sending of the same list'),
    refused: z.number().int(),
    results: z.array(
      z.object({
        line: z.number().int().describe('As the editor or the sheet counts it; 1 is the header'),
        outcome: z.enum(['created', 'wouldCreate', 'alreadyThere', 'refused']),
        ticketId: z.string().optional(),
        code: z.string().optional(),
        problems: z.array(z.object({ column: z.string(), mustBe: z.string() })),
        duplicates: z
          .array(z.object({ code: z.string(), score: z.number() }))
          .describe('Open tickets that look alike; a warning only'),
        sameAsLine: z.number().int().optional().describe('An earlier line with the same number and words'),
      }),
    ),
  })
  .meta({ id: 'ImportReport' });

/** Lists of reports that somebody kept elsewhere, as CSV or XLSX. */
export function importRoutes(deps: ImportRouteDependencies): Route[] {
  const directory = createUnitDirectory(deps.organisation);
  const template = (type: keyof typeof listTypes): Route =>
    route({
      operationId: `getImportTemplate${type === 'csv' ? 'Csv' : 'Xlsx'}`,
      method: 'get',
      path: `/tickets/import/template.${type}`,
      tag: 'Tickets',
      permission: ['TicketList', 'manage'],
      summary: `An empty list to fill in (${type.toUpperCase()})`,
      status: 200,
      contentType: listTypes[type],
      response: z.string().describe('The file'),
      handle: async ({ exchange }) => {
        const file = await listTemplate(type);
        exchange.response
          .status(200)
          .set({
            'Cache-Control': 'no-store',
            'Content-Disposition': `attachment; filename="truc-tickets.${type}"`,
          })
          .type(listTypes[type])
          .send(file);
        return streamed;
      },
    });
  return [
    template('csv'),
    template('xlsx'),
    route({
      operationId: 'importTickets',
      method: 'post',
      path: '/tickets/import',
      tag: 'Tickets',
      permission: ['TicketList', 'manage'],
      summary: 'Take a list of reports, row by row',
      description: `The body is a CSV (UTF-8) or XLSX file of at most 1 MB and ${String(mostRows)} rows with the columns of the template: ${ticketColumnNames.join(', ')}. Each row becomes a ticket or is refused by itself, with the column and what it must be. \`dryRun=true\` writes nothing. The same file sent again creates nothing twice; a \`reference\` keeps a row the same in a corrected file.`,
      status: 200,
      problems: ['impossible'],
      query: z.strictObject({ dryRun: flag.optional() }),
      rawBody: { types: Object.values(listTypes), maxBytes: mostBytes },
      response: reportView,
      handle: async ({ bytes, query, user, rights, act }) => {
        const list = await readTicketList(bytes);
        const ofFile = list.problems.filter(({ line }) => line === 1);
        if (ofFile.length > 0) {
          throw invalidInput(
            ofFile.map(({ column, mustBe }) => ({ pointer: `/1/${column}`, message: `must be ${mustBe}` })),
          );
        }
        if (list.count > mostRows) {
          throw new Refused('impossible', `A list may have ${String(mostRows)} rows at most; divide it.`);
        }
        const dryRun = query.dryRun === true;
        if (dryRun) act.changedNothing();
        const results = await importTickets(list, { user, rights, directory, dryRun }, deps);
        const number = (...outcomes: readonly string[]): number =>
          results.filter(({ outcome }) => outcomes.includes(outcome)).length;
        return {
          dryRun,
          rows: results.length,
          created: number('created', 'wouldCreate'),
          alreadyThere: number('alreadyThere'),
          refused: number('refused'),
          results: results.map(({ problems, duplicates, ...result }) => ({
            ...result,
            problems: [...problems],
            duplicates: [...duplicates],
          })),
        };
      },
    }),
  ];
}
