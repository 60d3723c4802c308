import { Button, Group } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { actionStatuses } from '../../../src/domain/action-statuses';
import { Problem } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { clockTime } from '../../parts/local-time';
import { FormField } from './form-field';
import { bodyOf, forms, pointerOf, type FieldName, type FormAction, type Values } from './forms';
import { materialSince } from './story-text';
import type { Directory, Whole } from './ticket-data';
import styles from './ticket.module.css';
import { Entries } from './timeline';
import type { useAction } from './use-action';
import type { useStoryNames } from './use-names';
import { ticketWords } from './words';

/**
 * The form of one action. What others changed since it was opened is shown before it is sent, and again when the
 * API says so; what was typed stays.
 */
export function ActionForm(props: {
  readonly action: FormAction;
  readonly preset: Values;
  readonly ticket: Whole;
  readonly duty: readonly Directory[];
  readonly names: ReturnType<typeof useStoryNames>;
  readonly sending: ReturnType<typeof useAction>;
  readonly onLeave: () => void;
}) {
  const { action, ticket, sending } = props;
  const { fields, required, mustBeCurrent } = forms[action];
  const words = useWords(ticketWords).actions;
  const [values, setValues] = useState<Values>(props.preset);
  const [seenSeq, setSeenSeq] = useState(() => ticket.timeline.at(-1)?.seq ?? 0);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, []);

  const changes = materialSince(ticket.timeline, seenSeq);
  const isPossible = actionStatuses[action].includes(ticket.status);
  const send = (): void => {
    setTried(true);
    if (required.some((field) => !(values[field] ?? '').trim())) return;
    sending.mutate({
      action,
      body: bodyOf(action, values),
      ...(mustBeCurrent && { ifMatch: ticket.revision }),
    });
  };
  const errorAt = (key: string): string | null =>
    isTried && required.includes(key as FieldName) && !(values[key] ?? '').trim()
      ? words.required
      : problemAt(sending.error, key);

  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      aria-label={words.name[action]}
      onSubmit={(event) => {
        event.preventDefault();
        if (changes.length === 0 || !mustBeCurrent) send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) props.onLeave();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      {fields.map((field) => (
        <FormField
          key={field}
          {...{ field, errorAt, values }}
          {...{ ticket, duty: props.duty, isRequired: required.includes(field) }}
          onChange={(key, value) => {
            setValues((was) => ({ ...was, [key]: value }));
          }}
        />
      ))}
      {changes.length > 0 && mustBeCurrent ? (
        <div className={styles.changed} role="alert">
          <b>{words.changed.title}</b>
          <Entries entries={changes} names={props.names} />
          {isPossible ? (
            <Group>
              <Button
                type="button"
                color="orange.9"
                onClick={() => {
                  setSeenSeq(ticket.timeline.at(-1)?.seq ?? 0);
                  send();
                }}
              >
                {words.changed.again}
              </Button>
              <Button type="button" variant="default" onClick={props.onLeave}>
                {words.stop}
              </Button>
            </Group>
          ) : (
            <Group>
              {words.changed.impossible}
              <Button type="button" variant="default" onClick={props.onLeave}>
                {words.stop}
              </Button>
            </Group>
          )}
        </div>
      ) : (
        <>
          <Lost
            error={sending.error}
            isBesideField={fields.some((field) => problemAt(sending.error, field))}
          />
          <Group>
            <Button type="submit" loading={sending.isPending}>
              {words.go}
            </Button>
            <Button type="button" variant="default" onClick={props.onLeave}>
              {words.stop}
            </Button>
          </Group>
        </>
      )}
    </form>
  );
}

/** Who was first, by name; anything else in the shared words. */
export function Lost({
  error,
  isBesideField = false,
}: {
  readonly error: unknown;
  readonly isBesideField?: boolean;
}) {
  const words = useWords(ticketWords).actions;
  const { language } = useLanguage();
  if (isBesideField) return null;
  if (error instanceof Problem && error.code === 'already-claimed') {
    const { teamName, at } = error.body.claimedBy ?? {};
    return (
      <div className={styles.changed} role="alert">
        <b>{words.won(teamName ?? words.anotherPerson, at === undefined ? '' : clockTime(at, language))}</b>
      </div>
    );
  }
  return <ErrorLine error={error} />;
}

/** What the API says about this field. */
function problemAt(error: unknown, key: string): string | null {
  if (!(error instanceof Problem)) return null;
  const pointer = key.startsWith('evidence/') ? `/${key}` : pointerOf(key as FieldName);
  const found = error.body.errors?.find(
    (one) => one.pointer === pointer || one.pointer === `/body${pointer}`,
  );
  if (found) return found.message;
  // The domain's own refusals that are about one field name no pointer.
  if (error.code === 'nobody-on-duty' && key === 'teamId') return error.message;
  if (error.code === 'hold-not-allowed' && key === 'holdReason') return error.message;
  const { missing } = error.body as { missing?: readonly string[] };
  if (error.code === 'evidence-missing' && missing?.some((kind) => key === `evidence/${kind}`))
    return error.message;
  return null;
}
