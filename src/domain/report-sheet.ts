import { fold } from './fold';
import { keyFiguresOf, type ReportDocument } from './report-document';
import { periodLabel, type ReportPeriod } from './report-period';
import type { TicketFigures } from './report-tally';
import { reportClocks } from './report-ticket';
import { reportWords, type ReportWords } from './report-words';

/** A report as tables: what a file of it holds. Which kind of file is somebody else's business. */

/** `text` is written as it is, `count` and `decimal` are numbers, `share` is 0 to 1, `minutes` whole minutes of
 * milliseconds, `time` an ISO time that is shown where the work is. */
export type ColumnKind = 'text' | 'count' | 'decimal' | 'share' | 'minutes' | 'time';

export interface SheetColumn {
  readonly title: string;
  readonly kind: ColumnKind;
}

export type Cell = string | number | null;

export const sheetNames = [
  ...(['figures', 'units', 'categories', 'channels', 'priorities', 'tiers', 'late', 'series'] as const),
  ...(['messages', 'hotlines', 'rosters', 'handOvers'] as const),
] as const;
export type SheetName = (typeof sheetNames)[number];

export interface Sheet {
  readonly name: SheetName;
  readonly title: string;
  /** Lines above the table: what it is about. */
  readonly heading: readonly string[];
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What codes and ids are called; each answers the code itself when it knows no better. */
export interface ReportNames {
  readonly unit: (code: string) => string;
  readonly category: (code: string) => string;
  readonly team: (id: string) => string;
  readonly person: (id: string) => string;
}

type Language = 'vi' | 'en';

interface Column<Row> extends SheetColumn {
  readonly of: (row: Row) => Cell;
}

const column = <Row>(title: string, kind: ColumnKind, of: (row: Row) => Cell): Column<Row> => ({
  title,
  kind,
  of,
});

const whole = (report: ReportDocument): boolean => report.readiness !== null;

function reportTitle(report: ReportDocument, language: Language): string {
  const words = reportWords[language];
  return (whole(report) ? words.consolidated : words.titles)[report.period.kind];
}

const sevenHoursMs = 7 * 3_600_000;

/** As a file holds it: percentages, whole minutes, and times where the work is; text and counts as they are. */
export function writtenCell(cell: Cell, kind: ColumnKind): Cell {
  if (cell === null) return null;
  if (kind === 'time') {
    const local = new Date(Date.parse(String(cell)) + sevenHoursMs).toISOString();
    return `${local.slice(0, 10)} ${local.slice(11, 16)}`;
  }
  if (typeof cell === 'string') return cell;
  if (kind === 'share') return Math.round(1_000 * cell) / 10;
  return kind === 'minutes' ? Math.round(cell / 60_000) : cell;
}

/** Every table of a report, in the order in which they are read. */
export function sheetsOf(report: ReportDocument, names: ReportNames, language: Language): readonly Sheet[] {
  const words = reportWords[language];
  const heading = [
    `${reportTitle(report, language)}: ${names.unit(report.unitCode)}`,
    `${words.period}: ${periodLabel(report.period, language)}`,
    ...(report.period.isPartial ? [words.partial] : []),
  ];
  function sheet<Row>(name: SheetName, rows: readonly Row[], columns: readonly Column<Row>[]): Sheet {
    return {
      ...{ name, title: words.sheets[name], heading },
      columns: columns.map(({ title, kind }) => ({ title, kind })),
      rows: rows.map((row) => columns.map(({ of }) => of(row))),
    };
  }
  const people = (ids: readonly string[]): string => ids.map(names.person).join(', ');
  const unit = column<{ readonly unitCode: string }>(words.unit, 'text', ({ unitCode }) =>
    names.unit(unitCode),
  );
  const breakdown = (title: string, nameOf: (key: string) => string): readonly Column<FigureRow>[] => [
    column(title, 'text', ({ key }) => nameOf(key)),
    ...figureColumns(words),
  ];
  return [
    figureSheet(report, language, heading),
    sheet('units', report.units, [
      column(words.code, 'text', ({ key }) => key),
      ...breakdown(words.unit, names.unit),
      column(words.skipped, 'count', ({ skipped }) => skipped),
      column(words.calls.received, 'count', ({ calls }) => calls.received),
      column(words.calls.answered, 'count', ({ calls }) => calls.answered),
      column(words.calls.within15sShare, 'share', ({ calls }) => calls.within15sShare),
      column(words.calls.abandoned, 'count', ({ calls }) => calls.abandoned),
      column(words.ratings.count, 'count', ({ ratings }) => ratings.count),
      column(words.ratings.average, 'decimal', ({ ratings }) => ratings.average),
    ]),
    sheet('categories', report.categories, [
      ...breakdown(words.category, names.category),
      column(words.ratings.count, 'count', ({ ratings }) => ratings.count),
      column(words.ratings.average, 'decimal', ({ ratings }) => ratings.average),
    ]),
    sheet('channels', report.channels, breakdown(words.channel, known(words.channels))),
    sheet('priorities', report.priorities, breakdown(words.priority, known(words.priorities))),
    sheet('tiers', report.tiers, [
      column(words.tier, 'text', ({ tier }) => words.tiers[tier]),
      column(words.counts.received, 'count', ({ received }) => received),
      column(words.turns.claims, 'count', ({ claims }) => claims),
      column(words.turns.resolved, 'count', ({ resolved }) => resolved),
      column(words.turns.met, 'count', ({ windows }) => windows.met),
      column(words.turns.breached, 'count', ({ windows }) => windows.breached),
      column(words.outcomes.metShare, 'share', ({ windows }) => windows.metShare),
      column(words.lost, 'minutes', ({ lostMs }) => lostMs),
    ]),
    sheet('late', report.late, [
      unit,
      column(words.late.clock, 'text', ({ clock }) => words.clocks[clock]),
      column(words.late.count, 'count', ({ count }) => count),
      column(words.late.open, 'count', ({ open }) => open),
      column(words.late.longest, 'minutes', ({ longestMs }) => longestMs),
      column(words.late.openSince, 'time', ({ openSince }) => openSince),
      column(words.late.ticket, 'text', ({ longest }) => longest.code),
      column(words.late.teams, 'text', ({ longest }) => longest.teamIds.map(names.team).join(', ')),
      column(words.late.person, 'text', ({ longest: { userId } }) =>
        userId === null ? '' : people([userId]),
      ),
      column(words.late.onDuty, 'text', ({ onDutyUserIds }) => people(onDutyUserIds)),
      column(words.late.codes, 'text', ({ codes }) => codes.join(' ')),
    ]),
    sheet('series', report.series, [
      column(words.at, 'time', ({ at }) => at),
      column(words.counts.received, 'count', ({ received }) => received),
      column(words.ended, 'count', ({ ended }) => ended),
    ]),
    sheet('messages', report.messages, [
      column(words.purpose, 'text', ({ purpose }) => words.purposes[purpose]),
      ...(['written', 'sent', 'delivered', 'failed', 'parts', 'costVnd'] as const).map((name) =>
        column<(typeof report.messages)[number]>(words.messages[name], 'count', (row) => row[name]),
      ),
    ]),
    ...(report.readiness === null
      ? []
      : [
          sheet('hotlines', report.readiness.silentHotlines, [
            unit,
            column(words.hotline.number, 'text', ({ number }) => dialled(number)),
            column(words.hotline.label, 'text', ({ label }) => label),
            column(words.hotline.checks, 'count', ({ checks }) => checks),
            column(words.hotline.silent, 'count', ({ silent }) => silent),
            column(words.hotline.lastAnswered, 'time', ({ lastAnsweredAt }) => lastAnsweredAt),
            column(words.hotline.listing, 'text', ({ listing }) => words.listings[listing]),
          ]),
          sheet('rosters', report.readiness.emptyRosters, [
            unit,
            column(words.roster.team, 'text', ({ teamName }) => teamName),
            column(words.roster.gaps, 'count', ({ gaps }) => gaps),
            column(words.roster.total, 'minutes', ({ totalMs }) => totalMs),
            column(words.roster.longest, 'minutes', ({ longestMs }) => longestMs),
            column(words.roster.longestFrom, 'time', ({ longestFrom }) => longestFrom),
            column(words.roster.isEmptyAtEnd, 'text', ({ isEmptyAtEnd }) => yesOrNo(isEmptyAtEnd, words)),
            column(words.roster.isWhole, 'text', ({ isWhole }) => yesOrNo(isWhole, words)),
          ]),
          sheet('handOvers', report.readiness.missedHandOvers, [
            unit,
            column(words.roster.team, 'text', ({ teamName }) => teamName),
            column(words.handOver.missed, 'count', ({ missed }) => missed),
            column(words.handOver.open, 'count', ({ open }) => open),
            column(words.handOver.tickets, 'count', ({ tickets }) => tickets),
            column(words.handOver.lastAt, 'time', ({ lastAt }) => lastAt),
          ]),
        ]),
  ];
}

interface FigureRow {
  readonly key: string;
  readonly figures: TicketFigures;
}

function figureColumns(words: ReportWords): readonly Column<FigureRow>[] {
  const counts = Object.keys(words.counts) as (keyof ReportWords['counts'])[];
  const outcomes = ['met', 'breached', 'metShare', 'medianMs', 'p90Ms'] as const;
  return [
    ...counts.map((name) => column<FigureRow>(words.counts[name], 'count', ({ figures }) => figures[name])),
    ...reportClocks.flatMap((clock) =>
      outcomes.map((name) =>
        column<FigureRow>(
          `${words.clocks[clock]}: ${words.outcomes[name]}`,
          kindOfFigure(name),
          ({ figures }) => figures.clocks[clock][name],
        ),
      ),
    ),
  ];
}

/** Kind of a key figure, by its name: `resolve.metShare`, `calls.received`. */
function kindOfFigure(name: string): Exclude<ColumnKind, 'text' | 'time'> {
  if (name.endsWith('Share')) return 'share';
  if (name.endsWith('Ms')) return 'minutes';
  return name.endsWith('average') ? 'decimal' : 'count';
}

/** What a key figure is called: `resolve.breached` is `Xử lý xong: trễ hạn`. */
function nameOfFigure(name: string, words: ReportWords): string {
  const [first = '', second] = name.split('.');
  const table = (key: 'counts' | 'outcomes' | 'calls' | 'ratings', of: string): string =>
    known(words[key])(of);
  if (second === undefined) return first === 'lateUnits' ? words.lateUnits : table('counts', first);
  if (first === 'messages') return words.sent;
  if (first === 'calls' || first === 'ratings') return table(first, second);
  return `${known(words.clocks)(first)}: ${table('outcomes', second)}`;
}

function figureSheet(report: ReportDocument, language: Language, heading: readonly string[]): Sheet {
  const words = reportWords[language];
  // Numbers of unlike kinds stand in one column: each is told as its reader would write it.
  const value = (name: string, number: number | null): Cell => writtenCell(number, kindOfFigure(name));
  return {
    ...{ name: 'figures', title: words.sheets.figures, heading },
    columns: [
      { title: words.figure, kind: 'text' },
      { title: words.value, kind: 'decimal' },
      { title: words.before, kind: 'decimal' },
      { title: words.difference, kind: 'decimal' },
    ],
    rows: keyFiguresOf(report).map(({ name, value: now, before }) => [
      nameOfFigure(name, words),
      value(name, now),
      value(name, before),
      now === null || before === null ? null : value(name, now - before),
    ]),
  };
}

/** A key that has no words stands for itself. */
const known =
  (words: Readonly<Record<string, string>>) =>
  (key: string): string =>
    words[key] ?? key;

const yesOrNo = (is: boolean, words: ReportWords): string => (is ? words.yes : words.no);

/** As somebody would dial it: a leading + would be read as a formula. */
const dialled = (number: string): string => number.replace(/^\+84/, '0');

const kindsOfFile = {
  vi: { day: 'bao-cao-ngay', week: 'bao-cao-tuan', span: 'bao-cao-ky', whole: 'bao-cao-tong-hop' },
  en: { day: 'daily-report', week: 'weekly-report', span: 'report', whole: 'consolidated-report' },
} as const;

/** `bao-cao-tuan-binh-duong-2026-11-16-den-2026-11-22`: letters that every file system and mail program knows. */
export function reportFileName(
  report: { readonly period: ReportPeriod; readonly readiness: unknown },
  unitName: string,
  language: Language,
): string {
  const { kind, from, to } = report.period;
  const unit = fold(unitName)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const days = from === to ? from : `${from}-${language === 'vi' ? 'den' : 'to'}-${to}`;
  return [kindsOfFile[language][report.readiness === null ? kind : 'whole'], unit, days].join('-');
}
