import { Button, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { SlaBand } from '../../parts/sla-band';
import { UnitPicker } from '../../parts/unit-picker';
import { noFilter, type QueueFilter } from './queue-filter';
import styles from './queue.module.css';
import { queueWords } from './words';

const priorities = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
const bands = ['breached', 'warning', 'ok'] as const;

/** What is shown, with the count of everything open beside each choice. */
export function Filters(props: {
  readonly filter: QueueFilter;
  readonly onChange: (change: Partial<QueueFilter>) => void;
  readonly isFiltered: boolean;
}) {
  const { filter, onChange } = props;
  const words = useWords(queueWords);
  const { priority: priorityWords } = useWords(sharedWords);
  const { language } = useLanguage();
  const { data: board } = useQuery({
    queryKey: ['board', 'queue', filter.unit],
    queryFn: () => ask('GET /stats/board', { query: filter.unit === null ? {} : { unit: filter.unit } }),
  });
  const { data: protocols } = useQuery({
    queryKey: ['protocols'],
    queryFn: () => ask('GET /protocols'),
    staleTime: Infinity,
  });
  return (
    <section className={styles.filters} aria-label={words.filters}>
      <div className={styles.pickers}>
        <UnitPicker
          label={words.unit}
          value={filter.unit}
          onChange={(unit) => {
            onChange({ unit });
          }}
        />
        <Select
          label={words.category}
          placeholder={words.allCategories}
          clearable
          value={filter.category}
          onChange={(category) => {
            onChange({ category });
          }}
          data={(protocols?.items ?? []).map(({ category, name }) => ({
            value: category,
            label: `${name[language]} (${String(board?.byCategory[category] ?? 0)})`,
          }))}
        />
      </div>
      <div role="group" aria-label={words.sla} className={styles.chips}>
        {bands.map((sla) => (
          <button
            key={sla}
            type="button"
            className={styles.chip}
            aria-pressed={filter.sla === sla}
            onClick={() => {
              onChange({ sla: filter.sla === sla ? null : sla });
            }}
          >
            <SlaBand sla={sla} /> <b>{board?.bySla[sla] ?? 0}</b>
          </button>
        ))}
      </div>
      <div role="group" aria-label={words.priority} className={styles.chips}>
        {priorities.map((priority) => (
          <button
            key={priority}
            type="button"
            className={styles.chip}
            aria-pressed={filter.priority.includes(priority)}
            onClick={() => {
              const rest = filter.priority.filter((one) => one !== priority);
              onChange({ priority: rest.length === filter.priority.length ? [...rest, priority] : rest });
            }}
          >
            {priority} {priorityWords[priority]} <b>{board?.byPriority[priority] ?? 0}</b>
          </button>
        ))}
        {props.isFiltered && (
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => {
              onChange(noFilter);
            }}
          >
            {words.clear}
          </Button>
        )}
      </div>
    </section>
  );
}
