import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { LinkTo } from '../../parts/link-to';
import { LoadingList } from '../../parts/list-parts';
import { dayAndTime } from '../../parts/local-time';
import { Page } from '../../parts/page';
import { Files, ReportContent } from './report-content';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

/** A report as it was sent: its numbers open no lists, because tickets have gone on since. */
export function Screen() {
  const words = useWords(reportScreenWords);
  const { language } = useLanguage();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const { data, error } = useQuery({
    queryKey: ['sent-report', id],
    queryFn: () => ask('GET /sent-reports/{id}', { params: { id } }),
    staleTime: Infinity,
  });
  const live = data && { kind: data.kind, from: data.from, to: data.to, unit: data.unitCode };
  return (
    <Page
      title={words.sentTitle}
      actions={
        <Button
          component={LinkTo}
          to="/reports"
          {...(live && { search: live })}
          variant="default"
          mih={48}
          leftSection={<IconArrowLeft size={20} aria-hidden />}
        >
          {words.today}
        </Button>
      }
    >
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && live && (
        <article className={styles.report} data-sent-report={data.id}>
          <ReportContent
            report={data.report}
            asked={{ ...live, depth: data.report.depth }}
            note={words.sentNote(dayAndTime(data.sentAt, language))}
          >
            <Files
              addressOf={(type) => `/api/v1/sent-reports/${data.id}/file.${type}?language=${language}`}
            />
          </ReportContent>
        </article>
      )}
    </Page>
  );
}
