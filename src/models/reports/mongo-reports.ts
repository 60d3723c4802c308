import type { Connection } from 'mongoose';
import { peopleOnDuty } from '../../domain/effective-duty';
import type { HotlineStanding } from '../../domain/hotline';
import type { HotlineNumber, Unit } from '../../domain/organisation';
import { ReportCounter, unitKeyOf, type AreaReport } from '../../domain/report';
import { isBehind } from '../../domain/report-behind';
import { callFiguresOf, ratingFiguresOf } from '../../domain/report-counts';
import type { LateUnit, Readiness, ReportDocument } from '../../domain/report-document';
import { latenessesOf, lateRowsOf, skippedOf, type Lateness } from '../../domain/report-late';
import { periodBefore, type ReportPeriod } from '../../domain/report-period';
import { emptyRostersOf, missedHandOversOf, silentHotlinesOf } from '../../domain/report-readiness';
import { TicketSum } from '../../domain/report-tally';
import { localDate } from '../../domain/roster';
import { callBacksOf, callsOf, messagesOf, ratingsOf } from './report-counts';
import { dutyOfPeriod, handOversOfPeriod, ringsOfPeriod, type DutyOfPeriod } from './report-readiness';
import { reportTickets } from './report-tickets';
import type { ReportQuestion, Reports } from './reports';

/** Start-up steps, each safe to repeat: without them a report reads every ticket there ever was. */
export async function ensureReportIndexes(connection: Connection): Promise<void> {
  await Promise.all([
    connection
      .collection('tickets')
      .createIndex({ 'state.unitPath.code': 1, updatedAt: 1 }, { name: 'changedOfUnit' }),
    connection.collection('handOvers').createIndex({ at: 1 }, { name: 'at' }),
  ]);
}

export interface ReportSources {
  readonly connection: Connection;
  readonly organisation: {
    listUnits(filter: Record<never, never>): Promise<readonly Unit[]>;
    listHotlineNumbers(filter: { published?: boolean }): Promise<readonly HotlineNumber[]>;
  };
  readonly standings: { all(): Promise<ReadonlyMap<string, HotlineStanding>> };
  readonly now?: () => Date;
}

interface Counted {
  readonly now: AreaReport;
  readonly before: AreaReport;
  readonly latenesses: readonly Lateness[];
  /** By the unit of the row. */
  readonly skipped: ReadonlyMap<string, number>;
}

const nothing = new TicketSum().figures;

