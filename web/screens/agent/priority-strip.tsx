import { IconAlertTriangle } from '@tabler/icons-react';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { PriorityBadge } from '../../parts/priority-badge';
import { priorities } from '../../../src/domain/policy';
import { mostUrgent, type Assessment } from '../../../src/domain/triage';
import styles from './agent.module.css';
import type { ApiProtocol, Draft } from './draft';
import { agentWords } from './words';

/** How urgent this is, and why: the danger signs with their sources the moment they are heard. */
export function PriorityStrip(props: {
  readonly draft: Draft;
  readonly protocol: ApiProtocol | undefined;
  readonly assessment: Assessment | null;
}) {
  const { draft, protocol, assessment } = props;
  const { priority: words } = useWords(agentWords);
  const { language } = useLanguage();
  if (!protocol || !assessment) return <p className={styles.quiet}>{words.none}</p>;
  const shown = draft.priority ?? assessment.priority;
  const flags = protocol.questions.flatMap(({ text, redFlags }) =>
    redFlags.filter(({ id }) => assessment.redFlags.includes(id)).map((flag) => ({ ...flag, text })),
  );
  const toAsk = protocol.questions.filter(({ id, required }) => required && draft.answers[id] === undefined);
  const isLower =
    draft.priority !== null &&
    mostUrgent(draft.priority, assessment.priority) === assessment.priority &&
    draft.priority !== assessment.priority;
  return (
    <section className={styles.priority} aria-label={words.title} data-priority={shown}>
      <div className={styles.rowHead}>
        <span className={styles.rowHead} role="status">
          <PriorityBadge priority={shown} />
          {draft.priority !== null ? words.manual : reasonOf(assessment, words)}
        </span>
        {toAsk.length > 0 && <span className={styles.mustAsk}>{words.toAsk(toAsk.length)}</span>}
      </div>
      {isLower && <p className={styles.mistake}>{words.lower(assessment.priority)}</p>}
      {flags.length > 0 && (
        <div role="alert" className={styles.flags}>
          <IconAlertTriangle aria-hidden />
          <div>
            <ul>
              {flags.map(({ id, text, source }) => (
                <li key={id}>
                  {text[language]}
                  <small title={source.title}>
                    {source.title}, {source.date}
                    {source.signedOffBy === null && ` · ${words.unsigned}`}
                  </small>
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </section>
  );
}

/** The agent's own judgement, which wins over the answers; after the questions, because they come first. */
export function OwnPriority(props: {
  readonly draft: Draft;
  readonly onChange: (part: Pick<Draft, 'priority'>) => void;
}) {
  const { draft } = props;
  const { priority: words } = useWords(agentWords);
  const { priority: names } = useWords(sharedWords);
  return (
    <label className={styles.own}>
      {words.own}{' '}
      <select
        value={draft.priority ?? ''}
        onChange={({ currentTarget: { value } }) => {
          props.onChange({ priority: priorities.find((one) => one === value) ?? null });
        }}
      >
        <option value="">{words.byAnswers}</option>
        {priorities.map((one) => (
          <option key={one} value={one}>
            {one} {names[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

function reasonOf(
  { because, score }: Assessment,
  words: { redFlag: string; fallback: string; score: (n: number) => string },
): string {
  if (because === 'redFlag') return words.redFlag;
  return because === 'score' ? words.score(score) : words.fallback;
}
