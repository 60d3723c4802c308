import { Button, Textarea, TextInput } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { useState, type SyntheticEvent } from 'react';
import { useWords } from '../../app/language';
import type { Acting } from './acting';
import styles from './orders.module.css';
import { fromLocalField, toLocalField } from '../../parts/local-field';
import { problemAt } from './use-order-action';
import { orderWords } from './words';

const forms = ['extend', 'close', 'withdraw'] as const;
type FormAction = (typeof forms)[number];

/** What the issuer's side, or whoever looks on, can do about the whole order. */
export function ActionsPanel(acting: Acting) {
  const { order, act, isBusy } = acting;
  const words = useWords(orderWords).actions;
  const [opened, setOpened] = useState<FormAction | null>(null);
  const possible = forms.filter((action) => order.can.includes(action));
  const late = order.addressees.filter(({ late: isLate }) => isLate !== null).length;
  const owing = order.addressees.filter(
    ({ acknowledged, result }) => acknowledged === null || result === null || result.state === 'returned',
  ).length;
  if (!order.can.includes('remind') && possible.length === 0) return null;
  return (
    <section className={styles.card} aria-label={words.title}>
      <div className={styles.line}>
        {order.can.includes('remind') && (
          <Button
            size="md"
            className={styles.step}
            variant={late > 0 ? 'filled' : 'default'}
            leftSection={<IconBellRinging size={18} aria-hidden />}
            loading={isBusy('remind', {})}
            onClick={() => {
              act('remind', {});
            }}
          >
            {late > 0 ? words.remindLate(late) : words.remindOwing(owing)}
          </Button>
        )}
        {possible.map((action) => (
          <Button
            key={action}
            size="md"
            className={styles.step}
            variant="default"
            aria-expanded={opened === action}
            onClick={() => {
              setOpened(opened === action ? null : action);
            }}
          >
            {words[action]}
          </Button>
        ))}
      </div>
      {opened !== null && possible.includes(opened) && (
        <ReasonForm
          key={opened}
          {...acting}
          action={opened}
          onLeave={() => {
            setOpened(null);
          }}
        />
      )}
    </section>
  );
}

/** Why, and where more time is given, until when. What was typed stays when the API says no. */
function ReasonForm({
  order,
  act,
  isBusy,
  error,
  action,
  onLeave,
}: Acting & {
  readonly action: FormAction;
  readonly onLeave: () => void;
}) {
  const words = useWords(orderWords).actions;
  const [reason, setReason] = useState('');
  const [acknowledgeBy, setAcknowledgeBy] = useState('');
  const [resultBy, setResultBy] = useState(() => toLocalField(laterOf(order.resultBy)));
  const [isTried, setTried] = useState(false);
  const owesAcknowledgement = order.counts.acknowledged < order.counts.addressees;
  const send = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === '') return;
    const times =
      action === 'extend'
        ? { ...timeOf('acknowledgeBy', acknowledgeBy), ...timeOf('resultBy', resultBy) }
        : {};
    act(action, { reason: reason.trim(), ...times }, onLeave);
  };
  return (
    <form className={styles.form} onSubmit={send} aria-label={words[action]}>
      <p className={styles.quiet}>{words.hints[action]}</p>
      {action === 'extend' && (
        <div className={styles.times}>
          {owesAcknowledgement && (
            <TextInput
              type="datetime-local"
              label={words.newAcknowledgeBy}
              value={acknowledgeBy}
              error={problemAt(error, '/acknowledgeBy')}
              onChange={({ currentTarget }) => {
                setAcknowledgeBy(currentTarget.value);
              }}
            />
          )}
          <TextInput
            type="datetime-local"
            label={words.newResultBy}
            value={resultBy}
            error={problemAt(error, '/resultBy')}
            onChange={({ currentTarget }) => {
              setResultBy(currentTarget.value);
            }}
          />
        </div>
      )}
      <Textarea
        label={words.reason}
        withAsterisk
        autosize
        data-autofocus
        value={reason}
        error={isTried && reason.trim() === '' ? words.reasonNeeded : problemAt(error, '/reason')}
        onChange={({ currentTarget }) => {
          setReason(currentTarget.value);
        }}
      />
      <div className={styles.line}>
        <Button
          type="submit"
          size="md"
          className={styles.step}
          loading={isBusy(action)}
          {...(action === 'withdraw' && { color: 'red.9' })}
        >
          {words.send[action]}
        </Button>
        <Button size="md" className={styles.step} variant="subtle" onClick={onLeave}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

const timeOf = (name: string, value: string): object => {
  const at = value === '' ? null : fromLocalField(value);
  return at === null ? {} : { [name]: at };
};

/** Two hours more, from the deadline or from now. */
const laterOf = (dueAt: string): Date => new Date(Math.max(Date.parse(dueAt), Date.now()) + 2 * 3_600_000);
