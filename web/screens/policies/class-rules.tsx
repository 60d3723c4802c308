import { NativeSelect, Switch } from '@mantine/core';
import { useWords } from '../../app/language';
import type { CalendarDraft } from './calendar-draft';
import { Choices } from './choices';
import { DurationField } from './duration-field';
import styles from './policies.module.css';
import type { ClassDraft, PolicyClass } from './policy-draft';
import type { PolicyErrors } from './policy-errors';
import { calendarName } from './say-draft';
import { policyWords } from './words';

export interface ClassProps {
  readonly name: PolicyClass;
  readonly value: ClassDraft;
  readonly calendars: readonly CalendarDraft[];
  readonly errors: PolicyErrors;
  readonly onChange: (change: Partial<ClassDraft>) => void;
}

/** By which hours a class counts, when it may stand still, and how people hear of it. */
export function ClassRules(props: ClassProps) {
  const { name, value, calendars, errors, onChange } = props;
  const words = useWords(policyWords);
  const { fields } = words;
  const at = (field: string): string | undefined => errors.at(`/classes/${name}/${field}`);
  // One that was removed is offered as long as the class has it, so that the field does not show another.
  const offered = calendars.flatMap((calendar, place) =>
    calendar.isRemoved && place !== value.calendar
      ? []
      : [{ value: String(place), label: calendarName(calendar, words) }],
  );
  return (
    <fieldset className={styles.set}>
      <legend>{words.howItRuns}</legend>
      <div className={styles.rules}>
        <NativeSelect
          label={fields.calendarId}
          description={words.calendarHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          aria-label={`${name} ${fields.calendarId}`}
          data={[{ value: '', label: words.empty.calendarId }, ...offered]}
          value={value.calendar === null ? '' : String(value.calendar)}
          error={at('calendarId')}
          onChange={({ currentTarget }) => {
            onChange({ calendar: currentTarget.value === '' ? null : Number(currentTarget.value) });
          }}
        />
        <DurationField
          label={fields.repageEveryMs}
          name={`${name} ${fields.repageEveryMs}`}
          hint={words.repageHint}
          value={value.repageEvery}
          error={at('repageEveryMs')}
          never={{
            isNever: !value.isRepaged,
            onChange: (isNever) => {
              onChange({ isRepaged: !isNever });
            },
          }}
          onChange={(repageEvery) => {
            onChange({ repageEvery, isRepaged: true });
          }}
        />
        <Choices
          title={fields.channels}
          hint={words.channelsHint}
          words={words.channels}
          chosen={value.channels}
          error={at('channels')}
          onChange={(channels) => {
            onChange({ channels });
          }}
        />
        <Choices
          title={fields.holdReasons}
          hint={words.holdReasonsHint}
          words={words.holdReasons}
          chosen={value.holdReasons}
          error={at('holdReasons')}
          onChange={(holdReasons) => {
            onChange({ holdReasons });
          }}
        />
        {(['allStepsAtOnce', 'countsHoldTime'] as const).map((rule) => (
          <Switch
            key={rule}
            label={fields[rule]}
            description={words[`${rule}Hint`]}
            checked={value[rule]}
            error={at(rule)}
            onChange={({ currentTarget }) => {
              onChange({ [rule]: currentTarget.checked });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
