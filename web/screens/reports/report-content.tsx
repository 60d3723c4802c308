import { Button } from '@mantine/core';
import { IconFileSpreadsheet, IconFileTypeCsv, IconPrinter, IconReportOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { periodLabel } from '../../../src/domain/report-period';
import { reportWords } from '../../../src/domain/report-words';
import type { Report } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { EmptyState } from '../../parts/empty-state';
import { dayAndTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import type { Asked } from './asked';
import { KeyFigures } from './key-figures';
import { LateUnits, NotReady } from './late-tables';
import { OverTime } from './over-time';
import styles from './reports.module.css';
import { Breakdown, ByTier, ByUnit, Promises } from './tables';
import { reportScreenWords } from './words';

/** A report as it is read, live or as it was sent; `children` is what may be done with it. */
export function ReportContent(props: {
  readonly report: Report;
  /** Where its units lead to. */
  readonly asked: Asked;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  const words = useWords(reportScreenWords);
  const { consolidated, countedAt, partial } = useWords(reportWords);
  const { language } = useLanguage();
  const names = useNames();
  const { report, asked } = props;
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
          {props.note !== undefined && <p className={styles.quiet}>{props.note}</p>}
        </div>
        {props.children}
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

/** The same report to take along. */
export function Files({ addressOf }: { readonly addressOf: (type: 'xlsx' | 'csv') => string }) {
  const words = useWords(reportScreenWords);
  const button = { variant: 'default', mih: 48 } as const;
  return (
    <div className={styles.files}>
      <Button
        {...button}
        component="a"
        href={addressOf('xlsx')}
        download
        leftSection={<IconFileSpreadsheet size={20} aria-hidden />}
      >
        {words.excel}
      </Button>
      <Button
        {...button}
        component="a"
        href={addressOf('csv')}
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
