import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { DirectoryNumber, HotlineNumber } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { useTeams } from '../../parts/teams';
import { UnitPicker } from '../../parts/unit-picker';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import { hotlineWords } from './words';

const pointers = ['/number', '/label', '/unitCode', '/teamId'];

/** A new number, or a change of one. */
export function HotlineForm(props: {
  readonly number?: DirectoryNumber;
  readonly unitCode?: string;
  readonly onSaved: (saved: HotlineNumber) => void;
}) {
  const known = props.number;
  const words = useWords(hotlineWords);
  const shared = useWords(sharedWords);
  const queries = useQueryClient();
  const teams = useTeams();
  const [values, setValues] = useState({
    number: known?.number ?? '',
    label: known?.label ?? '',
    unitCode: known?.unitCode ?? props.unitCode ?? null,
    teamId: known?.teamId ?? null,
    published: known?.published ?? true,
  });
  const set = (change: Partial<typeof values>): void => {
    setValues({ ...values, ...change });
  };
  const { mutate, error, isPending } = useSend(
    ({ unitCode, ...rest }: typeof values, idempotencyKey) => {
      const body = { ...rest, unitCode: unitCode ?? '' };
      return known
        ? ask('PUT /hotline-numbers/{id}', { params: { id: known.id }, body })
        : ask('POST /hotline-numbers', { body, idempotencyKey });
    },
    (saved) => {
      void queries.invalidateQueries({ queryKey: ['readiness'] });
      void queries.invalidateQueries({ queryKey: ['hotlines'] }).then(() => {
        props.onSaved(saved);
      });
    },
  );
  const errors = fieldErrors(error);
  return (
    <form
      style={{ display: 'grid', gap: 12 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        mutate(values);
      }}
    >
      <TextInput
        label={words.number}
        description={words.numberHint}
        withAsterisk
        data-autofocus
        inputMode="tel"
        value={values.number}
        error={errors.get('/number')}
        onChange={({ currentTarget }) => {
          set({ number: currentTarget.value });
        }}
      />
      <TextInput
        label={words.label}
        description={words.labelHint}
        withAsterisk
        value={values.label}
        error={errors.get('/label')}
        onChange={({ currentTarget }) => {
          set({ label: currentTarget.value });
        }}
      />
      <UnitPicker
        label={words.unit}
        value={values.unitCode}
        error={errors.get('/unitCode')}
        onChange={(unitCode) => {
          set({ unitCode, teamId: null });
        }}
      />
      <Select
        label={words.team}
        placeholder={words.noTeam}
        clearable
        data={teams.all
          .filter(({ unitCode, active }) => active && unitCode === values.unitCode)
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={values.teamId}
        error={errors.get('/teamId')}
        onChange={(teamId) => {
          set({ teamId });
        }}
      />
      <Switch
        label={words.published}
        checked={values.published}
        onChange={({ currentTarget }) => {
          set({ published: currentTarget.checked });
        }}
      />
      {!isSaidBesideFields(error, pointers) && <ErrorLine error={error} />}
      <Button type="submit" mih={44} loading={isPending}>
        {known ? shared.save : words.create}
      </Button>
    </form>
  );
}
