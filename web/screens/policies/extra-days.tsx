import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useWords } from '../../app/language';
import { isDateTwice, nextPeriod, type ExtraDay } from './calendar-draft';
import { Periods } from './periods';
import styles from './policies.module.css';
import type { PolicyErrors } from './policy-errors';
import { policyWords } from './words';

/** Days that are worked although the week or a holiday would leave them free. */
export function ExtraDays(props: {
  readonly days: readonly ExtraDay[];
  readonly pointer: string;
  readonly errors: PolicyErrors;
  readonly onChange: (days: readonly ExtraDay[]) => void;
}) {
  const { days, pointer, errors, onChange } = props;
  const words = useWords(policyWords);
  const change = (place: number, day: ExtraDay): void => {
    onChange(days.map((one, at) => (at === place ? day : one)));
  };
  return (
    <fieldset className={styles.set}>
      <legend>{words.extraDays}</legend>
      <p className={styles.quiet}>{words.extraDaysHint}</p>
      {days.map((day, place) => {
        const name = day.date || words.extraDate(place + 1);
        const said = errors.at(`${pointer}/${day.date}`);
        // Of an unreadable date, or of its hours.
        const ofDate = isDateTwice(days, place) ? words.dateTwice : day.date === '' ? said : undefined;
        return (
          <div key={place} role="group" aria-label={name} className={styles.extraDay}>
            <TextInput
              type="date"
              aria-label={words.extraDate(place + 1)}
              value={day.date}
              error={ofDate}
              onChange={({ currentTarget }) => {
                change(place, { ...day, date: currentTarget.value });
              }}
            />
            <Periods
              day={name}
              periods={day.periods}
              error={ofDate === undefined ? said : undefined}
              onChange={(periods) => {
                change(place, { ...day, periods });
              }}
            />
            <ActionIcon
              variant="subtle"
              size={40}
              aria-label={words.removeExtraDay(name)}
              onClick={() => {
                onChange(days.filter((_, at) => at !== place));
              }}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      {errors.exactlyAt(pointer) !== undefined && (
        <p className={styles.mistake}>{errors.exactlyAt(pointer)}</p>
      )}
      <div className={styles.buttons}>
        <Button
          variant="default"
          mih={40}
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            onChange([...days, { date: '', periods: [nextPeriod([])] }]);
          }}
        >
          {words.addExtraDay}
        </Button>
      </div>
    </fieldset>
  );
}
