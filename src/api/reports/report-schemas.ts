import { z } from 'zod';
import { listings } from '../../domain/hotline';
import { messagePurposes } from '../../domain/message';
import { fields, tiers } from '../../domain/organisation';
import { priorities } from '../../domain/policy';
import { reportKinds } from '../../domain/report-period';
import { reportClocks } from '../../domain/report-ticket';
import { ticketStatuses } from '../../domain/ticket';

const count = z.number().int();
const share = z.number().nullable().describe('0 to 1; null when fewer than ten were decided');
const milliseconds = z.number();

const tally = z
  .object({
    ...{ met: count, breached: count },
    running: count.describe('Neither at the end of the period'),
    metShare: share,
    medianMs: milliseconds.nullable().describe('From its start until it was met, as the citizen waited'),
    p90Ms: milliseconds.nullable(),
  })
  .meta({ id: 'ReportClockTally' });
const figures = z
  .object({
    received: count,
    ...{ openAtStart: count, cameBack: count, closed: count, cancelled: count, duplicates: count },
    openAtEnd: count.describe(
      'openAtStart + received + cameBack = closed + cancelled + duplicates + openAtEnd',
    ),
    awaitingClose: count,
    reopened: count,
    clocks: z.object({ triage: tally, acknowledge: tally, firstResponse: tally, resolve: tally }),
  })
  .meta({ id: 'ReportTicketFigures' });
const calls = z
  .object({
    ...{ received: count, answered: count, answeredWithin15s: count, abandoned: count, blocked: count },
    ...{ voicemail: count, callBackAsked: count, callBacks: count, rescued: count, callBacksLate: count },
    within15sShare: share,
  })
  .meta({ id: 'ReportCallFigures' });
const ratings = z
  .object({ count, average: z.number().nullable(), byScore: z.array(count).length(5) })
  .meta({ id: 'ReportRatingFigures' });
const row = z.object({ key: z.string(), figures }).meta({ id: 'ReportRow' });
const period = z
  .object({
    kind: z.enum(reportKinds),
    ...{ from: z.string(), to: z.string() },
    since: z.string(),
    until: z.string().describe('Exclusive'),
    isPartial: z.boolean().describe('Not over: compared with as much of the period before'),
  })
  .meta({ id: 'ReportPeriod' });
const late = z
  .object({
    unitCode: z.string().describe('Who owed the step'),
    clock: z.enum(reportClocks),
    ...{ count, open: count, longestMs: milliseconds, openSince: z.string().nullable() },
    longest: z.object({
      ...{ ticketId: z.string(), code: z.string(), field: z.enum(fields), dueAt: z.string() },
      ...{ lateMs: milliseconds, isOpen: z.boolean(), teamIds: z.array(z.string()) },
      userId: z.string().nullable(),
    }),
    codes: z.array(z.string()).describe('Public codes, the latest first, 50 at most'),
    onDutyUserIds: z.array(z.string()).describe('Who was there when the longest delay began'),
  })
  .meta({ id: 'ReportLateUnit' });
const ofTeam = { unitCode: z.string(), teamId: z.string(), teamName: z.string() };
const readiness = z
  .object({
    silentHotlines: z.array(
      z.object({
        ...{ unitCode: z.string(), number: z.string(), label: z.string(), checks: count, silent: count },
        ...{ lastAnsweredAt: z.string().nullable(), listing: z.enum(listings) },
      }),
    ),
    emptyRosters: z.array(
      z.object({
        ...ofTeam,
        ...{ gaps: count, totalMs: milliseconds, longestMs: milliseconds, longestFrom: z.string() },
        ...{ isEmptyAtEnd: z.boolean(), isWhole: z.boolean() },
      }),
    ),
    missedHandOvers: z.array(
      z.object({ ...ofTeam, missed: count, open: count, tickets: count, lastAt: z.string() }),
    ),
  })
  .meta({ id: 'ReportReadiness' });

export const reportView = z
  .object({
    ...{ unitCode: z.string(), depth: z.enum(['children', 'innermost']), countedAt: z.string() },
    ...{ period, periodBefore: period, total: figures },
    before: figures.describe('`total` of the period before'),
    units: z.array(row.extend({ before: figures, calls, ratings, skipped: count })),
    categories: z.array(row.extend({ before: figures, ratings })),
    ...{ channels: z.array(row), priorities: z.array(row) },
    tiers: z.array(
      z.object({
        ...{ tier: z.enum(tiers), received: count, claims: count, resolved: count },
        windows: tally.describe('Its turns on the ladder'),
        lostMs: milliseconds.describe('The windows that it let go by'),
      }),
    ),
    series: z
      .array(z.object({ at: z.string(), received: count, ended: count }))
      .describe('By hour of a day, by day of anything longer'),
    ...{ calls, callsBefore: calls, ratings, ratingsBefore: ratings },
    messages: z.array(
      z.object({
        ...{ purpose: z.enum(messagePurposes), written: count, sent: count, delivered: count },
        ...{ failed: count, parts: count, costVnd: z.number() },
      }),
    ),
    late: z.array(late),
    readiness: readiness.nullable().describe('Only in the consolidated report'),
    names: z
      .object({ teams: z.record(z.string(), z.string()), people: z.record(z.string(), z.string()) })
      .describe('Of the ids above'),
  })
  .meta({ id: 'Report' });

export const behindView = z
  .object({
    ...{ ticketId: z.string(), code: z.string(), category: z.string(), priority: z.enum(priorities) },
    status: z.enum(ticketStatuses).describe('As it is now'),
    receivedAt: z.string(),
    unitCode: z.string(),
  })
  .meta({ id: 'ReportTicket' });
