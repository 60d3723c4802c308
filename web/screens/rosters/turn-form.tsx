import { Button, Checkbox, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DutyShift } from '../../../src/domain/organisation';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import type { Editing } from './roster-grid';
import styles from './rosters.module.css';
import { minuteOf, timeOf, type Block } from './week';
import { rosterWords } from './words';

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** One turn, or the same one on several days. */
export function TurnForm(
  props: Editing & {
    readonly day: number;
    readonly block: Block | null;
    readonly onDone: () => void;
  },
) {
  const { people, draft, monday, reach, block } = props;
  const words = useWords(rosterWords);
  const shared = useWords(sharedWords);
  const [userId, setUserId] = useState<string | null>(block?.userId ?? null);
  const [days, setDays] = useState<readonly string[]>([String(props.day)]);
  const [from, setFrom] = useState(block ? timeOf(block.startMinute) : '07:00');
  const [until, setUntil] = useState(block ? timeOf(block.endMinute) : '19:00');
  const [isTried, setTried] = useState(false);
  const isRight = isTime(from) && isTime(until) && days.length > 0;
  const submit = (): void => {
    setTried(true);
    if (!isRight) return;
    const length = minuteOf(until) - minuteOf(from);
    const wishes = days.map(Number).map((day) => {
      const startMinute = day * 1_440 + minuteOf(from);
      return { userId, startMinute, endMinute: startMinute + (length > 0 ? length : length + 1_440) };
    });
    const before = block ? draft.edit.remove(draft.shifts, monday, block, reach) : draft.shifts;
    draft.apply(
      wishes.reduce<readonly DutyShift[]>((all, wish) => draft.edit.add(all, monday, wish, reach), before),
    );
    props.onDone();
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Select
        label={words.person}
        placeholder={words.nobody}
        clearable
        searchable
        data-autofocus
        data={people
          .filter(({ active }) => active)
          .map(({ id, name, isMember }) => ({
            value: id,
            label: isMember ? name : `${name}, ${words.guest}`,
          }))}
        value={userId}
        onChange={setUserId}
      />
      {block === null && (
        <Checkbox.Group
          label={words.days}
          value={[...days]}
          onChange={setDays}
          error={isTried && days.length === 0 ? words.needsDay : undefined}
        >
          <div className={styles.checks}>
            {shared.weekdays.map((name, index) => (
              <Checkbox key={name} value={String(index)} label={name} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <div className={styles.times}>
        {(
          [
            [words.from, from, setFrom],
            [words.until, until, setUntil],
          ] as const
        ).map(([label, value, set]) => (
          <TextInput
            key={label}
            type="time"
            label={label}
            value={value}
            error={isTried && !isTime(value) ? words.needsTime : undefined}
            onChange={({ currentTarget }) => {
              set(currentTarget.value);
            }}
          />
        ))}
      </div>
      <Text size="sm" c="var(--truc-quiet)">
        {words.untilHint}
      </Text>
      <Text size="sm" c="var(--truc-quiet)">
        {words.reach}: {words.reaches[reach]}
      </Text>
      <Button type="submit" mih={48}>
        {block ? words.change : words.add}
      </Button>
    </form>
  );
}
