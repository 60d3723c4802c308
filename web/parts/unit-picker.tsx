import { optionsByWords } from './list-search';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from '../api/ask';
import { useWords } from '../app/language';
import { sharedWords } from '../locales/shared-words';

/** Type-ahead over the units of the province: `di an` finds Dĩ An, and a commune names its district. */
export function UnitPicker(props: {
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
  readonly label?: string;
  readonly autoFocus?: boolean;
  /** What is wrong with the choice, shown below it. */
  readonly error?: string | undefined;
  /** Marks the field for whoever looks for it. */
  readonly inputProps?: Readonly<Record<`data-${string}`, string | boolean>>;
}) {
  const { unitPicker: words } = useWords(sharedWords);
  const { data } = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });
  const options = useMemo(() => {
    const names = new Map(data?.items.map((unit) => [unit.code, unit.name]));
    return (data?.items ?? []).map(({ code, name, parentCode }) => {
      const parent = parentCode === null ? undefined : names.get(parentCode);
      return { value: code, label: parent === undefined ? name : `${name}, ${parent}` };
    });
  }, [data]);
  return (
    <Select
      label={props.label ?? words.label}
      placeholder={words.placeholder}
      nothingFoundMessage={words.nothing}
      searchable
      selectFirstOptionOnChange
      limit={30}
      data={options}
      value={props.value}
      onChange={props.onChange}
      autoFocus={props.autoFocus ?? false}
      allowDeselect={false}
      error={props.error}
      {...props.inputProps}
      filter={optionsByWords}
    />
  );
}
