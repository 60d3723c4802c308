import { Button, PasswordInput, Select, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { User } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { useNames } from '../../parts/names';
import { useTeams } from '../../parts/teams';
import { UnitPicker } from '../../parts/unit-picker';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import { roleOrder } from './people-filter';
import { peopleWords } from './words';

interface Values {
  readonly username: string;
  readonly name: string;
  readonly role: User['role'];
  readonly unitCode: string | null;
  readonly teamId: string | null;
  readonly phone: string;
  readonly language: User['language'];
  readonly password: string;
}

const pointers = ['/username', '/name', '/role', '/unitCode', '/teamId', '/phone', '/password'];

/** A new account, or a change of one. */
export function PersonForm(props: {
  readonly person?: User;
  /** Where a new one is to work. */
  readonly unitCode?: string;
  readonly teamId?: string;
  readonly onSaved: (saved: User) => void;
}) {
  const { person, onSaved } = props;
  const words = useWords(peopleWords);
  const shared = useWords(sharedWords);
  const names = useNames();
  const teams = useTeams();
  const queries = useQueryClient();
  const me = useMe();
  const isMe = person?.id === me.id;
  const [values, setValues] = useState<Values>({
    username: person?.username ?? '',
    name: person?.name ?? '',
    role: person?.role ?? 'responder',
    unitCode: person?.unitCode ?? props.unitCode ?? null,
    teamId: person?.teamId ?? props.teamId ?? null,
    phone: person?.phone ?? '',
    language: person?.language ?? 'vi',
    password: '',
  });
  const set = (change: Partial<Values>): void => {
    setValues({ ...values, ...change });
  };
  const { mutate, error, isPending } = useSend(
    async ({ password, phone, unitCode, ...rest }: Values, idempotencyKey) => {
      const body = {
        ...rest,
        unitCode: unitCode ?? '',
        phone: phone.trim() === '' ? null : phone,
        active: person?.active ?? true,
      };
      return person
        ? ask('PUT /users/{id}', { params: { id: person.id }, body })
        : ask('POST /users', { body: { ...body, ...(password !== '' && { password }) }, idempotencyKey });
    },
    (saved) => {
      void queries.invalidateQueries({ queryKey: ['people'] });
      void queries.invalidateQueries({ queryKey: ['readiness'] });
      onSaved(saved);
    },
  );
  const errors = fieldErrors(error);
  const text = (field: 'username' | 'name' | 'phone', label: string, hint?: string, isRequired = true) => (
    <TextInput
      label={label}
      description={hint}
      required={isRequired}
      withAsterisk={isRequired}
      autoComplete="off"
      value={values[field]}
      error={errors.get(`/${field}`)}
      onChange={({ currentTarget }) => {
        set({ [field]: currentTarget.value });
      }}
    />
  );
  const teamsHere = teams.all.filter(
    ({ unitCode, active, id }) => unitCode === values.unitCode && (active || id === values.teamId),
  );
  return (
    <form
      style={{ display: 'grid', gap: 12 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        mutate(values);
      }}
    >
      {text('name', words.name)}
      {text('username', words.username, words.usernameHint)}
      <Select
        label={words.role}
        withAsterisk
        allowDeselect={false}
        disabled={isMe}
        description={isMe ? words.itIsYou : undefined}
        data={roleOrder.map((role) => ({ value: role, label: shared.roles[role] }))}
        value={values.role}
        error={errors.get('/role')}
        onChange={(role) => {
          if (role) set({ role: role });
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
        withAsterisk={values.role === 'responder'}
        data={teamsHere.map(({ id, name }) => ({ value: id, label: name }))}
        value={values.teamId}
        error={errors.get('/teamId')}
        onChange={(teamId) => {
          set({ teamId });
        }}
      />
      {values.unitCode !== null && (
        <Text size="sm" c="var(--truc-quiet)">
          <b>{words.scope}.</b> {words.scopes[values.role](names.unit(values.unitCode))}
        </Text>
      )}
      {text('phone', words.phone, words.phoneHint, false)}
      <Select
        label={words.language}
        allowDeselect={false}
        data={Object.entries(words.languages).map(([value, label]) => ({ value, label }))}
        value={values.language}
        onChange={(language) => {
          if (language) set({ language: language as User['language'] });
        }}
      />
      {!person && (
        <PasswordInput
          label={words.password}
          description={words.passwordHint}
          autoComplete="new-password"
          value={values.password}
          error={errors.get('/password')}
          onChange={({ currentTarget }) => {
            set({ password: currentTarget.value });
          }}
        />
      )}
      {!isSaidBesideFields(error, pointers) && <ErrorLine error={error} />}
      <Button type="submit" mih={44} loading={isPending}>
        {person ? shared.save : words.create}
      </Button>
    </form>
  );
}
