import { TextInput } from '@mantine/core';
import { useId } from 'react';
import { useLanguage, useWords } from '../../app/language';
import { useNow } from '../../parts/countdown';
import { isSameDeadline, momentOf, offeredAt, type Deadline } from './deadlines';
import styles from './orders.module.css';
import { toLocalField } from '../../parts/local-field';
import { dayTime } from '../../parts/day-time';
import { givingWords } from './words-of-giving';

/** A time by which something must be there: one touch for the usual ones, and what it comes to. */
export function DeadlineField(props: {
  readonly field: 'acknowledgeBy' | 'resultBy';
  readonly presets: readonly Deadline[];
  readonly value: Deadline;
  readonly error: string | null;
  readonly onChange: (deadline: Deadline) => void;
}) {
  const { field, value, onChange, error } = props;
  const words = useWords(givingWords);
  const { language } = useLanguage();
  const label = useId();
  const now = new Date(useNow(10_000));
  const moment = momentOf(value, now);
  const textOf = (deadline: Deadline): string => {
    if (deadline.kind === 'in') return words.inMinutes(deadline.minutes);
    if (deadline.kind === 'own') return words.own;
    return deadline.ahead === 0 ? words.today(deadline.time) : words.tomorrow(deadline.time);
  };
  const own: Deadline = {
    kind: 'own',
    local: value.kind === 'own' ? value.local : toLocalField(new Date(moment ?? now)),
  };
  return (
    <div className={styles.deadline}>
      <div className={styles.line}>
        <b id={label}>{words[field]}</b>
        {moment !== null && (
          <span className={styles.quiet}>{words.isAt(dayTime(moment, language, now))}</span>
        )}
      </div>
      <div role="group" aria-labelledby={label} className={styles.chips}>
        {[...offeredAt(props.presets, now), own].map((one) => (
          <button
            key={one.kind === 'own' ? 'own' : JSON.stringify(one)}
            type="button"
            className={styles.chip}
            aria-pressed={isSameDeadline(one, value)}
            onClick={() => {
              onChange(one);
            }}
          >
            {textOf(one)}
          </button>
        ))}
      </div>
      {value.kind === 'own' && (
        <TextInput
          type="datetime-local"
          aria-label={words.ownTime[field]}
          value={value.local}
          onChange={({ currentTarget }) => {
            onChange({ kind: 'own', local: currentTarget.value });
          }}
        />
      )}
      {error !== null && (
        <p role="alert" className={styles.wrong}>
          {error}
        </p>
      )}
    </div>
  );
}
