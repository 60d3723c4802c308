import { Button, Center, Loader, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useWords } from '../app/language';
import { sharedWords } from '../locales/shared-words';

/** Makes a new one of what the list shows. */
export function AddButton(props: { readonly text: string; readonly onClick: () => void }) {
  return (
    <Button mih={44} leftSection={<IconPlus size={18} aria-hidden />} onClick={props.onClick}>
      {props.text}
    </Button>
  );
}

export function SearchField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (typed: string) => void;
}) {
  return (
    <TextInput
      label={props.label}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={props.value}
      onChange={({ currentTarget }) => {
        props.onChange(currentTarget.value);
      }}
    />
  );
}

export function LoadingList() {
  const { loading } = useWords(sharedWords);
  return (
    <Center py={64}>
      <Loader role="status" aria-label={loading} />
    </Center>
  );
}

/** The next part of a long list. */
export function MoreButton(props: {
  readonly text: string;
  readonly isLoading?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <Center>
      <Button variant="default" loading={props.isLoading ?? false} onClick={props.onClick}>
        {props.text}
      </Button>
    </Center>
  );
}

/** Back to the whole list; shown while something narrows it. */
export function ClearFilters(props: { readonly text?: string; readonly onClick: () => void }) {
  const { clearFilters } = useWords(sharedWords);
  return (
    <Button variant="subtle" onClick={props.onClick}>
      {props.text ?? clearFilters}
    </Button>
  );
}
