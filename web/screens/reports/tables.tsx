import type { CSSProperties } from 'react';
import { reportClocks } from '../../../src/domain/report-ticket';
import { reportWords } from '../../../src/domain/report-words';
import type { Operations, Report } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { LinkTo } from '../../parts/link-to';
import { useNames } from '../../parts/names';
import type { Asked } from './asked';
import { Counted } from './behind-drawer';
import { FigureTable, type FigureColumn } from './figure-table';
import { shareText, spanText } from './number-text';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

type Figures = Report['total'];
type Wanted = Operations['GET /reports/{kind}/tickets']['query'];
interface Row {
  readonly key: string;
  readonly figures: Figures;
}

/** Columns that every breakdown has. */
function useFigureColumns<R extends Row>(
  nameOf: (key: string) => string,
  rowOf: (key: string) => Partial<Wanted>,
): readonly FigureColumn<R>[] {
  const words = useWords(reportScreenWords);
  const { counts } = useWords(reportWords);
  const { language } = useLanguage();
  const counted = (
    title: string,
    wanted: Pick<Wanted, 'figure' | 'clock'>,
    of: (figures: Figures) => number,
  ): FigureColumn<R> => ({
    title,
    of: ({ key, figures }) => (
      <Counted count={of(figures)} name={`${title}, ${nameOf(key)}`} wanted={{ ...rowOf(key), ...wanted }} />
    ),
  });
  return [
    ...(['received', 'closed', 'openAtEnd'] as const).map((name) =>
      counted(counts[name], { figure: name }, (figures) => figures[name]),
    ),
    counted(words.resolvedMet, { figure: 'met', clock: 'resolve' }, ({ clocks }) => clocks.resolve.met),
    counted(
      words.resolvedBreached,
      { figure: 'breached', clock: 'resolve' },
      ({ clocks }) => clocks.resolve.breached,
    ),
    { title: words.share, of: ({ figures }) => shareText(figures.clocks.resolve.metShare, language) },
    { title: words.claimMedian, of: ({ figures }) => spanText(figures.clocks.acknowledge.medianMs, words) },
  ];
}

/** The promises, each with how it went and how long it took. */
export function Promises({ report: { total, before } }: { readonly report: Report }) {
  const words = useWords(reportScreenWords);
  const { clocks, outcomes, before: beforeWord } = useWords(reportWords);
  const { language } = useLanguage();
  const counted = (figure: 'met' | 'breached' | 'running'): FigureColumn<(typeof reportClocks)[number]> => ({
    title: outcomes[figure],
    of: (clock) => (
      <Counted
        count={total.clocks[clock][figure]}
        name={`${clocks[clock]}, ${outcomes[figure]}`}
        wanted={{ figure, clock }}
      />
    ),
  });
  return (
    <FigureTable
      title={words.promises}
      rows={reportClocks}
      keyOf={(clock) => clock}
      note={words.tooFew}
      columns={[
        { title: words.promise, of: (clock) => clocks[clock] },
        counted('met'),
        counted('breached'),
        counted('running'),
        { title: words.share, of: (clock) => <ShareBar share={total.clocks[clock].metShare} /> },
        {
          title: `${words.share} (${beforeWord.toLowerCase()})`,
          of: (clock) => shareText(before.clocks[clock].metShare, language),
        },
        { title: words.median, of: (clock) => spanText(total.clocks[clock].medianMs, words) },
        { title: words.p90, of: (clock) => spanText(total.clocks[clock].p90Ms, words) },
      ]}
    />
  );
}

function ShareBar({ share }: { readonly share: number | null }) {
  const { language } = useLanguage();
  if (share === null) return <>–</>;
  return (
    <span className={styles.share} style={{ '--share': `${String(100 * share)}%` } as CSSProperties}>
      {shareText(share, language)}
    </span>
  );
}

/** Each unit of the area beside the others, and what it did in the period before. */
export function ByUnit({ report, asked }: { readonly report: Report; readonly asked: Asked }) {
  const words = useWords(reportScreenWords);
  const { unit, before, skipped, calls } = useWords(reportWords);
  const names = useNames();
  const nameOf = (key: string): string =>
    key === report.unitCode ? words.ownRow(names.unit(key)) : names.unit(key);
  const columns = useFigureColumns<Report['units'][number]>(nameOf, (row) => ({ row }));
  const [received, ...rest] = columns;
  if (report.units.length === 0 || !received) return null;
  const search = Object.fromEntries(
    Object.entries({ ...asked, ...(asked.kind !== 'span' && { to: undefined }) }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  return (
    <FigureTable
      title={words.byUnit}
      rows={report.units}
      keyOf={({ key }) => key}
      columns={[
        {
          title: unit,
          of: ({ key }) =>
            key === report.unitCode ? (
              nameOf(key)
            ) : (
              <LinkTo to="/reports" search={{ ...search, unit: key }}>
                {nameOf(key)}
              </LinkTo>
            ),
        },
        received,
        { title: before, of: (row) => row.before.received },
        ...rest,
        { title: skipped, of: (row) => row.skipped },
        { title: calls.received, of: (row) => row.calls.received },
        { title: calls.abandoned, of: (row) => row.calls.abandoned },
      ]}
    />
  );
}

/** By category, priority or channel. */
export function Breakdown(props: {
  readonly by: 'category' | 'priority' | 'channel';
  readonly rows: readonly Row[];
}) {
  const words = useWords(reportWords);
  const names = useNames();
  const { by, rows } = props;
  const known: Readonly<Record<typeof by, Readonly<Record<string, string>>>> = {
    ...{ category: {}, priority: words.priorities, channel: words.channels },
  };
  const nameOf = (key: string): string => (by === 'category' ? names.category(key) : (known[by][key] ?? key));
  const columns = useFigureColumns<Row>(nameOf, (key) => ({ [by]: key }));
  if (rows.length === 0) return null;
  return (
    <FigureTable
      title={words[by]}
      rows={rows}
      keyOf={({ key }) => key}
      columns={[{ title: words[by], of: ({ key }) => nameOf(key) }, ...columns]}
    />
  );
}

/** What each tier did with its turns on the ladder. */
export function ByTier({ tiers }: { readonly tiers: Report['tiers'] }) {
  const words = useWords(reportScreenWords);
  const { tier, tiers: tierNames, counts, turns } = useWords(reportWords);
  const { language } = useLanguage();
  const counted = (figure: 'met' | 'breached'): FigureColumn<Report['tiers'][number]> => ({
    title: turns[figure],
    of: (row) => (
      <Counted
        count={row.windows[figure]}
        name={`${turns[figure]}, ${tierNames[row.tier]}`}
        wanted={{ figure, clock: 'acknowledge', tier: row.tier }}
      />
    ),
  });
  return (
    <FigureTable
      title={words.byTier}
      rows={tiers}
      keyOf={(row) => row.tier}
      columns={[
        { title: tier, of: (row) => tierNames[row.tier] },
        { title: counts.received, of: ({ received }) => received },
        { title: turns.claims, of: ({ claims }) => claims },
        { title: turns.resolved, of: ({ resolved }) => resolved },
        counted('met'),
        counted('breached'),
        { title: words.share, of: ({ windows }) => shareText(windows.metShare, language) },
        { title: words.lost, of: ({ lostMs }) => spanText(lostMs, words) },
      ]}
    />
  );
}
