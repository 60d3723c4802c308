import { Button, Loader } from '@mantine/core';
import { IconFileImport, IconListCheck } from '@tabler/icons-react';
import styles from './trial.module.css';

/** What was brought in is tried first; what was tried and found right may be written. */
export function TrialButtons(props: {
  readonly words: { readonly check: string; readonly write: string };
  readonly mayWrite: boolean;
  readonly isPending: boolean;
  readonly onSend: (isTrial: boolean) => void;
}) {
  const { words, mayWrite, isPending, onSend } = props;
  return (
    <>
      <Button
        variant={mayWrite ? 'default' : 'filled'}
        mih={48}
        leftSection={<IconListCheck size={20} aria-hidden />}
        disabled={isPending}
        onClick={() => {
          onSend(true);
        }}
      >
        {words.check}
      </Button>
      {mayWrite && (
        <Button
          mih={48}
          leftSection={<IconFileImport size={20} aria-hidden />}
          disabled={isPending}
          onClick={() => {
            onSend(false);
          }}
        >
          {words.write}
        </Button>
      )}
    </>
  );
}

/** Says that it is tried or written, while it is. */
export function TrialStatus(props: {
  readonly words: { readonly checking: string; readonly writing: string };
  readonly isPending: boolean;
  readonly isTrial: boolean | undefined;
}) {
  const { words, isPending, isTrial } = props;
  return (
    <div role="status">
      {isPending && (
        <span className={styles.busy}>
          <Loader size="sm" aria-hidden /> {isTrial ? words.checking : words.writing}
        </span>
      )}
    </div>
  );
}
