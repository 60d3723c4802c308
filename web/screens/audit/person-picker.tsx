import { optionsByWords } from '../../parts/list-search';
import { Select } from '@mantine/core';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { usePeople } from '../../parts/people';

/** Somebody of the area, by name without accents; for those who may see accounts. */
export function PersonPicker(props: {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  const shared = useWords(sharedWords);
  const { role } = useMe();
  const { all } = usePeople();
  if (role !== 'admin') return null;
  return (
    <Select
      label={props.label}
      placeholder={shared.all}
      clearable
      searchable
      limit={30}
      data={(all ?? []).map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` }))}
      value={props.value}
      onChange={props.onChange}
      filter={optionsByWords}
    />
  );
}
