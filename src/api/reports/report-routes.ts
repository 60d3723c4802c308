import { z } from 'zod';
import { tiers } from '../../domain/organisation';
import { priorities } from '../../domain/policy';
import type { Behind } from '../../domain/report-behind';
import { behindFigures } from '../../domain/report-document';
import { reportClocks } from '../../domain/report-ticket';
import { channels } from '../../domain/ticket';
import type { Reports } from '../../models/reports/reports';
import { route, streamed, type Route } from '../http/route';
import { idText, pageOf, pageQuery, unitCode } from '../http/schemas';
import { fileTypes, sendReportFile } from './report-file';
import { namesByIdOf, reportNamesOf, type ReportNameSources } from './report-names';
import { languages, positionOf, questionOf, reportParams, reportQuery } from './report-query';
import { behindView, reportView } from './report-schemas';

export interface ReportDependencies extends ReportNameSources {
  readonly reports: Reports;
}

const permission = ['Figures', 'read'] as const;
const choice = <T extends string>(values: readonly [T, ...T[]]) =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}` });

/** Figures of a unit for whoever supervises it, each with the tickets that it counts. */
export function reportRoutes(deps: ReportDependencies): Route[] {
  const { reports, organisation } = deps;
  const file = (type: keyof typeof fileTypes): Route =>
    route({
      operationId: `getReport${type === 'csv' ? 'Csv' : 'Xlsx'}`,
      method: 'get',
      path: `/reports/:kind/file.${type}`,
      tag: 'Reports',
      permission,
      summary: `The report as ${type === 'csv' ? 'CSV, its tables one below the other' : 'XLSX, a sheet for each of its tables'}`,
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      params: reportParams,
      query: z.strictObject({ ...reportQuery, language: choice(languages).default('vi') }),
      contentType: fileTypes[type],
      response: z.string().describe('The file'),
      handle: async ({ exchange: { response }, query, ...asked }) => {
        const report = await reports.count(await questionOf({ ...asked, query }, organisation));
        const { language } = query;
        const names = await reportNamesOf(report, deps, language);
        await sendReportFile(response, type, report, { names, language });
        return streamed;
      },
    });
  return [
    route({
      operationId: 'getReport',
      method: 'get',
      path: '/reports/:kind',
      tag: 'Reports',
      permission,
      summary: 'The figures of a day, a week or up to 92 days, beside those of the period before',
      description:
        'Each clock is decided in one period and no other; today counts, as far as it has come, and is compared with as much of the day before. Every number can be asked for its tickets at `/reports/{kind}/tickets`.',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      params: reportParams,
      query: z.strictObject(reportQuery),
      response: reportView,
      handle: async (asked) => {
        const report = await reports.count(await questionOf(asked, organisation));
        const names = await namesByIdOf(report, deps);
        return { ...report, names } as z.input<typeof reportView>;
      },
    }),
    file('csv'),
    file('xlsx'),
    route({
      operationId: 'listReportTickets',
      method: 'get',
      path: '/reports/:kind/tickets',
      tag: 'Reports',
      permission,
      summary: 'The tickets behind a number of a report, newest first',
      description:
        'Asked with the period and unit of the report, and its `countedAt` as `asOf`, there are exactly as many as the number says.',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      params: reportParams,
      query: z.strictObject({
        ...reportQuery,
        ...pageQuery,
        figure: choice(behindFigures),
        clock: choice(reportClocks).optional().describe('Of met, breached, running and late'),
        tier: choice(tiers).optional().describe('The turn of this tier instead of the promise as a whole'),
        owedBy: unitCode.optional().describe('The unit that owed the step, of late'),
        row: unitCode.optional().describe('A row of the table by unit, at the same `depth`'),
        category: idText.optional(),
        channel: choice(channels).optional(),
        priority: choice(priorities).optional(),
      }),
      response: pageOf(behindView).extend({ count: z.number().int().describe('On all pages') }),
      handle: async (asked) => {
        const { limit, cursor, figure, clock, tier, owedBy, row, category, channel, priority } = asked.query;
        const { unitCode: areaCode, period, depth } = await questionOf(asked, organisation);
        const wanted: Behind = {
          figure,
          ...(clock && { clock }),
          ...(tier && { tier }),
          ...(owedBy !== undefined && { owedBy }),
          ...(row !== undefined && { row: { key: row, areaCode, depth } }),
          ...(category !== undefined && { category }),
          ...(channel && { channel }),
          ...(priority && { priority }),
        };
        const found = await reports.behind(areaCode, period, wanted);
        const from = positionOf(cursor);
        return {
          count: found.length,
          items: found.slice(from, from + limit).map(({ path, ...ticket }) => ({
            ...ticket,
            unitCode: path.at(-1)?.code ?? areaCode,
          })),
          nextCursor: from + limit < found.length ? String(from + limit) : null,
        };
      },
    }),
  ];
}
