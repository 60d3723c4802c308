import { TextInput } from '@mantine/core';
import { useWords } from '../../app/language';
import { auditWords } from './words';

/** From a day to the end of another; either may be left out. */
export function PeriodFields(props: {
  readonly since: string;
  readonly until: string;
  readonly onSince: (day: string) => void;
  readonly onUntil: (day: string) => void;
}) {
  const words = useWords(auditWords);
  return (
    <>
      <TextInput
        type="date"
        label={words.since}
        value={props.since}
        onChange={({ currentTarget }) => {
          props.onSince(currentTarget.value);
        }}
      />
      <TextInput
        type="date"
        label={words.until}
        value={props.until}
        onChange={({ currentTarget }) => {
          props.onUntil(currentTarget.value);
        }}
      />
    </>
  );
}
