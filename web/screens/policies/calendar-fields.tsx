import { Button, Textarea, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { mondayForWorkdays, type CalendarDraft } from './calendar-draft';
import { ExtraDays } from './extra-days';
import { Fold } from './fold';
import { Periods } from './periods';
import styles from './policies.module.css';
import type { PolicyErrors } from './policy-errors';
import { calendarName, calendarText } from './say-draft';
import { offsetText } from './say-value';
import { policyWords } from './words';

/** The offset of Vietnam, which has no summer time. */
const homeOffsetMinutes = 420;

/** One calendar: its week, and the days that are unlike it. */
export function CalendarFields(props: {
  readonly calendar: CalendarDraft;
  /** Where it was in what the server refused. */
  readonly pointer: string;
  readonly errors: PolicyErrors;
  readonly onChange: (change: Partial<CalendarDraft>) => void;
}) {
  const { calendar, pointer, errors, onChange } = props;
  const words = useWords(policyWords);
  const { weekdays } = useWords(sharedWords);
  const { id, utcOffsetMinutes, week, holidays, extraDays } = calendar;
  const zone = utcOffsetMinutes === homeOffsetMinutes ? words.timeZone : words.otherTimeZone;
  const wholeWeek = errors.exactlyAt(`${pointer}/weekly`);
  return (
    <Fold
      name={`calendar ${id}`}
      title={calendarName(calendar, words)}
      told={calendarText(calendar, { words, weekdays })}
      refusal={errors.at(pointer) === undefined ? null : errors.error}
    >
      <TextInput
        label={words.calendarId}
        description={words.calendarIdHint}
        withAsterisk
        value={id}
        error={errors.at(`${pointer}/id`)}
        onChange={({ currentTarget }) => {
          onChange({ id: currentTarget.value });
        }}
      />
      <p className={styles.quiet}>{zone(offsetText(utcOffsetMinutes))}</p>
      <fieldset className={styles.set}>
        <legend>{words.week}</legend>
        <p className={styles.quiet}>{words.weekHint}</p>
        <div className={styles.week}>
          {weekdays.map((day, place) => (
            <div key={day} role="group" aria-label={day} className={styles.day}>
              <b>{day}</b>
              <Periods
                day={day}
                periods={week[place] ?? []}
                error={errors.at(`${pointer}/weekly/${String(place)}`)}
                onChange={(periods) => {
                  onChange({ week: week.map((hours, at) => (at === place ? periods : hours)) });
                }}
              />
            </div>
          ))}
        </div>
        {wholeWeek !== undefined && <p className={styles.mistake}>{wholeWeek}</p>}
        <div className={styles.buttons}>
          <Button
            variant="default"
            mih={40}
            leftSection={<IconCopy size={18} aria-hidden />}
            onClick={() => {
              onChange({ week: mondayForWorkdays(week) });
            }}
          >
            {words.copyMonday}
          </Button>
        </div>
      </fieldset>
      <Textarea
        label={words.holidays(id)}
        description={words.holidaysHint}
        rows={5}
        value={holidays}
        error={errors.at(`${pointer}/holidays`)}
        onChange={({ currentTarget }) => {
          onChange({ holidays: currentTarget.value });
        }}
      />
      <ExtraDays
        days={extraDays ?? []}
        pointer={`${pointer}/extraDays`}
        errors={errors}
        onChange={(days) => {
          onChange({ extraDays: days });
        }}
      />
      <div className={styles.buttons}>
        <Button
          variant="default"
          mih={44}
          onClick={() => {
            onChange({ isRemoved: true });
          }}
        >
          {words.removeCalendar(id)}
        </Button>
      </div>
    </Fold>
  );
}
