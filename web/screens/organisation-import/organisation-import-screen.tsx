import { TrialButtons, TrialStatus } from '../../parts/trial';
import { ActionIcon, Anchor, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { FileDrop } from '../../parts/file-drop';
import { Page } from '../../parts/page';
import { Report } from './report';
import { fileNames, uploadOf } from './upload';
import styles from './organisation-import.module.css';
import { organisationImportWords } from './words';

/** Brings units in from files: tried first, then written, with a report of every row that is wrong. */
export function Screen() {
  const words = useWords(organisationImportWords);
  const queries = useQueryClient();
  const [files, setFiles] = useState<readonly File[]>([]);
  const { mutate, data, error, isPending, variables, reset } = useMutation({
    mutationFn: async (isTrial: boolean) =>
      ask('POST /organisation/import', {
        query: isTrial ? { dryRun: 'true' } : {},
        file: await uploadOf(files),
        patienceMs: 180_000,
      }),
    onSuccess: ({ written }) => (written ? queries.invalidateQueries() : undefined),
  });
  const choose = (added: readonly File[]): void => {
    reset();
    const names = new Set(added.map(({ name }) => name));
    setFiles([...files.filter(({ name }) => !names.has(name)), ...added]);
  };
  const isZip = (name: string): boolean => name.toLowerCase().endsWith('.zip');
  const isKnown = (name: string): boolean =>
    isZip(name) || name.endsWith('.json') || (fileNames as readonly string[]).includes(name);
  const isRight = data?.dryRun === true && data.problemCount === 0;
  return (
    <Page title={words.title} lead={words.lead}>
      <div className={styles.columns}>
        <div className={styles.part}>
          <FileDrop
            label={words.choose}
            hint={words.hint}
            accept=".csv,.json,.zip"
            multiple
            onFiles={choose}
          />
          {files.length > 0 && (
            <>
              <ul className={styles.files} aria-label={words.chosen}>
                {files.map(({ name }) => (
                  <li key={name}>
                    <span>
                      {name} {!isKnown(name) && <small>({words.unknown})</small>}
                    </span>
                    <ActionIcon
                      variant="subtle"
                      size={40}
                      aria-label={words.drop(name)}
                      onClick={() => {
                        reset();
                        setFiles(files.filter((file) => file.name !== name));
                      }}
                    >
                      <IconX size={18} aria-hidden />
                    </ActionIcon>
                  </li>
                ))}
              </ul>
              <div className={styles.buttons}>
                <TrialButtons {...{ words, isPending }} mayWrite={isRight} onSend={mutate} />
              </div>
            </>
          )}
          <TrialStatus {...{ words, isPending }} isTrial={variables} />
          <ErrorLine error={error} />
        </div>
        <section className={styles.part} aria-label={words.templates}>
          <h2 className={styles.heading}>{words.templates}</h2>
          <Text size="sm" c="var(--truc-quiet)">
            {words.templateLead}
          </Text>
          <ul className={styles.files}>
            {fileNames.map((name) => (
              <li key={name}>
                <Anchor href={`/api/v1/organisation/import/templates/${name}`} download={name}>
                  {name}
                </Anchor>
              </li>
            ))}
          </ul>
          <Text size="sm" c="var(--truc-quiet)">
            {words.newProvince}
          </Text>
        </section>
      </div>
      {data && !isPending && <Report report={data} />}
    </Page>
  );
}
