import { Button, Kbd } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ask, Problem } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { clockTime } from '../../parts/local-time';
import styles from './agent.module.css';
import type { Draft } from './draft';
import type { Desk } from './use-desk';
import { agentWords } from './words';

const signEveryMs = 15_000;

/** Who is on the line, and how the line stands; keeps telling the server that somebody is here. */
export function InHand(props: { readonly desk: Desk; readonly draft: Draft; readonly onResult: () => void }) {
  const { desk, draft } = props;
  const { inHand: words, calls: callWords } = useWords(agentWords);
  const { language } = useLanguage();
  const { from } = draft;
  const isLost = useSignsOfLife(from.kind === 'call' ? from.id : null);
  const call = from.kind === 'call' ? desk.calls.find(({ id }) => id === from.id) : undefined;
  const item = from.kind === 'callBack' ? desk.callBacks.find(({ id }) => id === from.id) : undefined;
  const title = { call: words.call, callBack: words.callBack, none: words.writing }[from.kind];
  const keys = desk.taken && 'answers' in desk.taken ? desk.taken.answers.map(({ key }) => key) : [];
  const isMine = call?.claim?.userId === desk.me.id;
  return (
    <header className={styles.inHand} data-lost={isLost}>
      <div className={styles.grow}>
        <h1 className={styles.title}>{title}</h1>
        {from.kind === 'callBack' && draft.phone !== '' && (
          <p>
            {words.ringIt} <a href={`tel:${draft.phone}`}>{draft.phone}</a>
            {item && item.attempts.map(({ at }) => ` · ${clockTime(at, language)}`).join('')}
          </p>
        )}
        {from.kind === 'call' && (
          <p role="status">
            {isLost || (call && !isMine)
              ? words.lost
              : call
                ? lineText(call.status, call.source, words)
                : words.ended}
            {draft.phone === '' && ` · ${callWords.hidden}`}
            {keys.length > 0 && ` · ${words.pressed(keys.join(' '))}`}
          </p>
        )}
      </div>
      {from.kind === 'none' ? (
        <Button variant="default" onClick={desk.drop}>
          {words.drop}
        </Button>
      ) : (
        <Button variant="default" onClick={props.onResult} rightSection={<Kbd>F9</Kbd>}>
          {words.result}
        </Button>
      )}
    </header>
  );
}

function lineText(
  status: Desk['calls'][number]['status'],
  source: string,
  words: { talking: string; ended: string; connecting: string; byExchange: string },
): string {
  if (status === 'talking') return words.talking;
  if (status === 'ended') return words.ended;
  return source === 'twilio' ? words.connecting : words.byExchange;
}

/** Every 15 s while a call is in hand; true once somebody else has it, or nobody. */
function useSignsOfLife(callId: string | null): boolean {
  const [lostId, setLostId] = useState<string | null>(null);
  useEffect(() => {
    if (callId === null) return;
    const tell = (): void => {
      ask('POST /calls/{id}/heartbeat', { params: { id: callId } }).then(
        () => {
          setLostId(null);
        },
        (error: unknown) => {
          if (error instanceof Problem && !error.isPassing) setLostId(callId);
        },
      );
    };
    tell();
    const timer = window.setInterval(tell, signEveryMs);
    document.addEventListener('visibilitychange', tell);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [callId]);
  return callId !== null && lostId === callId;
}
