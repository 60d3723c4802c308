import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList } from '../../parts/list-parts';
import { Page } from '../../parts/page';
import { queryOf, useAsked } from './asked';
import { BehindDrawer, OpenBehind, type Opened } from './behind-drawer';
import { Delivery } from './delivery';
import { PeriodBar } from './period-bar';
import { Files, ReportContent } from './report-content';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

/** The report of a unit: read, printed, taken along, sent by itself, and each number opened to its tickets. */
export function Screen() {
  const words = useWords(reportScreenWords);
  const { language } = useLanguage();
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
  /** As it was counted for the screen. */
  const addressOf = (type: string, asOf: string): string => {
    const query = new URLSearchParams({ ...queryOf(asked), asOf, language });
    return `/api/v1/reports/${asked.kind}/file.${type}?${query.toString()}`;
  };
  return (
    <Page title={words.title} lead={words.lead}>
      <PeriodBar asked={asked} onChange={change} />
      <Delivery unitCode={asked.unit} />
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && !error && (
        <OpenBehind value={setOpened}>
          <article className={styles.report} data-report={data.period.from} aria-busy={isPlaceholderData}>
            <ReportContent report={data} asked={asked}>
              <Files addressOf={(type) => addressOf(type, data.countedAt)} />
            </ReportContent>
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
