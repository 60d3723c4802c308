import { optionsByWords } from '../../parts/list-search';
import { ActionIcon, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { useArea } from '../../parts/area';
import { kinds, stepped, today, type Asked } from './asked';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

/** Of which days and of whom. */
export function PeriodBar(props: {
  readonly asked: Asked;
  readonly onChange: (change: Partial<Asked>) => void;
}) {
  const words = useWords(reportScreenWords);
  const shared = useWords(sharedWords);
  const area = useArea();
  const { asked, onChange } = props;
  const names = new Map(area.map(({ code, name }) => [code, name]));
  const last = today();
  const isLast = asked.kind === 'span' ? asked.to >= last : asked.from >= last;
  return (
    <section className={styles.bar} aria-label={shared.filters}>
      <SegmentedControl
        size="md"
        aria-label={words.kind}
        value={asked.kind}
        data={kinds.map((value) => ({ value, label: words.kinds[value] }))}
        onChange={(kind) => {
          onChange({ kind });
        }}
      />
      <div className={styles.days}>
        <ActionIcon
          size={48}
          variant="default"
          aria-label={words.earlier}
          onClick={() => {
            onChange(stepped(asked, -1));
          }}
        >
          <IconChevronLeft aria-hidden />
        </ActionIcon>
        <TextInput
          type="date"
          label={{ daily: words.day, weekly: words.week, span: words.from }[asked.kind]}
          value={asked.from}
          max={last}
          onChange={({ currentTarget: { value } }) => {
            if (value !== '') onChange({ from: value });
          }}
        />
        {asked.kind === 'span' && (
          <TextInput
            type="date"
            label={words.to}
            value={asked.to}
            min={asked.from}
            max={last}
            onChange={({ currentTarget: { value } }) => {
              if (value !== '') onChange({ to: value });
            }}
          />
        )}
        <ActionIcon
          size={48}
          variant="default"
          aria-label={words.later}
          disabled={isLast}
          onClick={() => {
            onChange(stepped(asked, 1));
          }}
        >
          <IconChevronRight aria-hidden />
        </ActionIcon>
      </div>
      <Select
        label={words.unit}
        searchable
        allowDeselect={false}
        data={area.map(({ code, name, parentCode }) => {
          const parent = names.get(parentCode ?? '');
          return { value: code, label: parent === undefined ? name : `${name}, ${parent}` };
        })}
        filter={optionsByWords}
        value={asked.unit}
        onChange={(unit) => {
          if (unit !== null) onChange({ unit });
        }}
      />
      <Select
        label={words.depth}
        allowDeselect={false}
        data={(['children', 'innermost'] as const).map((value) => ({ value, label: words.depths[value] }))}
        value={asked.depth}
        onChange={(depth) => {
          if (depth) onChange({ depth });
        }}
      />
    </section>
  );
}
