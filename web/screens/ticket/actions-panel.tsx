import { isTyping } from '../../parts/is-typing';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { actionStatuses } from '../../../src/domain/action-statuses';
import { useWords } from '../../app/language';
import { ActionForm, Lost } from './action-form';
import { forms, type FormAction, type Values } from './forms';
import type { Directory, Whole } from './ticket-data';
import styles from './ticket.module.css';
import { inverseOf } from './undo';
import { useAction, type Asked } from './use-action';
import type { useStoryNames } from './use-names';
import { ticketWords } from './words';

export interface Opened {
  readonly action: FormAction;
  readonly preset: Values;
}

/** What this person may do with the ticket as it stands: the rights say who, the status says when. */
export const possibleActions = (ticket: Whole): readonly FormAction[] =>
  (Object.keys(forms) as FormAction[]).filter(
    (action) =>
      ticket.actions.includes(action) &&
      actionStatuses[action].includes(ticket.status) &&
      (action !== 'verify' || ticket.verification?.state === 'pending'),
  );

/** The buttons, the form that one of them has opened, and what came of the last one, with its undo. */
export function ActionsPanel(props: {
  readonly ticket: Whole;
  readonly duty: readonly Directory[];
  readonly names: ReturnType<typeof useStoryNames>;
  readonly opened: Opened | null;
  readonly onOpen: (opened: Opened | null) => void;
}) {
  const { ticket, opened, onOpen } = props;
  const words = useWords(ticketWords).actions;
  const possible = possibleActions(ticket);
  const [done, setDone] = useState<{ readonly text: string; readonly undo: Asked | null } | null>(null);
  const sending = useAction(ticket.id, (asked, before) => {
    setDone({ text: words.done[asked.action], undo: inverseOf(asked, before, words) });
    onOpen(null);
  });
  const undoing = useAction(ticket.id, () => {
    setDone({ text: words.undone, undo: null });
  });
  const start = (action: FormAction): void => {
    sending.reset();
    undoing.reset();
    setDone(null);
    const { fields, mustBeCurrent } = forms[action];
    if (fields.length > 0) onOpen({ action, preset: action === 'note' ? { kind: 'note' } : {} });
    else {
      onOpen(null);
      sending.mutate({ action, body: {}, ...(mustBeCurrent && { ifMatch: ticket.revision }) });
    }
  };
  useKeys(possible, start, opened !== null);
  return (
    <section className={styles.card} aria-labelledby="actions">
      <h2 id="actions">{words.title}</h2>
      {possible.length === 0 && (
        <p className={styles.quiet}>{ticket.actions.length === 0 ? words.none : words.nothingNow}</p>
      )}
      <div className={styles.actions}>
        {possible.map((action) => (
          <Button
            key={action}
            size="sm"
            variant={opened?.action === action ? 'filled' : 'default'}
            aria-keyshortcuts={forms[action].key}
            aria-expanded={forms[action].fields.length > 0 ? opened?.action === action : undefined}
            onClick={() => {
              start(action);
            }}
          >
            {action === 'dispatch' && ticket.ownerTeamId !== null ? words.reassign : words.name[action]}
            <kbd className={styles.key} aria-hidden>
              {forms[action].key.toUpperCase()}
            </kbd>
          </Button>
        ))}
      </div>
      {opened && (
        <ActionForm
          key={`${opened.action} ${JSON.stringify(opened.preset)}`}
          {...{ ticket, sending, action: opened.action, preset: opened.preset }}
          {...{ duty: props.duty, names: props.names }}
          onLeave={() => {
            sending.reset();
            onOpen(null);
          }}
        />
      )}
      {!opened && <Lost error={sending.error ?? undoing.error} />}
      {done && (
        <div className={styles.done} role="status">
          ✓ {done.text}
          {done.undo && (
            <Button
              size="compact-sm"
              variant="default"
              loading={undoing.isPending}
              onClick={() => {
                if (done.undo) undoing.mutate(done.undo);
              }}
            >
              {words.undo}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** One letter opens a form, from anywhere but a field. */
function useKeys(
  possible: readonly FormAction[],
  start: (action: FormAction) => void,
  isBusy: boolean,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isBusy || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target)) return;
      const action = possible.find((one) => forms[one].key === event.key.toLowerCase());
      if (!action) return;
      event.preventDefault();
      start(action);
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  });
}
