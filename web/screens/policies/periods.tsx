import { ActionIcon, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useWords } from '../../app/language';
import { nextPeriod, type Period } from './calendar-draft';
import styles from './policies.module.css';
import { policyWords } from './words';

const ends = ['from', 'to'] as const;

/** The working hours of one day, none on a day off. */
export function Periods(props: {
  /** Names the inputs for whoever does not see whose hours they are. */
  readonly day: string;
  readonly periods: readonly Period[];
  readonly error: string | undefined;
  readonly onChange: (periods: readonly Period[]) => void;
}) {
  const { day, periods, error, onChange } = props;
  const words = useWords(policyWords);
  return (
    <div className={styles.periods}>
      {periods.length === 0 && <span className={styles.quiet}>{words.dayOff}</span>}
      {periods.map((period, place) => (
        <span key={place} className={styles.period}>
          {ends.map((end) => (
            <TextInput
              key={end}
              type="time"
              aria-label={(end === 'from' ? words.periodFrom : words.periodTo)(day, place + 1)}
              value={period[end]}
              error={error !== undefined}
              onChange={({ currentTarget }) => {
                onChange(
                  periods.map((one, at) => (at === place ? { ...period, [end]: currentTarget.value } : one)),
                );
              }}
            />
          ))}
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={words.removePeriod(day, place + 1)}
            title={words.removeThese}
            onClick={() => {
              onChange(periods.filter((_, at) => at !== place));
            }}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </span>
      ))}
      <ActionIcon
        variant="default"
        size={36}
        aria-label={words.addPeriodTo(day)}
        title={words.addPeriod}
        onClick={() => {
          onChange([...periods, nextPeriod(periods)]);
        }}
      >
        <IconPlus size={18} aria-hidden />
      </ActionIcon>
      {error !== undefined && <p className={styles.mistake}>{error}</p>}
    </div>
  );
}
