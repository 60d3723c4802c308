import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TicketSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useOutbox } from './outbox';
import { Proof } from './proof';
import type { TeamAction } from './waiting-action';
import styles from './team.module.css';
import { teamWords } from './words';

/** What comes next, and what else is possible, by where the ticket stands. */
const stepsOf: Partial<Record<TicketSummary['status'], readonly TeamAction[]>> = {
  dispatched: ['claim', 'decline'],
  claimed: ['enRoute', 'onScene', 'handBack'],
  enRoute: ['onScene', 'handBack'],
  onScene: ['resolve', 'handBack'],
  onHold: ['resolve', 'handBack'],
};

/** The buttons of a task, the next step first, always in reach of the thumb. */
export function TaskSteps({ task, isMine }: { readonly task: TicketSummary; readonly isMine: boolean }) {
  const words = useWords(teamWords);
  const { act } = useOutbox();
  const [asking, setAsking] = useState<TeamAction | null>(null);
  const steps = (isMine ? stepsOf[task.status] : stepsOf.dispatched) ?? [];
  const done = (): void => {
    setAsking(null);
  };
  if (asking === 'resolve') return <Proof task={task} onDone={done} />;
  if (asking === 'decline' || asking === 'handBack')
    return <Reason task={task} action={asking} onDone={done} />;
  return (
    <div className={styles.steps}>
      {steps.map((step, index) => (
        <Button
          key={step}
          fullWidth
          className={styles.step}
          variant={index === 0 ? 'filled' : 'default'}
          onClick={() => {
            if (step === 'resolve' || step === 'decline' || step === 'handBack') setAsking(step);
            else void act(task, step);
          }}
        >
          {words.steps[step]}
        </Button>
      ))}
    </div>
  );
}

interface Asked {
  readonly task: TicketSummary;
  readonly onDone: () => void;
}

/** Each reason is a button: no list to open, no second press. */
function Reason({ task, action, onDone }: Asked & { readonly action: 'decline' | 'handBack' }) {
  const words = useWords(teamWords);
  const { act } = useOutbox();
  return (
    <div className={styles.steps}>
      <h2 className={styles.question}>
        {words.steps[action]}: {words.reason}?
      </h2>
      {Object.entries(words.reasons).map(([code, text]) => (
        <Button
          key={code}
          fullWidth
          variant="default"
          className={styles.step}
          onClick={() => {
            void act(task, action, { reason: text });
            onDone();
          }}
        >
          {text}
        </Button>
      ))}
      <Button fullWidth variant="subtle" className={styles.step} onClick={onDone}>
        {words.back1}
      </Button>
    </div>
  );
}
