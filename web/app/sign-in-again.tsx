import { Button, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { sharedWords } from '../locales/shared-words';
import { useWords } from './language';
import { useMe, useSession } from './session';
import { SignInForm } from './sign-in';
import styles from './sign-in.module.css';

/** Over the screen, which stays as it is below: what was typed is there when the person is back. */
export function SignInAgain() {
  const { signIn: words } = useWords(sharedWords);
  const me = useMe();
  const { signOut } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.again}
      aria-labelledby="sign-in-again"
      onCancel={(event) => {
        event.preventDefault();
      }}
    >
      <h2 id="sign-in-again">{words.again}</h2>
      <Text mb="md">{me.byLink ? words.linkEnded : words.againLead(me.name)}</Text>
      <SignInForm username={me.username} />
      <Button variant="subtle" fullWidth mt="sm" mih={48} onClick={() => void signOut()}>
        {words.other}
      </Button>
    </dialog>
  );
}
