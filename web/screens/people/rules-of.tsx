import { ActionIcon, Button, Checkbox, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { NotificationRules, User } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { Part } from '../../parts/part';
import { sharedWords } from '../../locales/shared-words';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import styles from './people.module.css';
import { peopleWords } from './words';

type Rule = NotificationRules['rules'][number];
const priorities = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
const channels = ['sms', 'voice', 'push'] as const;
const minuteMs = 60_000;

/** How somebody is told of work: as the role says, or in their own way. */
export function RulesOf({ person }: { readonly person: User }) {
  const words = useWords(peopleWords);
  const { data, error } = useQuery({
    queryKey: ['rules', person.id],
    queryFn: () => ask('GET /users/{id}/notification-rules', { params: { id: person.id } }),
  });
  return (
    <Part title={words.rules}>
      <ErrorLine error={error} />
      {data && <RulesForm key={data.updatedAt ?? 'default'} person={person} known={data} />}
    </Part>
  );
}

function RulesForm({ person, known }: { readonly person: User; readonly known: NotificationRules }) {
  const words = useWords(peopleWords);
  const shared = useWords(sharedWords);
  const queries = useQueryClient();
  const [rules, setRules] = useState<readonly Rule[]>(known.rules);
  const { mutate, error, isPending, isSuccess } = useSend(
    (wanted: readonly Rule[] | null) =>
      ask('PUT /users/{id}/notification-rules', { params: { id: person.id }, body: { rules: wanted } }),
    (saved) => {
      setRules(saved.rules);
      queries.setQueryData(['rules', person.id], saved);
    },
  );
  const errors = fieldErrors(error);
  const change = (index: number, fresh: Partial<Rule>): void => {
    setRules(rules.map((rule, at) => (at === index ? { ...rule, ...fresh } : rule)));
  };
  const isChanged = JSON.stringify(rules) !== JSON.stringify(known.rules);
  return (
    <>
      <Text size="sm" c="var(--truc-quiet)">
        {known.isDefault ? words.rulesDefault : words.rulesOwn}
      </Text>
      <ol className={styles.rules}>
        {rules.map((rule, index) => (
          <li key={index} className={styles.rule}>
            <Select
              label={words.ruleChannel}
              allowDeselect={false}
              data={channels.map((value) => ({ value, label: words.rulesChannels[value] }))}
              value={rule.channel}
              error={errors.get(`/rules/${String(index)}/channel`)}
              onChange={(channel) => {
                if (channel) change(index, { channel: channel });
              }}
            />
            <NumberInput
              label={words.ruleAfter}
              min={0}
              max={120}
              value={rule.afterMs / minuteMs}
              error={errors.get(`/rules/${String(index)}/afterMs`)}
              onChange={(minutes) => {
                change(index, { afterMs: Math.round(Number(minutes) * minuteMs) });
              }}
            />
            {(['from', 'to'] as const).map((end) => (
              <TextInput
                key={end}
                type="time"
                label={end === 'from' ? words.ruleQuietFrom : words.ruleQuietTo}
                value={rule.quietHours?.[end] ?? ''}
                error={errors.get(`/rules/${String(index)}/quietHours`)}
                onChange={({ currentTarget: { value } }) => {
                  const hours = { from: '22:00', to: '06:00', ...rule.quietHours, [end]: value };
                  change(index, { quietHours: value === '' ? null : hours });
                }}
              />
            ))}
            <Checkbox.Group
              label={words.rulePriorities}
              value={[...rule.priorities]}
              error={errors.get(`/rules/${String(index)}/priorities`)}
              onChange={(chosen) => {
                change(index, { priorities: priorities.filter((one) => chosen.includes(one)) });
              }}
            >
              <span className={styles.priorities}>
                {priorities.map((one) => (
                  <Checkbox key={one} value={one} label={one} />
                ))}
              </span>
            </Checkbox.Group>
            <ActionIcon
              variant="subtle"
              size={40}
              aria-label={words.ruleRemove(index + 1)}
              onClick={() => {
                setRules(rules.filter((_, at) => at !== index));
              }}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {!isSaidBesideFields(
        error,
        [...errors.keys()].filter((pointer) => /^\/rules\/\d/.test(pointer)),
      ) && <ErrorLine error={error} />}
      {isSuccess && !isChanged && <Text role="status">{words.saved}</Text>}
      <div className={styles.buttons}>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            const fresh: Rule = { channel: 'voice', afterMs: 0, priorities: ['P1', 'P2'], quietHours: null };
            setRules([...rules, fresh]);
          }}
        >
          {words.ruleAdd}
        </Button>
        {!known.isDefault && (
          <Button
            variant="subtle"
            onClick={() => {
              mutate(null);
            }}
          >
            {words.rulesReset}
          </Button>
        )}
        {isChanged && (
          <Button
            variant="default"
            loading={isPending}
            onClick={() => {
              mutate(rules);
            }}
          >
            {shared.save}
          </Button>
        )}
      </div>
    </>
  );
}
