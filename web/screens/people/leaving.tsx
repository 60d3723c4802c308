import { Button, Loader, Select, Text } from '@mantine/core';
import { IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { PersonsWork, User } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { DangerButton } from '../../parts/danger-button';
import { ErrorLine } from '../../parts/error-line';
import { Part } from '../../parts/part';
import { usePeople } from '../../parts/people';
import type { Done } from '../../parts/undo-bar';
import styles from './people.module.css';
import { peopleWords } from './words';

/** Switches an account off and hands over what its person has; or switches it on again. */
export function Leaving(props: { readonly person: User; readonly onDone: (done: Done) => void }) {
  const { person, onDone } = props;
  const words = useWords(peopleWords);
  const queries = useQueryClient();
  const refresh = (): void => {
    for (const name of ['people', 'work', 'readiness', 'roster']) {
      void queries.invalidateQueries({ queryKey: [name] });
    }
  };
  const comeBack = async (shiftIds: readonly string[], successorId: string | null): Promise<void> => {
    await ask('POST /users/{id}/reactivate', { params: { id: person.id }, body: { shiftIds, successorId } });
    refresh();
    onDone({ text: words.isBack(person.name) });
  };
  const leaving = useMutation({
    mutationFn: (successorId: string | null) =>
      ask('POST /users/{id}/deactivate', { params: { id: person.id }, body: { successorId } }),
    onSuccess: ({ handedOver }, successorId) => {
      refresh();
      const shiftIds = handedOver.shifts.map(({ id }) => id);
      onDone({ text: words.left(person.name), undo: () => comeBack(shiftIds, successorId) });
    },
  });
  const returning = useMutation({ mutationFn: () => comeBack([], null) });
  const [successor, setSuccessor] = useState<string | null>(null);
  const left = leaving.data?.leftTicketIds.length ?? 0;
  if (!person.active && left === 0) {
    return (
      <Part title={words.inactive}>
        <ErrorLine error={returning.error} />
        <Button
          variant="default"
          mih={44}
          leftSection={<IconUserCheck size={18} aria-hidden />}
          loading={returning.isPending}
          onClick={() => {
            returning.mutate();
          }}
        >
          {words.back}
        </Button>
      </Part>
    );
  }
  return (
    <Part title={words.leave}>
      <Text size="sm" c="var(--truc-quiet)">
        {words.leaveLead}
      </Text>
      <Holds person={person} successor={successor} onSuccessor={setSuccessor} />
      <ErrorLine error={leaving.error} />
      {left > 0 && (
        <Text role="alert" c="var(--truc-breached)">
          {words.leftTickets(left)}
        </Text>
      )}
      <DangerButton
        leftSection={<IconUserOff size={18} aria-hidden />}
        loading={leaving.isPending}
        onClick={() => {
          leaving.mutate(successor);
        }}
      >
        {words.leave}
      </DangerButton>
    </Part>
  );
}

function Holds(props: {
  readonly person: User;
  readonly successor: string | null;
  readonly onSuccessor: (id: string | null) => void;
}) {
  const { person, successor, onSuccessor } = props;
  const words = useWords(peopleWords);
  const { loading } = useWords(sharedWords);
  const people = usePeople();
  const { data, error } = useQuery({
    queryKey: ['work', person.id],
    queryFn: () => ask('GET /users/{id}/work', { params: { id: person.id } }),
    staleTime: 0,
  });
  if (error) return <ErrorLine error={error} />;
  if (!data) return <Loader size="sm" aria-label={loading} />;
  const held = whatIsHeld(data, words);
  const others = (people.all ?? []).filter(
    ({ id, active, unitCode }) => active && unitCode === person.unitCode && id !== person.id,
  );
  return (
    <>
      {held.length === 0 ? (
        <Text>{words.holdsNothing}</Text>
      ) : (
        <ul className={styles.holds}>
          {held.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {data.tickets.length > 0 && (
        <Text size="sm" c="var(--truc-quiet)">
          {data.tickets.map(({ code }) => code).join(', ')}
        </Text>
      )}
      {data.shifts.length + data.standIns > 0 && (
        <Select
          label={words.successor}
          placeholder={words.nobody}
          clearable
          searchable
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          value={successor}
          onChange={onSuccessor}
        />
      )}
    </>
  );
}

const whatIsHeld = (
  { tickets, shifts, standIns, swaps }: PersonsWork,
  words: (typeof peopleWords)['vi'],
): readonly string[] => [
  ...(tickets.length > 0 ? [words.holdsTickets(tickets.length)] : []),
  ...(shifts.length > 0 ? [words.holdsShifts(shifts.length)] : []),
  ...(standIns > 0 ? [words.holdsStandIns(standIns)] : []),
  ...(swaps.length > 0 ? [words.holdsSwaps(swaps.length)] : []),
];
