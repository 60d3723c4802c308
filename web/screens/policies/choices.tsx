import { Checkbox } from '@mantine/core';
import { useId } from 'react';
import styles from './policies.module.css';

/** Several of a few, ticked; what was chosen first stays first. */
export function Choices<T extends string>(props: {
  readonly title: string;
  readonly hint: string;
  /** Every one that there is, with its word. */
  readonly words: Readonly<Record<T, string>>;
  readonly chosen: readonly T[];
  readonly error: string | undefined;
  readonly onChange: (chosen: readonly T[]) => void;
}) {
  const { title, hint, words, chosen, error, onChange } = props;
  const [titleId, toldId] = [useId(), useId()];
  return (
    <div role="group" aria-labelledby={titleId} aria-describedby={toldId} className={styles.group}>
      <span id={titleId} className={styles.label}>
        {title}
      </span>
      <span id={toldId} className={styles.hint}>
        {hint}
        {error !== undefined && <span className={styles.mistake}>{error}</span>}
      </span>
      <div className={styles.choices}>
        {(Object.keys(words) as T[]).map((one) => (
          <Checkbox
            key={one}
            label={words[one]}
            checked={chosen.includes(one)}
            error={error !== undefined}
            aria-invalid={error !== undefined}
            onChange={({ currentTarget }) => {
              const others = chosen.filter((other) => other !== one);
              onChange(currentTarget.checked ? [...others, one] : others);
            }}
          />
        ))}
      </div>
    </div>
  );
}
