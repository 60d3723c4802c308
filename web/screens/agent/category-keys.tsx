import { useLanguage, useWords } from '../../app/language';
import styles from './agent.module.css';
import type { ApiProtocol } from './draft';
import { agentWords } from './words';

/** Every category with its digit. With the focus here the digit alone chooses; from anywhere else Alt and the digit. */
export function CategoryKeys(props: {
  readonly protocols: readonly ApiProtocol[];
  readonly value: string | null;
  readonly mistake: string | undefined;
  readonly onChoose: (category: string) => void;
}) {
  const { form: words } = useWords(agentWords);
  const { language } = useLanguage();
  return (
    <fieldset
      className={styles.categories}
      data-step
      data-field="category"
      onKeyDown={(event) => {
        const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
        const chosen = digit === undefined ? undefined : props.protocols[Number(digit) - 1];
        if (!chosen || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        props.onChoose(chosen.category);
      }}
      {...(props.mistake !== undefined && { 'data-mistake': true })}
    >
      <legend>{words.category}</legend>
      {props.protocols.map(({ category, name }, index) => (
        <label key={category} className={styles.category}>
          <input
            type="radio"
            name="category"
            checked={props.value === category}
            onChange={() => {
              props.onChoose(category);
            }}
          />
          <kbd aria-hidden>{index + 1}</kbd>
          <span>{name[language]}</span>
        </label>
      ))}
      {props.mistake !== undefined && <p className={styles.mistake}>{props.mistake}</p>}
    </fieldset>
  );
}
