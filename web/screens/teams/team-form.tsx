import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { Team } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { UnitPicker } from '../../parts/unit-picker';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import { teamsWords } from './words';

const fieldNames = ['medical', 'relief', 'security'] as const;
const pointers = ['/name', '/unitCode', '/fields'];

/** A new team, or a change of one. */
export function TeamForm(props: {
  readonly team?: Team;
  readonly unitCode?: string;
  readonly onSaved: (saved: Team) => void;
}) {
  const { team } = props;
  const words = useWords(teamsWords);
  const shared = useWords(sharedWords);
  const queries = useQueryClient();
  const [name, setName] = useState(team?.name ?? '');
  const [unitCode, setUnitCode] = useState<string | null>(team?.unitCode ?? props.unitCode ?? null);
  const [fields, setFields] = useState<readonly string[]>(team?.fields ?? []);
  const { mutate, error, isPending } = useSend(
    (values: { name: string; unitCode: string; fields: Team['fields'] }, idempotencyKey) => {
      const body = { ...values, active: team?.active ?? true };
      return team
        ? ask('PUT /teams/{id}', { params: { id: team.id }, body })
        : ask('POST /teams', { body, idempotencyKey });
    },
    (saved) => {
      void queries.invalidateQueries({ queryKey: ['readiness'] });
      void queries.invalidateQueries({ queryKey: ['teams'] }).then(() => {
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
        mutate({
          ...{ name, unitCode: unitCode ?? '' },
          fields: fieldNames.filter((one) => fields.includes(one)),
        });
      }}
    >
      <TextInput
        label={words.name}
        withAsterisk
        data-autofocus
        value={name}
        error={errors.get('/name')}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      <UnitPicker
        label={words.unit}
        value={unitCode}
        error={errors.get('/unitCode')}
        onChange={setUnitCode}
      />
      <Checkbox.Group
        label={words.field}
        description={words.fieldsHint}
        value={[...fields]}
        error={errors.get('/fields')}
        onChange={setFields}
      >
        {fieldNames.map((one) => (
          <Checkbox key={one} value={one} label={shared.fields[one]} mt={10} />
        ))}
      </Checkbox.Group>
      {!isSaidBesideFields(error, pointers) && <ErrorLine error={error} />}
      <Button type="submit" mih={44} loading={isPending}>
        {team ? shared.save : words.create}
      </Button>
    </form>
  );
}