/** Reports from MongoDB. Tickets of both periods are read in one go and counted as they come. */
export function createReports(deps: ReportSources): Reports {
  const { connection, organisation, standings, now = () => new Date() } = deps;

  async function countTickets(
    question: ReportQuestion,
    before: ReportPeriod,
    rows: readonly string[],
  ): Promise<Counted> {
    const { unitCode, period, depth } = question;
    const counters = {
      now: new ReportCounter(unitCode, period, depth),
      before: new ReportCounter(unitCode, before, depth),
    };
    const latenesses: Lateness[] = [];
    const skipped = new Map<string, number>();
    for await (const ticket of reportTickets(connection, unitCode, {
      since: before.since,
      until: period.until,
    })) {
      counters.now.add(ticket);
      counters.before.add(ticket);
      latenesses.push(...latenessesOf(ticket, period));
      const keys = skippedOf(ticket, period).flatMap((code) => {
        const at = ticket.path.findIndex((unit) => unit.code === code);
        return at < 0 ? [] : [unitKeyOf(ticket.path.slice(0, at + 1), unitCode, depth)];
      });
      for (const key of new Set(keys)) skipped.set(key, (skipped.get(key) ?? 0) + 1);
    }
    return { now: counters.now.result(rows), before: counters.before.result(), latenesses, skipped };
  }

  async function readinessOf(
    { unitCode, period }: ReportQuestion,
    codes: ReadonlySet<string>,
    duty: DutyOfPeriod,
  ): Promise<Readiness> {
    const [rings, handOvers, numbers, known] = await Promise.all([
      ringsOfPeriod(connection, unitCode, period),
      handOversOfPeriod(connection, unitCode, period),
      organisation.listHotlineNumbers({ published: true }),
      standings.all(),
    ]);
    const teams = duty.teams.filter((team) => codes.has(team.unitCode));
    return {
      silentHotlines: silentHotlinesOf(
        rings,
        numbers.filter((number) => codes.has(number.unitCode)),
        known,
      ),
      emptyRosters: emptyRostersOf(duty.roster, teams, period, (userId) => duty.reachable.has(userId)),
      missedHandOvers: missedHandOversOf(handOvers, period),
    };
  }

  return {
    async count(question) {
      const { unitCode, period, depth, isConsolidated } = question;
      const before = periodBefore(period);
      const units = await organisation.listUnits({});
      const area = units.filter(({ path }) => path.some(({ code }) => code === unitCode));
      const rows = rowUnitsOf(area, question);
      const [tickets, calls, callBacks, ratings, messages] = await Promise.all([
        countTickets(question, before, rows),
        callsOf(connection, unitCode, period, before),
        callBacksOf(connection, unitCode, period, before),
        ratingsOf(connection, unitCode, period, before),
        messagesOf(connection, unitCode, period),
      ]);
      const lateRows = lateRowsOf(tickets.latenesses);
      // A step may have been owed by a unit above the area.
      const owing = lateRows.map((row) => row.unitCode);
      const codes = new Set(area.map(({ code }) => code));
      const duty =
        isConsolidated || lateRows.length > 0
          ? await dutyOfPeriod(
              connection,
              [...new Set([...(isConsolidated ? codes : []), ...owing])],
              dutySpanOf(question, lateRows),
            )
          : null;
      const readiness = isConsolidated && duty ? await readinessOf(question, codes, duty) : null;

      const paths = new Map(units.map(({ code, path }) => [code, path]));
      const ofRow = (key: string, path: Unit['path']): boolean => unitKeyOf(path, unitCode, depth) === key;
      const allCalls = [...calls, ...callBacks];
      const rated = ratings.map(({ codes: place, ...one }) => ({
        ...one,
        path: paths.get(place.at(-1) ?? '') ?? [],
      }));
      const beforeOf = new Map(tickets.before.units.map(({ key, figures }) => [key, figures]));
      const categoryBefore = new Map(tickets.before.categories.map(({ key, figures }) => [key, figures]));
      const current = allCalls.filter(({ isBefore }) => !isBefore);
      const ratedNow = rated.filter(({ isBefore }) => !isBefore);
      return {
        ...tickets.now,
        ...{ unitCode, depth, period, periodBefore: before, countedAt: now().toISOString() },
        before: tickets.before.total,
        units: tickets.now.units.map(({ key, figures }) => ({
          ...{ key, figures, before: beforeOf.get(key) ?? nothing },
          calls: callFiguresOf(current.filter(({ path }) => ofRow(key, path))),
          ratings: ratingFiguresOf(ratedNow.filter(({ path }) => ofRow(key, path))),
          skipped: tickets.skipped.get(key) ?? 0,
        })),
        categories: tickets.now.categories.map(({ key, figures }) => ({
          ...{ key, figures, before: categoryBefore.get(key) ?? nothing },
          ratings: ratingFiguresOf(ratedNow.filter(({ category }) => category === key)),
        })),
        calls: callFiguresOf(current),
        callsBefore: callFiguresOf(allCalls.filter(({ isBefore }) => isBefore)),
        ratings: ratingFiguresOf(ratedNow),
        ratingsBefore: ratingFiguresOf(rated.filter(({ isBefore }) => isBefore)),
        messages,
        late: lateRows.map((row): LateUnit => ({
          ...row,
          onDutyUserIds: duty ? whoWasThere(row, duty) : [],
        })),
        readiness,
      } satisfies ReportDocument;
    },

    async behind(unitCode, period, wanted) {
      const found = [];
      for await (const ticket of reportTickets(connection, unitCode, period)) {
        if (!isBehind(ticket, wanted, period)) continue;
        const { ticketId, code, category, priority, status, receivedAt, path } = ticket;
        found.push({ ticketId, code, category, priority, status, receivedAt, path });
      }
      return found.sort((a, b) => b.receivedAt.localeCompare(a.receivedAt) || b.code.localeCompare(a.code));
    },
  };
}

/** The units that have a row whatever happened: those in force on the last day that the report counts. */
function rowUnitsOf(area: readonly Unit[], { unitCode, period, depth }: ReportQuestion): readonly string[] {
  const day = localDate(new Date(Date.parse(period.until) - 1));
  const inForce = area.filter(
    ({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo),
  );
  const own = area.find(({ code }) => code === unitCode);
  // A picture of a past province shows all it had.
  const shown = inForce.some(({ code }) => code === unitCode) || !own ? inForce : area;
  const parents = new Set(shown.map(({ parentCode }) => parentCode));
  return shown
    .filter(({ code, parentCode }) => (depth === 'children' ? parentCode === unitCode : !parents.has(code)))
    .filter(({ code }) => code !== unitCode)
    .map(({ code }) => code);
}

/** The longest delay of a row may have begun before the period. */
function dutySpanOf(
  { period }: ReportQuestion,
  late: readonly { readonly longest: { readonly dueAt: string } }[],
) {
  const since = late.reduce(
    (first, { longest }) => (longest.dueAt < first ? longest.dueAt : first),
    period.since,
  );
  return { since, until: period.until };
}

/** Of the teams that were asked, or own it; where none was, of every team of the unit in the ticket's field. */
function whoWasThere(
  { unitCode, longest, clock }: Omit<LateUnit, 'onDutyUserIds'>,
  duty: DutyOfPeriod,
): readonly string[] {
  if (longest.userId !== null) return [longest.userId];
  if (clock === 'triage') return [];
  const teamIds =
    longest.teamIds.length > 0
      ? longest.teamIds
      : duty.teams
          .filter((team) => team.unitCode === unitCode && team.fields.includes(longest.field))
          .map(({ id }) => id);
  return [...new Set(teamIds.flatMap((teamId) => peopleOnDuty(duty.roster, teamId, longest.dueAt)))].sort();
}
