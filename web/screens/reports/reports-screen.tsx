import { Button } from '@mantine/core';
import { IconFileSpreadsheet, IconFileTypeCsv, IconPrinter, IconReportOff } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { periodLabel } from '../../../src/domain/report-period';
import { reportWords } from '../../../src/domain/report-words';
import { ask } from '../../api/ask';
import type { Report } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import { Page } from '../../parts/page';
import { LoadingList } from '../../parts/list-parts';
import { queryOf, useAsked, type Asked } from './asked';
import { BehindDrawer, OpenBehind, type Opened } from './behind-drawer';
import { KeyFigures } from './key-figures';
import { LateUnits, NotReady } from './late-tables';
import { OverTime } from './over-time';
import { PeriodBar } from './period-bar';
import styles from './reports.module.css';
import { Breakdown, ByTier, ByUnit, Promises } from './tables';
import { reportScreenWords } from './words';

/** The report of a unit: read, printed, taken along, and each number opened to its tickets. */
export function Screen() {
  const words = useWords(reportScreenWords);
  const [asked, change] = useAsked();
  const [opened, setOpened] = useState<Opened | null>(null);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['report', asked],
    queryFn: () =>
      ask('GET /reports/{kind}', {
        params: { kind: asked.kind },
        query: queryOf(asked),
        patienceMs: 60_000,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return (
    <Page title={words.title} lead={words.lead}>
      <PeriodBar asked={asked} onChange={change} />
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && !error && (
        <OpenBehind value={setOpened}>
          <article className={styles.report} data-report={data.period.from} aria-busy={isPlaceholderData}>
            <Content report={data} asked={asked} />
          </article>
          <BehindDrawer
            opened={opened}
            asked={asked}
            countedAt={data.countedAt}
            onClose={() => {
              setOpened(null);
            }}
          />
        </OpenBehind>
      )}
    </Page>
  );
}

function Content({ report, asked }: { readonly report: Report; readonly asked: Asked }) {
  const words = useWords(reportScreenWords);
  const { consolidated, countedAt, partial } = useWords(reportWords);
  const { language } = useLanguage();
  const names = useNames();
  const { total, calls, period } = report;
  const isEmpty = total.received + total.openAtStart + total.openAtEnd + total.closed + calls.received === 0;
  return (
    <>
      <header className={styles.about}>
        <div>
          <h2>
            {consolidated[period.kind]}: {names.unit(report.unitCode)}
          </h2>
          <p>
            <b>{periodLabel(period, language)}</b> · {countedAt} {dayAndTime(report.countedAt, language)}
          </p>
          {period.isPartial && <p className={styles.quiet}>{partial}</p>}
        </div>
        <Files asked={asked} countedAt={report.countedAt} />
      </header>
      {isEmpty ? (
        <EmptyState icon={<IconReportOff size={64} stroke={1.25} aria-hidden />} {...words.empty} />
      ) : (
        <>
          <KeyFigures report={report} />
          <Promises report={report} />
          <LateUnits report={report} />
          <OverTime report={report} />
          <ByUnit report={report} asked={asked} />
          <Breakdown by="category" rows={report.categories} />
          <Breakdown by="priority" rows={report.priorities} />
          <Breakdown by="channel" rows={report.channels} />
          <ByTier tiers={report.tiers} />
        </>
      )}
      <NotReady readiness={report.readiness} />
    </>
  );
}

/** The same report to take along: as it was counted for the screen. */
function Files({ asked, countedAt }: { readonly asked: Asked; readonly countedAt: string }) {
  const words = useWords(reportScreenWords);
  const { language } = useLanguage();
  const query = new URLSearchParams({ ...queryOf(asked), asOf: countedAt, language }).toString();
  const address = (type: string): string => `/api/v1/reports/${asked.kind}/file.${type}?${query}`;
  const button = { variant: 'default', mih: 48 } as const;
  return (
    <div className={styles.files}>
      <Button
        {...button}
        component="a"
        href={address('xlsx')}
        download
        leftSection={<IconFileSpreadsheet size={20} aria-hidden />}
      >
        {words.excel}
      </Button>
      <Button
        {...button}
        component="a"
        href={address('csv')}
        download
        leftSection={<IconFileTypeCsv size={20} aria-hidden />}
      >
        {words.csv}
      </Button>
      <Button
        {...button}
        leftSection={<IconPrinter size={20} aria-hidden />}
        onClick={() => {
          print();
        }}
      >
        {words.print}
      </Button>
    </div>
  );
}
