import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useWords } from '../../app/language';
import { nextCalendar, type CalendarDraft } from './calendar-draft';
import { CalendarFields } from './calendar-fields';
import styles from './policies.module.css';
import { classes, type PolicyDraft } from './policy-draft';
import type { PolicyErrors } from './policy-errors';
import { calendarName } from './say-draft';
import { policyWords } from './words';

/** The calendars of a policy. One that is removed stays to be seen until the version is made. */
export function Calendars(props: {
  readonly draft: PolicyDraft;
  readonly errors: PolicyErrors;
  readonly onChange: (calendars: readonly CalendarDraft[]) => void;
}) {
  const { draft, errors, onChange } = props;
  const { calendars } = draft;
  const words = useWords(policyWords);
  const set = (place: number, change: Partial<CalendarDraft>): void => {
    onChange(calendars.map((one, at) => (at === place ? { ...one, ...change } : one)));
  };
  return (
    <section className={styles.group} aria-label={words.calendars}>
      <h3 className={styles.heading}>{words.calendars}</h3>
      <p className={styles.quiet}>{words.calendarsHint}</p>
      {calendars.map((calendar, place) =>
        calendar.isRemoved ? (
          <Removed
            key={place}
            calendar={calendar}
            usedBy={classes.filter((name) => draft.classes[name].calendar === place)}
            onKeep={() => {
              set(place, { isRemoved: false });
            }}
          />
        ) : (
          <CalendarFields
            key={place}
            calendar={calendar}
            pointer={errors.calendar(place)}
            errors={errors}
            onChange={(change) => {
              set(place, change);
            }}
          />
        ),
      )}
      <div className={styles.buttons}>
        <Button
          variant="default"
          mih={44}
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            onChange([...calendars, nextCalendar(calendars)]);
          }}
        >
          {words.addCalendar}
        </Button>
        {calendars.length > 0 && <span className={styles.quiet}>{words.addCalendarHint}</span>}
      </div>
    </section>
  );
}

function Removed(props: {
  readonly calendar: CalendarDraft;
  readonly usedBy: readonly string[];
  readonly onKeep: () => void;
}) {
  const { calendar, usedBy, onKeep } = props;
  const words = useWords(policyWords);
  return (
    <div className={styles.removed}>
      <span>
        <b>{calendarName(calendar, words)}</b> <span className={styles.quiet}>{words.calendarRemoved}</span>
        {usedBy.length > 0 && (
          <span role="status" className={styles.mistake}>
            {words.calendarUsed(usedBy.join(', '))}
          </span>
        )}
      </span>
      <Button variant="default" mih={44} onClick={onKeep}>
        {words.keepCalendar(calendar.id)}
      </Button>
    </div>
  );
}
