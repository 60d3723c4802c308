import { Button, CloseButton, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../app/language';
import { ErrorLine } from './error-line';
import { sharedWords } from '../locales/shared-words';
import styles from './undo-bar.module.css';

export interface Done {
  readonly text: string;
  /** Takes it back; without one there is nothing to take back. */
  readonly undo?: () => Promise<void>;
}

const staysMs = 20_000;

/** What has just been done, in a bar below, with the way back: undo rather than asking first. */
export function UndoBar(props: { readonly done: Done | null; readonly onGone: () => void }) {
  const { undo: word, close } = useWords(sharedWords);
  const { done, onGone } = props;
  // A screen that draws itself again meanwhile does not begin the time anew.
  const gone = useRef(onGone);
  gone.current = onGone;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    setError(null);
  }, [done]);
  useEffect(() => {
    if (!done || isBusy) return;
    const timer = window.setTimeout(() => {
      gone.current();
    }, staysMs);
    return () => {
      window.clearTimeout(timer);
    };
  }, [done, isBusy]);
  return (
    <div className={styles.place} role="status">
      <div className={styles.error}>
        <ErrorLine error={error} />
      </div>
      {done && (
        <div className={styles.bar}>
          <Text>{done.text}</Text>
          {done.undo && (
            <Button
              variant="white"
              color="dark"
              mih={40}
              loading={isBusy}
              onClick={() => {
                setBusy(true);
                setError(null);
                void done
                  .undo?.()
                  .catch(setError)
                  .finally(() => {
                    setBusy(false);
                  });
              }}
            >
              {word}
            </Button>
          )}
          <CloseButton variant="transparent" c="#fff" size="lg" aria-label={close} onClick={onGone} />
        </div>
      )}
    </div>
  );
}
