import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { Policy } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { dayOf } from '../../parts/local-field';
import { fieldErrors, useSend } from '../../parts/use-send';
import { durationUnits, type DurationUnit, type WrittenDuration } from './duration';
import styles from './policies.module.css';
import { bodyOf, classes, draftOf, ladders, targets, type PolicyDraft } from './policy-draft';
import { policyWords } from './words';

/** A new version, made from another one. What the server refuses stands at its field; all that was typed stays. */
export function PolicyForm(props: {
  readonly policy: Policy;
  readonly latest: number;
  readonly onSaved: (version: number, effectiveFrom: string) => void;
}) {
  const { policy, latest, onSaved } = props;
  const words = useWords(policyWords);
  const shared = useWords(sharedWords);
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(policy, dayOf(new Date())));
  const set = (change: Partial<PolicyDraft>): void => {
    setDraft({ ...draft, ...change });
  };
  const { mutate, error, isPending } = useSend(
    (written: PolicyDraft, idempotencyKey) =>
      ask('POST /policies', {
        body: { ...bodyOf(policy, written), basedOn: latest },
        idempotencyKey,
      }),
    (saved) => {
      void queries.invalidateQueries({ queryKey: ['policies'] }).then(() => {
        onSaved(saved.version, saved.effectiveFrom);
      });
    },
  );
  const errors = fieldErrors(error);
  const shown = [
    ...['/name', '/effectiveFrom', '/warnAtShares', '/contactAttemptsBeforeHold', '/closeAfterResolvedMs'],
    ...classes.flatMap((name) => targets.map((target) => `/classes/${name}/${target}`)),
    ...ladders.map((side) => `/ladder/${side}`),
    ...policy.calendars.map((_, place) => `/calendars/${String(place)}/holidays`),
  ];
  const isAt = (pointer: string, field: string): boolean =>
    pointer === field || pointer.startsWith(`${field}/`);
  const errorAt = (field: string): string | undefined =>
    [...errors].find(([pointer]) => isAt(pointer, field))?.[1];
  const isAllSaid =
    errors.size > 0 && [...errors.keys()].every((pointer) => shown.some((field) => isAt(pointer, field)));
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        mutate(draft);
      }}
    >
      <TextInput
        label={words.fields.name}
        withAsterisk
        value={draft.name}
        error={errorAt('/name')}
        onChange={({ currentTarget }) => {
          set({ name: currentTarget.value });
        }}
      />
      <TextInput
        type="date"
        label={words.fields.effectiveFrom}
        withAsterisk
        value={draft.effectiveFrom}
        error={errorAt('/effectiveFrom')}
        onChange={({ currentTarget }) => {
          set({ effectiveFrom: currentTarget.value });
        }}
      />
      <fieldset className={styles.set}>
        <legend>{words.targets}</legend>
        {classes.map((name) => (
          <div key={name} className={styles.class} role="group" aria-label={name}>
            <b>
              {name} {shared.priority[name]}
            </b>
            <div className={styles.targets}>
              {targets.map((target) => (
                <Duration
                  key={target}
                  label={words.fields[target]}
                  name={`${name} ${words.fields[target]}`}
                  value={draft.targets[`${name}/${target}`]}
                  error={errorAt(`/classes/${name}/${target}`)}
                  onChange={(value) => {
                    set({ targets: { ...draft.targets, [`${name}/${target}`]: value } });
                  }}
                />
              ))}
            </div>
          </div>
        ))}
      </fieldset>
      <fieldset className={styles.set}>
        <legend>{words.ladder}</legend>
        <p className={styles.quiet}>{words.ladderHint}</p>
        {ladders.map((side) => (
          <div key={side} className={styles.class} role="group" aria-label={words[side]}>
            <b>{words[side]}</b>
            <div className={styles.targets}>
              {policy.ladder[side].map(({ tier }, place) => (
                <TextInput
                  key={tier}
                  label={`${words.tiers[tier]} (%)`}
                  inputMode="decimal"
                  value={draft.shares[side][place] ?? ''}
                  error={errorAt(`/ladder/${side}`) !== undefined}
                  onChange={({ currentTarget }) => {
                    const shares = draft.shares[side].map((share, at) =>
                      at === place ? currentTarget.value : share,
                    );
                    set({ shares: { ...draft.shares, [side]: shares } });
                  }}
                />
              ))}
            </div>
            {errorAt(`/ladder/${side}`) !== undefined && (
              <p className={styles.mistake}>{errorAt(`/ladder/${side}`)}</p>
            )}
          </div>
        ))}
      </fieldset>
      <fieldset className={styles.set}>
        <legend>{words.others}</legend>
        <TextInput
          label={words.fields.warnAtShares}
          value={draft.warnAt}
          error={errorAt('/warnAtShares')}
          onChange={({ currentTarget }) => {
            set({ warnAt: currentTarget.value });
          }}
        />
        <TextInput
          label={words.fields.contactAttemptsBeforeHold}
          inputMode="numeric"
          value={draft.contactAttempts}
          error={errorAt('/contactAttemptsBeforeHold')}
          onChange={({ currentTarget }) => {
            set({ contactAttempts: currentTarget.value });
          }}
        />
        <Duration
          label={words.fields.closeAfterResolvedMs}
          name={words.fields.closeAfterResolvedMs}
          value={draft.closeAfter}
          error={errorAt('/closeAfterResolvedMs')}
          onChange={(closeAfter) => {
            set({ closeAfter });
          }}
        />
        {policy.calendars.map(({ id }, place) => (
          <Textarea
            key={id}
            label={words.holidays(id)}
            description={words.holidaysHint}
            rows={5}
            value={draft.holidays[place] ?? ''}
            error={errorAt(`/calendars/${String(place)}/holidays`)}
            onChange={({ currentTarget }) => {
              const holidays = draft.holidays.map((days, at) => (at === place ? currentTarget.value : days));
              set({ holidays });
            }}
          />
        ))}
      </fieldset>
      {!isAllSaid && <ErrorLine error={error} />}
      <Button type="submit" mih={44} loading={isPending}>
        {words.save}
      </Button>
    </form>
  );
}

/** A number and its unit, as one field. */
function Duration(props: {
  readonly label: string;
  /** Names both inputs for whoever does not see the group. */
  readonly name: string;
  readonly value: WrittenDuration;
  readonly error: string | undefined;
  readonly onChange: (value: WrittenDuration) => void;
}) {
  const { label, name, value, error, onChange } = props;
  const words = useWords(policyWords);
  return (
    <div className={styles.duration}>
      <TextInput
        label={label}
        aria-label={words.amount(name)}
        inputMode="decimal"
        value={value.amount}
        error={error}
        onChange={({ currentTarget }) => {
          onChange({ ...value, amount: currentTarget.value });
        }}
      />
      <NativeSelect
        label={<span aria-hidden>&nbsp;</span>}
        aria-label={words.unitOf(name)}
        value={value.unit}
        data={durationUnits.map((unit) => ({ value: unit, label: words.units[unit] }))}
        onChange={({ currentTarget }) => {
          onChange({ ...value, unit: currentTarget.value as DurationUnit });
        }}
      />
    </div>
  );
}
