import { Button, Kbd } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Call, CallBack } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { Countdown, useNow } from '../../parts/countdown';
import { leftText } from '../../parts/left-text';
import { useNames } from '../../parts/names';
import { PriorityBadge } from '../../parts/priority-badge';
import { SlaBand } from '../../parts/sla-band';
import styles from './agent.module.css';
import { isFree, type Desk } from './use-desk';
import { agentWords } from './words';

/** Who waits on the line and who has to be rung back, most urgent first, and what this desk has put aside. */
export function CallLists({ desk }: { readonly desk: Desk }) {
  const words = useWords(agentWords);
  const { aside, calls, callBacks, show } = desk;
  const urgent = calls.filter(({ status, hint }) => status === 'waiting' && hint.priority === 'P1').length;
  const firstWaiting = calls.find(({ status }) => status === 'waiting');
  const firstFree = callBacks.find((item) => isFree(item, desk.me.id));
  const firstAmber = calls.find((call) => call.claim?.amber && call.claim.userId !== desk.me.id);
  return (
    <aside className={styles.lists} aria-label={words.calls.title}>
      <p role="alert" className={styles.hidden}>
        {urgent > 0 && words.calls.urgent(urgent)}
      </p>
      <Section
        title={words.calls.title}
        count={desk.isLoading ? null : calls.length}
        empty={words.calls.none}
      >
        {firstOf(calls, ({ claim }) => claim?.userId === desk.me.id).map((call) => (
          <CallRow
            key={call.id}
            call={call}
            desk={desk}
            isNext={call === firstWaiting}
            isAmber={call === firstAmber}
          />
        ))}
      </Section>
      <Section
        title={words.callBacks.title}
        count={desk.isLoading ? null : callBacks.length}
        empty={words.callBacks.none}
      >
        {firstOf(callBacks, ({ claim }) => claim?.userId === desk.me.id).map((item) => (
          <CallBackRow key={item.id} item={item} desk={desk} isNext={item === firstFree} />
        ))}
      </Section>
      {aside.length > 0 && (
        <Section title={words.aside.title} count={aside.length} empty="">
          {aside.map(({ draft, refusals }) => (
            <li key={draft.id} className={styles.row}>
              {Object.keys(refusals).length > 0 && <b className={styles.mistake}>{words.aside.refused}</b>}
              <span className={styles.cut}>
                {[draft.phone, draft.address, draft.description].filter(Boolean).join(' · ') ||
                  words.aside.empty}
              </span>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  show(draft.id);
                }}
              >
                {words.aside.open}
              </Button>
            </li>
          ))}
        </Section>
      )}
    </aside>
  );
}

/** In a surge hundreds wait: the head of the list is what can be worked on, with whatever is in hand before it. */
const shownAtOnce = 40;
const firstOf = <T,>(items: readonly T[], isMine: (item: T) => boolean): readonly T[] =>
  [...items.filter(isMine), ...items.filter((item) => !isMine(item))].slice(0, shownAtOnce);

function Section(props: {
  readonly title: string;
  /** Null while nobody has said yet. */
  readonly count: number | null;
  readonly empty: string;
  readonly children: ReactNode;
}) {
  const {
    unknownYet,
    calls: { more },
  } = useWords(agentWords);
  const empty = props.count === null ? unknownYet : props.empty;
  return (
    <section>
      <h2 className={styles.heading}>
        {props.title} {props.count !== null && <span className={styles.count}>{props.count}</span>}
      </h2>
      {props.count === null || props.count === 0 ? (
        <p className={styles.quiet}>{empty}</p>
      ) : (
        <ul className={styles.list}>
          {props.children}
          {props.count > shownAtOnce && <li className={styles.quiet}>{more(props.count - shownAtOnce)}</li>}
        </ul>
      )}
    </section>
  );
}

function CallRow(props: {
  readonly call: Call;
  readonly desk: Desk;
  readonly isNext: boolean;
  readonly isAmber: boolean;
}) {
  const { call, desk } = props;
  const { calls: words } = useWords(agentWords);
  const names = useNames();
  const isMine = call.claim?.userId === desk.me.id;
  const holder = call.claim?.amber ? words.amber : isMine ? words.mine : words.others;
  return (
    <li className={styles.row} data-mine={isMine} data-amber={call.claim?.amber ?? false}>
      <div className={styles.rowHead}>
        <PriorityBadge priority={call.hint.priority} />
        {call.status === 'waiting' ? (
          <Waited since={call.waitingSince ?? call.startedAt} />
        ) : (
          <span>{words[call.status === 'inMenu' ? 'claimed' : call.status]}</span>
        )}
      </div>
      <b>{call.hint.category === null ? words.unknown : names.category(call.hint.category)}</b>
      <div className={styles.rowHead}>
        <span>
          {call.caller ?? words.hidden}
          {call.claim && ` · ${holder}`}
        </span>
        {call.status === 'waiting' && (
          <Button
            size="compact-sm"
            variant={props.isNext ? 'filled' : 'default'}
            onClick={() => void desk.takeCall(call)}
            {...(props.isNext && { rightSection: <Kbd>F2</Kbd> })}
          >
            {words.take}
          </Button>
        )}
        {call.claim?.amber && !isMine && (
          <Button
            size="compact-sm"
            color="orange.9"
            onClick={() => void desk.retakeCall(call)}
            {...(props.isAmber && { rightSection: <Kbd>Alt+R</Kbd> })}
          >
            {words.retake}
          </Button>
        )}
      </div>
    </li>
  );
}

/** How long somebody has been waiting, counting. */
function Waited({ since }: { readonly since: string }) {
  const { calls: words } = useWords(agentWords);
  const { countdown } = useWords(sharedWords);
  const now = useNow();
  const bare = { ...countdown, left: (text: string) => text };
  return <span>{words.waiting(leftText(Math.max(0, now - Date.parse(since)), bare))}</span>;
}

function CallBackRow(props: { readonly item: CallBack; readonly desk: Desk; readonly isNext: boolean }) {
  const { item, desk } = props;
  const words = useWords(agentWords);
  const names = useNames();
  const isTheirs = isFree(item, desk.me.id);
  return (
    <li className={styles.row} data-mine={item.claim?.userId === desk.me.id}>
      <div className={styles.rowHead}>
        <PriorityBadge priority={item.hint.priority} />
        <SlaBand sla={item.sla} compact />
        <Countdown dueAt={item.dueAt} />
      </div>
      <b>{item.hint.category === null ? words.calls.unknown : names.category(item.hint.category)}</b>
      <div className={styles.rowHead}>
        <span>
          {[
            item.caller ?? words.calls.hidden,
            words.callBacks.times(item.calls),
            ...(item.attempts.length > 0 ? [words.callBacks.tries(item.attempts.length)] : []),
            ...(isTheirs ? [] : [words.calls.others]),
          ].join(' · ')}
        </span>
        {isTheirs && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void desk.takeCallBack(item)}
            {...(props.isNext && { rightSection: <Kbd>F4</Kbd> })}
          >
            {words.callBacks.ring}
          </Button>
        )}
      </div>
    </li>
  );
}
