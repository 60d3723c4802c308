import { Button } from '@mantine/core';
import { useState, type ComponentProps } from 'react';
import { shortScript } from '../../../src/domain/short-script';
import { useWords } from '../../app/language';
import { useRulingSurge } from '../../parts/surges';
import styles from './agent.module.css';
import { QuestionList } from './question-list';
import { agentWords } from './words';

type Asked = Omit<ComponentProps<typeof QuestionList>, 'questions'> & { readonly unitCode: string };

/** All of the protocol, or what a surge at the place of the report leaves of it; whatever has been answered stays. */
export function Questions({ unitCode, ...asked }: Asked) {
  const { short: words } = useWords(agentWords);
  const { protocol, answers } = asked;
  const scripts = useRulingSurge(unitCode)?.profile.scripts;
  const [isWhole, setWhole] = useState(false);
  const kept = scripts ? shortScript(protocol, scripts) : protocol.questions;
  const questions = isWhole
    ? protocol.questions
    : protocol.questions.filter((question) => kept.includes(question) || question.id in answers);
  const left = protocol.questions.length - questions.length;
  return (
    <>
      {kept.length < protocol.questions.length && (
        <div className={styles.short} role="status" data-short-script={!isWhole}>
          {isWhole ? words.whole : words.left(left)}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setWhole(!isWhole);
            }}
          >
            {isWhole ? words.showShort : words.showWhole}
          </Button>
        </div>
      )}
      <div className={styles.scroll}>
        <QuestionList {...asked} questions={questions} />
      </div>
    </>
  );
}
