import { ListedNumber } from './listed-number';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, newKey } from '../../api/ask';
import type { BlockedNumber } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { fromLocalField, toLocalField } from '../../parts/local-field';
import { dayAndTime } from '../../parts/local-time';
import type { Done } from '../../parts/undo-bar';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import styles from './queues.module.css';
import { queuesWords } from './words';

const pointers = ['/phone', '/reason', '/expiresAt'];
const usuallyMs = 7 * 24 * 60 * 60_000;
type Block = Pick<BlockedNumber, 'phone' | 'reason' | 'expiresAt'>;

/** Numbers whose nuisance calls are not taken for a while; one more, one less, and back again. */
export function Blocked({ onDone }: { readonly onDone: (done: Done) => void }) {
  const words = useWords(queuesWords);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const fresh = () => ({ phone: '', reason: '', until: toLocalField(new Date(Date.now() + usuallyMs)) });
  const [values, setValues] = useState(fresh);
  const set = (change: Partial<typeof values>): void => {
    setValues({ ...values, ...change });
  };
  const { data, error } = useQuery({ queryKey: ['blocked'], queryFn: () => ask('GET /blocked-numbers') });
  const again = () => queries.invalidateQueries({ queryKey: ['blocked'] });
  const put = async (body: Block, idempotencyKey: string): Promise<BlockedNumber> => {
    const entry = await ask('POST /blocked-numbers', { body, idempotencyKey });
    await again();
    return entry;
  };
  const take = async (id: string): Promise<void> => {
    await ask('DELETE /blocked-numbers/{id}', { params: { id } });
    await again();
  };
  const add = useSend(put, (entry: BlockedNumber) => {
    setValues(fresh());
    onDone({
      text: words.blockedNow(entry.phone),
      undo: async () => {
        await take(entry.id);
        onDone({ text: words.undone });
      },
    });
  });
  const remove = useMutation({
    mutationFn: ({ id }: BlockedNumber) => take(id),
    onSuccess: (_, { phone, reason, expiresAt }) => {
      onDone({
        text: words.unblocked(phone),
        undo: async () => {
          await put({ phone, reason, expiresAt }, newKey());
          onDone({ text: words.undone });
        },
      });
    },
  });
  const errors = fieldErrors(add.error);
  return (
    <section className={styles.card} aria-labelledby="blocked">
      <h2 id="blocked">{words.blocked}</h2>
      <p className={styles.quiet}>{words.blockedLead}</p>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const { phone, reason, until } = values;
          add.mutate({ phone, reason, expiresAt: fromLocalField(until) ?? '' });
        }}
      >
        <TextInput
          type="tel"
          label={words.phone}
          value={values.phone}
          error={errors.get('/phone')}
          onChange={({ currentTarget }) => {
            set({ phone: currentTarget.value });
          }}
        />
        <TextInput
          label={words.reason}
          value={values.reason}
          error={errors.get('/reason')}
          onChange={({ currentTarget }) => {
            set({ reason: currentTarget.value });
          }}
        />
        <TextInput
          type="datetime-local"
          label={words.until}
          value={values.until}
          error={errors.get('/expiresAt')}
          onChange={({ currentTarget }) => {
            set({ until: currentTarget.value });
          }}
        />
        <Button type="submit" variant="default" mih={44} loading={add.isPending}>
          {words.block}
        </Button>
      </form>
      <ErrorLine
        error={error ?? remove.error ?? (isSaidBesideFields(add.error, pointers) ? null : add.error)}
      />
      {data?.items.length === 0 && <p>{words.noBlocked}</p>}
      <ul className={styles.rows}>
        {data?.items.map((entry) => (
          <li key={entry.id} data-blocked={entry.phone}>
            <ListedNumber
              phone={entry.phone}
              about={
                <>
                  {entry.reason} · {words.untilTime(dayAndTime(entry.expiresAt, language))}
                </>
              }
              removeText={words.unblock(entry.phone)}
              isRemoving={remove.isPending && remove.variables.id === entry.id}
              onRemove={() => {
                remove.mutate(entry);
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
