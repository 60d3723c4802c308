import { TextInput } from '@mantine/core';
import { useId, type KeyboardEvent } from 'react';
import { useLanguage, useWords } from '../../app/language';
import type { Answers } from '../../../src/domain/protocol';
import styles from './agent.module.css';
import { answersFor, type ApiProtocol, type Mistakes } from './draft';
import { focusNext } from './steps';
import { agentWords } from './words';

type Question = ApiProtocol['questions'][number];
type Answer = Answers[string];
interface Asked {
  readonly question: Question;
  readonly answer: Answer | undefined;
  readonly mistake: string | undefined;
  readonly isFlagged: boolean;
  readonly onAnswer: (answer: Answer | null) => void;
}

/** Questions of the protocol, those that must be asked first. One key answers one and goes on to the next. */
export function QuestionList(props: {
  readonly protocol: ApiProtocol;
  /** Those of the protocol that are asked. */
  readonly questions: ApiProtocol['questions'];
  readonly answers: Answers;
  readonly redFlags: readonly string[];
  readonly mistakes: Mistakes;
  readonly onChange: (answers: Answers) => void;
}) {
  const { protocol, questions, answers, redFlags, mistakes, onChange } = props;
  const given = answersFor(protocol, answers);
  const sorted = [...questions].sort((a, b) => Number(b.required) - Number(a.required));
  return (
    <>
      {sorted.map((question) => (
        <OneQuestion
          key={question.id}
          question={question}
          answer={given[question.id]}
          mistake={mistakes[`/details/answers/${question.id}`]}
          isFlagged={question.redFlags.some(({ id }) => redFlags.includes(id))}
          onAnswer={(answer) => {
            const { [question.id]: _before, ...others } = answers;
            onChange(answer === null ? others : { ...others, [question.id]: answer });
          }}
        />
      ))}
    </>
  );
}

const OneQuestion = (props: Asked) =>
  props.question.kind === 'number' ? <NumberQuestion {...props} /> : <ChoiceQuestion {...props} />;

/** Yes, no, or one of several: each has its digit, shown beside it. */
function ChoiceQuestion({ question, answer, mistake, isFlagged, onAnswer }: Asked) {
  const { language } = useLanguage();
  const { form: words } = useWords(agentWords);
  const name = useId();
  const options: readonly { value: Answer; text: string }[] =
    question.kind === 'boolean'
      ? [
          { value: true, text: words.yes },
          { value: false, text: words.no },
        ]
      : (question.choices ?? []).map(({ value, text }) => ({ value, text: text[language] }));
  const onKeyDown = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Backspace' || event.key === 'Delete') {
      event.preventDefault();
      onAnswer(null);
      return;
    }
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const chosen = digit === undefined ? undefined : options[Number(digit) - 1];
    if (!chosen) return;
    event.preventDefault();
    onAnswer(chosen.value);
    focusNext(event.currentTarget);
  };
  return (
    <fieldset
      className={styles.question}
      data-step
      data-question={question.id}
      data-flagged={isFlagged}
      onKeyDown={onKeyDown}
      {...(mistake !== undefined && { 'data-mistake': true })}
    >
      <legend>
        {question.text[language]}
        {question.required && answer === undefined && (
          <span className={styles.mustAsk}> ({words.mustAsk})</span>
        )}
      </legend>
      <div className={styles.options} data-many={options.length > 3}>
        {options.map(({ value, text }, index) => (
          <label key={String(value)} className={styles.option}>
            <input
              type="radio"
              name={name}
              checked={answer === value}
              onChange={() => {
                onAnswer(value);
              }}
            />
            <kbd aria-hidden>{index + 1}</kbd> {text}
          </label>
        ))}
      </div>
      {mistake !== undefined && <p className={styles.mistake}>{mistake}</p>}
    </fieldset>
  );
}

function NumberQuestion({ question, answer, mistake, isFlagged, onAnswer }: Asked) {
  const { language } = useLanguage();
  const { form: words } = useWords(agentWords);
  return (
    <TextInput
      className={styles.question}
      data-step
      data-question={question.id}
      wrapperProps={{ 'data-flagged': isFlagged }}
      inputMode="decimal"
      autoComplete="off"
      label={question.text[language]}
      {...(question.unit !== undefined && { rightSection: question.unit, rightSectionWidth: 56 })}
      {...(question.required && answer === undefined && { description: words.mustAsk })}
      value={answer === undefined ? '' : String(answer)}
      error={mistake}
      onChange={({ currentTarget: { value } }) => {
        onAnswer(value.trim() === '' ? null : numberOrText(value));
      }}
      onBlur={() => {
        const last = Number(String(answer ?? '').replace(',', '.'));
        if (typeof answer === 'string' && Number.isFinite(last)) onAnswer(last);
      }}
    />
  );
}

/** `38,5` and `38.5` are numbers; `38,` and `38,0` may be on the way to one and stay as typed until the field is left. */
function numberOrText(typed: string): number | string {
  const plain = typed.trim().replace(',', '.');
  return /^-?\d+(\.\d*[1-9])?$/.test(plain) ? Number(plain) : typed;
}
