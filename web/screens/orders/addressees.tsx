import { Button, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type SyntheticEvent } from 'react';
import type { OrderAddressee, OrderMessage } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { useNames } from '../../parts/names';
import type { Acting } from './acting';
import { arrivalOf, useOrderMessages } from './arrival';
import styles from './orders.module.css';
import { dayTime } from '../../parts/day-time';
import { problemAt } from './use-order-action';
import { orderWords } from './words';

const shown = ['all', 'late', 'toAccept', 'silent'] as const;
type Shown = (typeof shown)[number];
const fits: Readonly<Record<Shown, (one: OrderAddressee) => boolean>> = {
  all: () => true,
  late: ({ late }) => late !== null,
  toAccept: ({ result }) => result?.state === 'reported',
  silent: ({ acknowledged }) => acknowledged === null,
};

/** Accepts the results of these units in a moment, unless it is taken back. */
type Accept = (unitCodes: readonly string[]) => void;

/** Every unit with what it has answered; late ones first, as the API sorts them. */
export function Addressees(acting: Acting & { readonly accept: Accept }) {
  const { order, accept, isBusy } = acting;
  const words = useWords(orderWords).table;
  const [show, setShow] = useState<Shown>('all');
  const [returning, setReturning] = useState<string | null>(null);
  const toAccept = order.addressees.filter(fits.toAccept).map(({ unitCode }) => unitCode);
  const counts = shown.map((one) => ({ one, count: order.addressees.filter(fits[one]).length }));
  const rows = order.addressees.filter(fits[show]);
  const messages = useOrderMessages(order.id);
  return (
    <section className={styles.card} aria-labelledby="addressees">
      <div className={styles.line}>
        <h2 id="addressees">{words.title}</h2>
        {order.addressees.length > 1 && (
          <div className={styles.chips}>
            {counts
              .filter(({ one, count }) => one === 'all' || count > 0)
              .map(({ one, count }) => (
                <button
                  key={one}
                  type="button"
                  className={styles.chip}
                  aria-pressed={show === one}
                  onClick={() => {
                    setShow(one);
                  }}
                >
                  {words.show[one]} <b>{count}</b>
                </button>
              ))}
          </div>
        )}
        {order.can.includes('accept') && toAccept.length > 1 && (
          <Button
            className={styles.step}
            loading={isBusy('accept', { unitCodes: toAccept })}
            onClick={() => {
              accept(toAccept);
            }}
          >
            {words.acceptAll(toAccept.length)}
          </Button>
        )}
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.unit}</th>
            <th scope="col">{words.acknowledged}</th>
            <th scope="col">{words.result}</th>
            <th scope="col">
              <span className={styles.away}>{words.steps}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <Row
              key={one.unitCode}
              {...acting}
              {...{ one, messages }}
              isReturning={returning === one.unitCode}
              onReturn={(isReturning) => {
                setReturning(isReturning ? one.unitCode : null);
              }}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({
  order,
  act,
  accept,
  isBusy,
  error,
  one,
  messages,
  isReturning,
  onReturn,
}: Acting & {
  readonly accept: Accept;
  readonly one: OrderAddressee;
  readonly messages: readonly OrderMessage[];
  readonly isReturning: boolean;
  readonly onReturn: (isReturning: boolean) => void;
}) {
  const { table: words, outcomes, resultStates } = useWords(orderWords);
  const { language } = useLanguage();
  const names = useNames();
  const { unitCode, acknowledged, result, late } = one;
  const at = (time: string): string => dayTime(time, language);
  const owes = acknowledged === null || result === null || result.state === 'returned';
  return (
    <tr data-unit={unitCode} data-late={late}>
      <th scope="row">
        {names.unit(unitCode)}
        {late !== null && (
          <span className={styles.late}>
            <IconAlertTriangle size={16} aria-hidden /> {words.lateWith[late]}
          </span>
        )}
        {one.nobodySince !== null && acknowledged === null ? (
          <span className={styles.warning}>{words.nobody}</span>
        ) : (
          <small>{one.people.length === 0 ? words.notYetTold : <Told {...{ one, messages }} />}</small>
        )}
        {one.remindedAt !== null && <small>{words.reminded(one.reminders, at(one.remindedAt))}</small>}
      </th>
      <td data-label={words.acknowledged}>
        {acknowledged ? (
          <>
            {words.by(acknowledged.name ?? '', at(acknowledged.at))}
            {words.via[acknowledged.via] !== '' && <small>{words.via[acknowledged.via]}</small>}
          </>
        ) : (
          <span className={styles.quiet}>{words.waiting}</span>
        )}
      </td>
      <td data-label={words.result}>
        {result ? (
          <>
            <b>{outcomes[result.outcome]}</b> ({resultStates[result.state]})
            <q className={styles.words}>{result.text}</q>
            <small>{words.by(result.name ?? '', at(result.at))}</small>
          </>
        ) : (
          <span className={styles.quiet}>{words.noResult}</span>
        )}
        {isReturning && result?.state === 'reported' && (
          <ReturnForm
            {...{ order, act, isBusy, error, unitCode }}
            onLeave={() => {
              onReturn(false);
            }}
          />
        )}
      </td>
      <td className={styles.steps}>
        {order.can.includes('accept') && result?.state === 'reported' && !isReturning && (
          <>
            <Button
              className={styles.step}
              loading={isBusy('accept', { unitCodes: [unitCode] })}
              aria-label={`${words.accept} ${names.unit(unitCode)}`}
              onClick={() => {
                accept([unitCode]);
              }}
            >
              {words.accept}
            </Button>
            <Button
              className={styles.step}
              variant="default"
              aria-label={`${words.return} ${names.unit(unitCode)}`}
              onClick={() => {
                onReturn(true);
              }}
            >
              {words.return}
            </Button>
          </>
        )}
        {order.can.includes('remind') && owes && (
          <Button
            className={styles.step}
            variant="default"
            loading={isBusy('remind', { unitCodes: [unitCode] })}
            aria-label={`${words.remind} ${names.unit(unitCode)}`}
            onClick={() => {
              act('remind', { unitCodes: [unitCode] });
            }}
          >
            {words.remind}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Who was told, and whether it reached them. */
function Told({
  one: { unitCode, people },
  messages,
}: {
  readonly one: OrderAddressee;
  readonly messages: readonly OrderMessage[];
}) {
  const { table: words } = useWords(orderWords);
  return (
    <span>
      {words.told}{' '}
      {people.map(({ userId, name }, index) => {
        const arrival = arrivalOf(messages, unitCode, userId);
        return (
          <span key={userId} className={styles.arrival} data-arrival={arrival}>
            {index > 0 && ', '}
            {name ?? ''}
            {arrival !== null && ` (${words.arrival[arrival]})`}
          </span>
        );
      })}
    </span>
  );
}

function ReturnForm({
  act,
  isBusy,
  error,
  unitCode,
  onLeave,
}: Acting & {
  readonly unitCode: string;
  readonly onLeave: () => void;
}) {
  const { actions } = useWords(orderWords);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const send = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== '') act('return', { unitCode, reason: reason.trim() }, onLeave);
  };
  return (
    <form className={styles.form} onSubmit={send}>
      <Textarea
        label={actions.reason}
        description={actions.hints.return}
        withAsterisk
        autosize
        value={reason}
        error={isTried && reason.trim() === '' ? actions.reasonNeeded : problemAt(error, '/reason')}
        onChange={({ currentTarget }) => {
          setReason(currentTarget.value);
        }}
      />
      <div className={styles.line}>
        <Button type="submit" className={styles.step} loading={isBusy('return')}>
          {actions.send.return}
        </Button>
        <Button className={styles.step} variant="subtle" onClick={onLeave}>
          {actions.cancel}
        </Button>
      </div>
    </form>
  );
}
