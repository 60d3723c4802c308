import { z } from 'zod';
import type { User } from '../../domain/organisation';
import {
  reportPeriod,
  type PeriodProblem,
  type ReportKind,
  type ReportPeriod,
} from '../../domain/report-period';
import { localDate } from '../../domain/roster';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { ReportQuestion } from '../../models/reports/reports';
import { invalidInput } from '../http/input';
import { Refused } from '../http/problem';
import { date, flag, isoTime, unitCode } from '../http/schemas';
import { askedUnitOf } from '../stats/asked-unit';

/** How the address calls a kind of period. */
const kinds = { daily: 'day', weekly: 'week', span: 'span' } as const satisfies Record<string, ReportKind>;
/** What a file may be written in. */
export const languages = ['vi', 'en'] as const;
const kindNames = ['daily', 'weekly', 'span'] as const;

export const reportParams = z.object({
  kind: z.enum(kindNames, { error: `must be one of: ${kindNames.join(', ')}` }),
});

/** Which report, of whom and when: the query of the figures, of their files and of the lists behind them. */
export const reportQuery = {
  unit: unitCode.optional().describe('A unit of my area; all of it by default'),
  from: date.optional().describe('The day; any day of the week; the first day of a span. Today by default'),
  to: date.optional().describe('The last day of a span; `from` by default'),
  asOf: isoTime
    .optional()
    .describe('Counts a period that is not over up to this moment, as an earlier answer’s `countedAt`'),
  depth: z
    .enum(['children', 'innermost'], { error: 'must be one of: children, innermost' })
    .default('children')
    .describe('Rows by unit: the units directly below, or the innermost ones'),
  consolidated: flag
    .optional()
    .describe('With who was not ready: silent numbers, empty rosters, shifts that nobody took over'),
};

const problems: Readonly<Record<PeriodProblem, readonly [field: string, mustBe: string]>> = {
  dates: ['from', 'must be a date YYYY-MM-DD'],
  order: ['to', 'must be `from` or a later day'],
  tooLong: ['to', 'must be at most 92 days from `from`'],
  future: ['from', 'must be today or earlier'],
};

interface Asked {
  readonly params: z.output<typeof reportParams>;
  readonly query: z.output<z.ZodObject<typeof reportQuery>>;
  readonly user: User;
}

/** @throws Refused `impossible` for a period that cannot be counted, `not-allowed` for a unit outside the area */
export async function questionOf(
  { params, query, user }: Asked,
  organisation: Pick<OrganisationRepository, 'findUnit'>,
): Promise<ReportQuestion> {
  return {
    unitCode: await askedUnitOf(user, query.unit, organisation),
    period: askedPeriodOf(kinds[params.kind], query),
    depth: query.depth,
    isConsolidated: query.consolidated === true,
  };
}

function askedPeriodOf(kind: ReportKind, { from, to, asOf }: Asked['query']): ReportPeriod {
  const now = new Date();
  const moment = asOf !== undefined && Date.parse(asOf) < now.getTime() ? new Date(asOf) : now;
  const asked = { kind, from: from ?? localDate(moment.toISOString()), ...(to !== undefined && { to }) };
  const period = reportPeriod(asked, moment);
  if (typeof period !== 'string') return period;
  const [field, message] = problems[period];
  throw new Refused('impossible', `${field} ${message}.`, {
    errors: [{ pointer: `/query/${field}`, message }],
  });
}

/** Where a page begins; throws for what is no `nextCursor`. */
export function positionOf(cursor = '0'): number {
  if (/^\d{1,7}$/.test(cursor)) return Number(cursor);
  throw invalidInput([{ pointer: '/query/cursor', message: 'must be the nextCursor of an earlier answer' }]);
}
