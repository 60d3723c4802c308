import { TrialButtons, TrialStatus } from '../../parts/trial';
import { Anchor, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { FileDrop } from '../../parts/file-drop';
import { Page } from '../../parts/page';
import { RowResults } from './row-results';
import styles from './ticket-import.module.css';
import { ticketImportWords } from './words';

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Takes a list of reports: tried first, then each row a ticket, with a report of each. */
export function Screen() {
  const words = useWords(ticketImportWords);
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const { mutate, data, error, isPending, variables, reset } = useMutation({
    mutationFn: (isTrial: boolean) => {
      const type = file?.name.toLowerCase().endsWith('.xlsx') ? xlsxType : 'text/csv';
      return ask('POST /tickets/import', {
        query: isTrial ? { dryRun: 'true' } : {},
        file: new Blob(file ? [file] : [], { type }),
        patienceMs: 180_000,
      });
    },
    onSuccess: ({ dryRun }) => (dryRun ? undefined : queries.invalidateQueries({ queryKey: ['tickets'] })),
  });
  const mayCreate = data?.dryRun === true && data.created > 0;
  return (
    <Page title={words.title} lead={words.lead}>
      <FileDrop
        label={words.choose}
        hint={words.hint}
        accept=".csv,.xlsx"
        onFiles={(files) => {
          reset();
          setFile(files[0] ?? null);
        }}
      />
      <Text>
        {words.templates}:{' '}
        <Anchor href="/api/v1/tickets/import/template.csv" download underline="always">
          {words.csv}
        </Anchor>
        {', '}
        <Anchor href="/api/v1/tickets/import/template.xlsx" download underline="always">
          {words.xlsx}
        </Anchor>
      </Text>
      {file && (
        <div className={styles.buttons}>
          <b>{file.name}</b>
          <TrialButtons {...{ words, isPending }} mayWrite={mayCreate} onSend={mutate} />
        </div>
      )}
      <TrialStatus {...{ words, isPending }} isTrial={variables} />
      <ErrorLine error={error} />
      {data && !isPending && <RowResults report={data} />}
    </Page>
  );
}
