import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ClassRules, type ClassProps } from './class-rules';
import { DurationField } from './duration-field';
import { Fold } from './fold';
import styles from './policies.module.css';
import { targets } from './policy-draft';
import { classText } from './say-draft';
import { policyWords } from './words';

/** One class: how long everything may take, and how it runs. */
export function ClassFields(props: ClassProps) {
  const { name, value, calendars, errors, onChange } = props;
  const words = useWords(policyWords);
  const shared = useWords(sharedWords);
  const at = `/classes/${name}`;
  return (
    <Fold
      name={name}
      title={`${name} ${shared.priority[name]}`}
      told={classText(value, calendars, words)}
      refusal={errors.at(at) === undefined ? null : errors.error}
    >
      <fieldset className={styles.set}>
        <legend>{words.targets}</legend>
        <div className={styles.targets}>
          {targets.map((target) => (
            <DurationField
              key={target}
              label={words.fields[target]}
              name={`${name} ${words.fields[target]}`}
              value={value.targets[target]}
              error={errors.at(`${at}/${target}`)}
              onChange={(written) => {
                onChange({ targets: { ...value.targets, [target]: written } });
              }}
            />
          ))}
        </div>
      </fieldset>
      <ClassRules {...props} />
    </Fold>
  );
}
