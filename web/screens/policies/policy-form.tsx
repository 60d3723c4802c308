import { Button, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { differencesOf } from '../../../src/domain/differences';
import { ask } from '../../api/ask';
import type { Policy } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { dayOf } from '../../parts/local-field';
import { useNames } from '../../parts/names';
import { useSend } from '../../parts/use-send';
import { isDateTwice } from './calendar-draft';
import { Calendars } from './calendars';
import { ClassFields } from './class-fields';
import { DifferenceTable, useDifferences } from './difference-table';
import { Fold } from './fold';
import { LadderShares } from './ladder-shares';
import { DutyRules, OtherRules } from './other-rules';
import styles from './policies.module.css';
import { bodyOf, classes, draftOf, type PolicyDraft } from './policy-draft';
import { policyErrors } from './policy-errors';
import { policyWords } from './words';

/** A new version, made from another one. What the server refuses stands at its field; all that was typed stays. */
export function PolicyForm(props: {
  readonly policy: Policy;
  readonly latest: number;
  /** What was written of it before it was closed. */
  readonly kept: PolicyDraft | undefined;
  readonly onKeep: (draft: PolicyDraft | undefined) => void;
  readonly onSaved: (version: number, effectiveFrom: string) => void;
}) {
  const { policy, latest, kept, onKeep, onSaved } = props;
  const words = useWords(policyWords);
  const names = useNames();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => kept ?? draftOf(policy, dayOf(new Date())));
  const set = (change: Partial<PolicyDraft>): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    onKeep(next);
  };
  const { mutate, error, isPending, variables } = useSend(
    (written: PolicyDraft, idempotencyKey) =>
      ask('POST /policies', {
        body: { ...bodyOf(policy, written), basedOn: latest },
        idempotencyKey,
      }),
    (saved) => {
      onKeep(undefined);
      void queries.invalidateQueries({ queryKey: ['policies'] }).then(() => {
        onSaved(saved.version, saved.effectiveFrom);
      });
    },
  );
  const errors = policyErrors(error, variables);
  const toFirstMistake = (): void => {
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    const fold = field?.closest('details');
    if (fold) fold.open = true;
    field?.focus();
  };
  useEffect(() => {
    // The form is longer than the window: without it a refusal may say nothing that can be seen.
    if (error !== null) toFirstMistake();
  }, [error]);
  const isDayTwice = draft.calendars.some(
    ({ isRemoved, extraDays }) =>
      !isRemoved && (extraDays ?? []).some((_, place, all) => isDateTwice(all, place)),
  );
  const unfold = (isOpen: boolean): void => {
    for (const fold of form.current?.querySelectorAll('details') ?? []) fold.open = isOpen;
  };
  const { version: _version, ...older } = policy;
  const differences = useDifferences(differencesOf(older, bodyOf(policy, draft)));
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isDayTwice) toFirstMistake();
        else mutate(draft);
      }}
    >
      {kept && (
        <div className={styles.removed}>
          <span role="status">{words.unsaved(policy.version)}</span>
          <Button
            variant="default"
            mih={44}
            onClick={() => {
              setDraft(draftOf(policy, dayOf(new Date())));
              onKeep(undefined);
            }}
          >
            {words.startAgain}
          </Button>
        </div>
      )}
      <div className={styles.rules}>
        <TextInput
          label={words.fields.name}
          withAsterisk
          value={draft.name}
          error={errors.at('/name')}
          onChange={({ currentTarget }) => {
            set({ name: currentTarget.value });
          }}
        />
        <TextInput
          type="date"
          label={words.fields.effectiveFrom}
          withAsterisk
          value={draft.effectiveFrom}
          error={errors.at('/effectiveFrom')}
          onChange={({ currentTarget }) => {
            set({ effectiveFrom: currentTarget.value });
          }}
        />
      </div>
      <p className={styles.quiet}>{words.unitFixed(names.unit(policy.unitCode))}</p>
      <Switch
        label={words.fields.onlyInSurge}
        description={words.onlyInSurgeHint}
        checked={draft.onlyInSurge}
        error={errors.at('/onlyInSurge')}
        onChange={({ currentTarget }) => {
          set({ onlyInSurge: currentTarget.checked });
        }}
      />
      <section className={styles.group} aria-label={words.classes}>
        <div className={styles.heads}>
          <h3 className={styles.heading}>{words.classes}</h3>
          <span>
            {([true, false] as const).map((isOpen) => (
              <Button
                key={String(isOpen)}
                variant="subtle"
                size="compact-md"
                mih={36}
                onClick={() => {
                  unfold(isOpen);
                }}
              >
                {isOpen ? words.openAll : words.closeAll}
              </Button>
            ))}
          </span>
        </div>
        {classes.map((name) => (
          <ClassFields
            key={name}
            name={name}
            value={draft.classes[name]}
            calendars={draft.calendars}
            errors={errors}
            onChange={(change) => {
              set({ classes: { ...draft.classes, [name]: { ...draft.classes[name], ...change } } });
            }}
          />
        ))}
      </section>
      <Calendars
        draft={draft}
        errors={errors}
        onChange={(calendars) => {
          set({ calendars });
        }}
      />
      <section className={styles.group} aria-label={words.whole}>
        <h3 className={styles.heading}>{words.whole}</h3>
        <LadderShares
          value={draft.ladder}
          errors={errors}
          onChange={(ladder) => {
            set({ ladder });
          }}
        />
        <OtherRules draft={draft} errors={errors} onChange={set} />
        <DutyRules draft={draft} errors={errors} onChange={set} />
      </section>
      <Fold name="changes" title={words.changes(differences.length)} refusal={null}>
        <DifferenceTable said={differences} />
      </Fold>
      <div className={styles.foot}>
        {!errors.isAllSaid && <ErrorLine error={error} />}
        <Button type="submit" mih={44} loading={isPending}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
