import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { evidenceKey, type FieldName, type Values } from './forms';
import { TeamField } from './team-field';
import type { Directory, Whole } from './ticket-data';
import { ticketWords } from './words';

const priorities = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;

/** One field of an action's form, with its own error beside it. */
export function FormField(props: {
  readonly field: FieldName;
  readonly isRequired: boolean;
  readonly ticket: Whole;
  readonly duty: readonly Directory[];
  readonly values: Values;
  readonly onChange: (key: string, value: string) => void;
  /** By pointer, e.g. `/reason` or `/evidence/outcome`. */
  readonly errorAt: (key: string) => string | null;
}) {
  const { field, ticket, values, onChange } = props;
  const words = useWords(ticketWords).actions;
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const { data: protocols } = useQuery({
    queryKey: ['protocols'],
    queryFn: () => ask('GET /protocols'),
    staleTime: Infinity,
  });
  const own = {
    label: words.field[field],
    withAsterisk: props.isRequired,
    error: props.errorAt(field),
  };
  const select = (options: readonly (readonly [string, string])[]) => (
    <Select
      {...own}
      data={options.map(([value, label]) => ({ value, label }))}
      value={values[field] ?? null}
      onChange={(value) => {
        onChange(field, value ?? '');
      }}
      clearable={!props.isRequired}
    />
  );
  switch (field) {
    case 'teamId':
      return (
        <TeamField
          ticket={ticket}
          duty={props.duty}
          value={values.teamId ?? ''}
          onChange={(id) => {
            onChange('teamId', id);
          }}
          error={own.error}
        />
      );
    case 'priority':
      return select(priorities.map((one) => [one, `${one} ${shared.priority[one]}`]));
    case 'holdReason':
      return select(Object.entries(words.holdReasons));
    case 'kind':
      return select(Object.entries(words.kinds));
    case 'result':
      return select(Object.entries(words.results));
    case 'category':
      return select((protocols?.items ?? []).map(({ category, name }) => [category, name[language]]));
    case 'byPhone':
      return (
        <Checkbox
          label={own.label}
          checked={values.byPhone === 'true'}
          onChange={({ currentTarget }) => {
            onChange('byPhone', String(currentTarget.checked));
          }}
        />
      );
    case 'evidence':
      return (
        <>
          {(protocols?.items.find(({ category }) => category === ticket.category)?.evidence ?? []).map(
            (kind) => (
              <Textarea
                key={kind}
                label={words.evidence[kind]}
                withAsterisk
                autosize
                error={props.errorAt(evidenceKey(kind))}
                value={values[evidenceKey(kind)] ?? ''}
                onChange={({ currentTarget }) => {
                  onChange(evidenceKey(kind), currentTarget.value);
                }}
              />
            ),
          )}
        </>
      );
    case 'until':
    case 'duplicateOf':
      return (
        <TextInput
          {...own}
          {...(field === 'until' && { type: 'datetime-local' })}
          value={values[field] ?? ''}
          onChange={({ currentTarget }) => {
            onChange(field, currentTarget.value);
          }}
        />
      );
    default:
      return (
        <Textarea
          {...own}
          autosize
          minRows={2}
          value={values[field] ?? ''}
          onChange={({ currentTarget }) => {
            onChange(field, currentTarget.value);
          }}
        />
      );
  }
}
