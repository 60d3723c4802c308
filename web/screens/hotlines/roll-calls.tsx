import { Button, Group, Loader, Text } from '@mantine/core';
import { IconPhoneCall } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, Problem } from '../../api/ask';
import type { DirectoryNumber, RollCall } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/names';
import { UnitPicker } from '../../parts/unit-picker';
import styles from './hotlines.module.css';
import { hotlineWords } from './words';

/** Roll-calls of the area, newest first, and one now. */
export function RollCalls(props: {
  readonly mayStart: boolean;
  readonly numbers: readonly DirectoryNumber[];
}) {
  const words = useWords(hotlineWords);
  const { areaCode } = useMe();
  const queries = useQueryClient();
  const [unitCode, setUnitCode] = useState<string | null>(areaCode);
  const { data, error } = useQuery({
    queryKey: ['rollCalls'],
    queryFn: () => ask('GET /roll-calls'),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ finishedAt }) => finishedAt === null) ? 5_000 : 60_000,
  });
  const start = useMutation({
    mutationFn: (code: string) => ask('POST /roll-calls', { body: { unitCode: code } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['rollCalls'] }),
  });
  const isUnderWay = start.error instanceof Problem && start.error.code === 'conflict';
  return (
    <section className={styles.rollCalls} aria-label={words.rollCalls}>
      <h2 className={styles.heading}>{words.rollCalls}</h2>
      <Text c="var(--truc-quiet)">{words.rollCallLead}</Text>
      {props.mayStart && (
        <Group align="end">
          <UnitPicker label={words.startFor} value={unitCode} onChange={setUnitCode} />
          <Button
            mih={44}
            leftSection={<IconPhoneCall size={18} aria-hidden />}
            loading={start.isPending}
            onClick={() => {
              if (unitCode !== null) start.mutate(unitCode);
            }}
          >
            {words.start}
          </Button>
        </Group>
      )}
      <div role="status">
        {start.isSuccess && <Text>{words.started}</Text>}
        {isUnderWay && <Text>{words.underWay}</Text>}
      </div>
      {!isUnderWay && <ErrorLine error={start.error} />}
      <ErrorLine error={error} />
      {data?.items.length === 0 && <Text>{words.noRollCalls}</Text>}
      <ul className={styles.list}>
        {data?.items.map((one) => (
          <li key={one.id}>
            <OneRollCall rollCall={one} numbers={props.numbers} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneRollCall(props: { readonly rollCall: RollCall; readonly numbers: readonly DirectoryNumber[] }) {
  const { id, kind, unitCode, startedAt, finishedAt, credible } = props.rollCall;
  const words = useWords(hotlineWords);
  const { language } = useLanguage();
  const names = useNames();
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={styles.rollCall}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>
        <b>{dayAndTime(startedAt, language)}</b> {kind === 'nightly' ? words.nightly : words.byHand},{' '}
        {unitCode === null ? words.everyUnit : names.unit(unitCode)}
        {finishedAt === null && ` (${words.running})`}
      </summary>
      {credible === false && <Mark standing="warning">{words.notCredible}</Mark>}
      {isOpen && <Results id={id} isRunning={finishedAt === null} numbers={props.numbers} />}
    </details>
  );
}

function Results(props: {
  readonly id: string;
  readonly isRunning: boolean;
  readonly numbers: readonly DirectoryNumber[];
}) {
  const words = useWords(hotlineWords);
  const { loading } = useWords(sharedWords);
  const names = useNames();
  const { data, error } = useQuery({
    queryKey: ['rollCalls', props.id],
    queryFn: () => ask('GET /roll-calls/{id}', { params: { id: props.id } }),
    refetchInterval: props.isRunning ? 3_000 : false,
  });
  if (error) return <ErrorLine error={error} />;
  if (!data) return <Loader size="sm" aria-label={loading} />;
  return (
    <>
      <ul className={styles.results}>
        {data.numbers.map(({ numberId, unitCode, result, tries }) => (
          <li key={numberId}>
            <b>{props.numbers.find(({ id }) => id === numberId)?.number ?? numberId}</b>{' '}
            {names.unit(unitCode)}{' '}
            <Mark standing={result === 'answered' ? 'ok' : result === 'notRung' ? 'quiet' : 'warning'}>
              {words.results[result]}
            </Mark>{' '}
            <small>{words.tries(tries.length)}</small>
          </li>
        ))}
      </ul>
      <Text size="sm" c="var(--truc-quiet)">
        {words.told(data.told.length)}
      </Text>
    </>
  );
}
