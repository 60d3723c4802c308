import { NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useWords } from '../../app/language';
import { durationUnits, type DurationUnit, type WrittenDuration } from './duration';
import styles from './policies.module.css';
import { policyWords } from './words';

/** A number and its unit, as one field. */
export function DurationField(props: {
  readonly label: string;
  /** Names both inputs for whoever does not see the group. */
  readonly name: string;
  readonly hint?: string;
  readonly value: WrittenDuration;
  readonly error: string | undefined;
  readonly onChange: (value: WrittenDuration) => void;
  /** Where it may also be never: the amount stays, for when it is wanted again. */
  readonly never?: { readonly isNever: boolean; readonly onChange: (isNever: boolean) => void };
}) {
  const { label, name, hint, value, error, onChange, never } = props;
  const words = useWords(policyWords);
  const hintId = useId();
  const isNever = never?.isNever === true;
  const units = durationUnits.map((unit) => ({ value: unit, label: words.units[unit] }));
  return (
    <div>
      <div className={styles.duration} data-never={never ? true : undefined}>
        <TextInput
          label={label}
          aria-label={words.amount(name)}
          {...(hint !== undefined && { 'aria-describedby': hintId })}
          inputMode="decimal"
          value={value.amount}
          error={error}
          disabled={isNever}
          onChange={({ currentTarget }) => {
            onChange({ ...value, amount: currentTarget.value });
          }}
        />
        <NativeSelect
          label={<span aria-hidden>&nbsp;</span>}
          aria-label={words.unitOf(name)}
          value={isNever ? 'never' : value.unit}
          data={never ? [...units, { value: 'never', label: words.never }] : units}
          onChange={({ currentTarget }) => {
            never?.onChange(currentTarget.value === 'never');
            if (currentTarget.value !== 'never')
              onChange({ ...value, unit: currentTarget.value as DurationUnit });
          }}
        />
      </div>
      {hint !== undefined && (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
