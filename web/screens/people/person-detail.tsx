import { Button, Text } from '@mantine/core';
import { IconHistory, IconKey } from '@tabler/icons-react';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { User } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { LinkTo } from '../../parts/link-to';
import { Part } from '../../parts/part';
import { useNames } from '../../parts/names';
import type { Done } from '../../parts/undo-bar';
import { Leaving } from './leaving';
import { PersonForm } from './person-form';
import { RulesOf } from './rules-of';
import styles from './people.module.css';
import { peopleWords } from './words';

/** One account: what it may see, its fields, how it is told of work, a new password, and its end. */
export function PersonDetail(props: {
  readonly person: User;
  readonly mayChange: boolean;
  readonly onDone: (done: Done) => void;
}) {
  const { person, mayChange, onDone } = props;
  const words = useWords(peopleWords);
  const shared = useWords(sharedWords);
  const names = useNames();
  const isMe = useMe().id === person.id;
  return (
    <>
      {mayChange ? (
        <PersonForm
          person={person}
          onSaved={() => {
            onDone({ text: words.saved });
          }}
        />
      ) : (
        <Text>
          {shared.roles[person.role]}, {names.unit(person.unitCode)}.{' '}
          {words.scopes[person.role](names.unit(person.unitCode))}
        </Text>
      )}
      <RulesOf person={person} />
      {mayChange && (
        <>
          {person.active && <NewPassword person={person} />}
          {!isMe && <Leaving person={person} onDone={onDone} />}
          <Button
            component={LinkTo}
            to="/admin/audit"
            search={{ subject: person.id }}
            variant="subtle"
            justify="flex-start"
            leftSection={<IconHistory size={18} aria-hidden />}
          >
            {words.history}
          </Button>
        </>
      )}
    </>
  );
}

function NewPassword({ person }: { readonly person: User }) {
  const words = useWords(peopleWords);
  const [isCopied, setCopied] = useState(false);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => ask('POST /users/{id}/new-password', { params: { id: person.id } }),
  });
  return (
    <Part title={words.newPassword}>
      <Text size="sm" c="var(--truc-quiet)">
        {words.newPasswordLead}
      </Text>
      <div role="status">
        {data && (
          <p className={styles.password}>
            {words.passwordOnce}
            <output>{data.password}</output>
            <Button
              variant="default"
              onClick={() => {
                void navigator.clipboard.writeText(data.password).then(() => {
                  setCopied(true);
                });
              }}
            >
              {isCopied ? words.copied : words.copy}
            </Button>
          </p>
        )}
      </div>
      <ErrorLine error={error} />
      <Button
        variant="default"
        mih={44}
        leftSection={<IconKey size={18} aria-hidden />}
        loading={isPending}
        onClick={() => {
          setCopied(false);
          mutate();
        }}
      >
        {words.newPassword}
      </Button>
    </Part>
  );
}
