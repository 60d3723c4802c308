import { Button, Radio, Textarea } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState, type SyntheticEvent } from 'react';
import type { OrderAddressee } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { Countdown } from '../../parts/countdown';
import { useNames } from '../../parts/names';
import type { Acting } from './acting';
import styles from './orders.module.css';
import { dayTime } from '../../parts/day-time';
import { problemAt } from './use-order-action';
import { orderWords } from './words';

const outcomes = ['done', 'partly', 'cannot'] as const;

/** How my own unit stands, and its next step as one large button. */
export function OwnPart({ order, mine, act, isBusy, error }: Acting & { readonly mine: OrderAddressee }) {
  const words = useWords(orderWords);
  const { language } = useLanguage();
  const names = useNames();
  const { acknowledged, result } = mine;
  const at = (time: string): string => dayTime(time, language);
  return (
    <section className={styles.card} aria-labelledby="own" data-own>
      <h2 id="own">{words.own.title(names.unit(mine.unitCode))}</h2>
      {acknowledged ? (
        <p className={styles.good}>
          <IconCheck size={18} aria-hidden />{' '}
          {words.own.acknowledged(acknowledged.name ?? '', at(acknowledged.at))}
        </p>
      ) : (
        <p>
          {words.acknowledgeBy}: <Countdown dueAt={mine.acknowledgeBy} />
        </p>
      )}
      {order.can.includes('acknowledge') && (
        <Button
          size="lg"
          className={styles.big}
          loading={isBusy('acknowledge')}
          onClick={() => {
            act('acknowledge', {});
          }}
        >
          {words.own.acknowledge}
        </Button>
      )}
      {result?.state === 'reported' && (
        <p className={styles.good}>{words.own.reported(result.name ?? '', at(result.at))}</p>
      )}
      {result?.state === 'accepted' && <p className={styles.good}>{words.own.accepted}</p>}
      {result?.state === 'returned' && (
        <p className={styles.bad}>{words.own.returned(result.decided?.reason ?? '')}</p>
      )}
      {result && (
        <p>
          <b>{words.outcomes[result.outcome]}</b>: <q className={styles.words}>{result.text}</q>
        </p>
      )}
      {order.can.includes('report') && result?.state !== 'reported' && (
        <ReportForm key={result?.at ?? 'first'} {...{ order, act, isBusy, error, mine }} />
      )}
      {order.can.includes('report') && result?.state === 'reported' && (
        <details key={result.at} className={styles.correction}>
          <summary>{words.own.correct}</summary>
          <ReportForm {...{ order, act, isBusy, error, mine }} />
        </details>
      )}
    </section>
  );
}

function ReportForm({ act, isBusy, error, mine }: Acting & { readonly mine: OrderAddressee }) {
  const words = useWords(orderWords);
  const isCorrection = mine.result?.state === 'reported';
  const [outcome, setOutcome] = useState<string | null>(isCorrection ? (mine.result?.outcome ?? null) : null);
  const [text, setText] = useState(isCorrection ? (mine.result?.text ?? '') : '');
  const [isTried, setTried] = useState(false);
  const send = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (outcome === null || text.trim() === '') return;
    act('report', { outcome, text: text.trim() });
  };
  const missing = (isMissing: boolean): string | null => (isTried && isMissing ? words.actions.needed : null);
  return (
    <form
      className={styles.form}
      onSubmit={send}
      aria-label={isCorrection ? words.own.correct : words.own.report}
    >
      {!isCorrection && <h3>{words.own.report}</h3>}
      <Radio.Group
        label={words.own.outcome}
        value={outcome}
        onChange={setOutcome}
        error={missing(outcome === null)}
      >
        <div className={styles.radios}>
          {outcomes.map((one) => (
            <Radio key={one} value={one} label={words.outcomes[one]} className={styles.radio} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={words.own.text}
        autosize
        minRows={2}
        maxLength={4_000}
        value={text}
        error={missing(text.trim() === '') ?? problemAt(error, '/text')}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
        }}
      />
      <Button
        type="submit"
        size="lg"
        className={styles.big}
        variant={mine.acknowledged && !isCorrection ? 'filled' : 'default'}
        loading={isBusy('report')}
      >
        {words.own.send}
      </Button>
    </form>
  );
}
