import { Button, Radio, Switch, Textarea, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState, type SyntheticEvent } from 'react';
import { ask, newKey } from '../../api/ask';
import type { NewCommandOrder } from '../../api/operations.gen';
import { mayPass } from '../../api/problem';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { DeadlineField } from './deadline-field';
import { acknowledgePresets, resultPresets } from './deadlines';
import { bodyOf, emptyOrderDraft, missingIn, type OrderDraft, type RequiredField } from './order-draft';
import styles from './orders.module.css';
import { Preview, usePreview } from './preview';
import { SelectionField } from './selection-field';
import { useOrderDraft } from './use-order-draft';
import { problemAt } from './use-order-action';
import { orderWords } from './words';
import { givingWords } from './words-of-giving';

/** What a field that is missing is called. */
const labels = {
  '/text': 'what',
  '/to': 'to',
  '/given/documentNumber': 'documentNumber',
  '/acknowledgeBy': 'acknowledgeBy',
  '/resultBy': 'resultBy',
} as const satisfies Readonly<Record<RequiredField, string>>;

const means = ['direct', 'document', 'phone', 'sms'] as const;

/** Giving an order: to whom, what, by when; and before it is sent, whom it will reach. */
export function Screen() {
  const words = useWords(givingWords);
  const { back } = useWords(orderWords);
  const [draft, change] = useOrderDraft();
  const [cleared, setCleared] = useState<OrderDraft | null>(null);
  const [isTried, setTried] = useState(false);
  const page = useRef<HTMLFormElement>(null);
  const giving = useGiving(() => {
    change(emptyOrderDraft);
  });
  const preview = usePreview(draft);
  const units = preview.data?.units.length ?? 0;
  const missing = missingIn(draft, new Date());
  const errorAt = (pointer: string): string | null =>
    isTried && missing.has(pointer as RequiredField) ? words.needed : problemAt(giving.error, pointer);
  const send = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (missing.size === 0) giving.give(draft);
    else page.current?.querySelector<HTMLElement>(`[data-field="${[...missing][0] ?? ''}"]`)?.focus();
  };
  const text = (field: 'documentNumber' | 'documentDate' | 'tickets' | 'text') => ({
    value: draft[field],
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
      change({ [field]: currentTarget.value });
    },
  });
  return (
    <form ref={page} className={styles.page} onSubmit={send} noValidate>
      <nav aria-label={back}>
        <Link to="/orders" className={styles.back}>
          {back}
        </Link>
      </nav>
      <h1 className={styles.title}>{words.title}</h1>
      <div className={styles.giving}>
        <div className={styles.column}>
          <SelectionField
            draft={draft}
            onChange={change}
            error={isTried && missing.has('/to') ? words.neededTo : problemAt(giving.error, '/to')}
          />
          <section className={styles.card}>
            <Textarea
              label={words.what}
              placeholder={words.whatPlaceholder}
              withAsterisk
              autosize
              minRows={4}
              maxLength={4_000}
              data-field="/text"
              error={errorAt('/text')}
              {...text('text')}
            />
            <Switch
              label={words.urgent}
              size="md"
              checked={draft.urgent}
              onChange={({ currentTarget }) => {
                change({ urgent: currentTarget.checked });
              }}
            />
            <Radio.Group
              label={words.how}
              value={draft.by}
              onChange={(by) => {
                change({ by: by });
              }}
            >
              <div className={styles.radios}>
                {means.map((one) => (
                  <Radio key={one} value={one} label={words.means[one]} className={styles.radio} />
                ))}
              </div>
            </Radio.Group>
            {draft.by === 'document' && (
              <div className={styles.times}>
                <TextInput
                  label={words.documentNumber}
                  withAsterisk
                  maxLength={100}
                  data-field="/given/documentNumber"
                  error={errorAt('/given/documentNumber')}
                  {...text('documentNumber')}
                />
                <TextInput
                  type="date"
                  label={words.documentDate}
                  error={errorAt('/given/documentDate')}
                  {...text('documentDate')}
                />
              </div>
            )}
            <TextInput
              label={words.tickets}
              description={words.ticketsHint}
              error={errorAt('/tickets')}
              {...text('tickets')}
            />
          </section>
          <section className={styles.card}>
            <DeadlineField
              field="acknowledgeBy"
              presets={acknowledgePresets}
              value={draft.acknowledge}
              error={errorAt('/acknowledgeBy')}
              onChange={(acknowledge) => {
                change({ acknowledge });
              }}
            />
            <DeadlineField
              field="resultBy"
              presets={resultPresets}
              value={draft.result}
              error={errorAt('/resultBy')}
              onChange={(result) => {
                change({ result });
              }}
            />
          </section>
        </div>
        <div className={styles.column}>
          <Preview preview={preview} />
          {isTried && missing.size > 0 && (
            <p role="alert" className={styles.wrong}>
              {words.missing([...missing].map((pointer) => words[labels[pointer]]).join(', '))}
            </p>
          )}
          <ErrorLine error={giving.error} />
          <Button
            type="submit"
            size="lg"
            className={styles.big}
            leftSection={<IconSend size={20} aria-hidden />}
            loading={giving.isPending}
          >
            {words.send(units)}
          </Button>
          <p className={styles.quiet} role="status">
            {cleared ? words.cleared : words.kept}{' '}
            <Button
              variant="subtle"
              size="compact-md"
              className={styles.step}
              onClick={() => {
                setTried(false);
                setCleared(cleared ? null : draft);
                change(cleared ?? emptyOrderDraft);
              }}
            >
              {cleared ? words.undo : words.clear}
            </Button>
          </p>
        </div>
      </div>
    </form>
  );
}

/** Sends the draft; silence is answered by sending the very same again, so that it is one order. */
function useGiving(onGiven: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const tried = useRef<{ readonly of: string; readonly key: string; readonly body: NewCommandOrder } | null>(
    null,
  );
  const { mutate, error, isPending } = useMutation({
    mutationFn: async (draft: OrderDraft) => {
      const of = JSON.stringify(draft);
      // The times of the first try stay: another body under the same key would be another order.
      const attempt =
        tried.current?.of === of ? tried.current : { of, key: newKey(), body: bodyOf(draft, new Date()) };
      tried.current = attempt;
      try {
        return await ask('POST /command-orders', { body: attempt.body, idempotencyKey: attempt.key });
      } catch (problem) {
        if (!mayPass(problem)) tried.current = null;
        throw problem;
      }
    },
    onSuccess: async ({ id }) => {
      tried.current = null;
      onGiven();
      void queries.invalidateQueries({ queryKey: ['commandOrders'] });
      await navigate({ to: `/orders/${id}` });
    },
  });
  return { give: mutate, error, isPending };
}
