import { ListedNumber } from './listed-number';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, newKey } from '../../api/ask';
import type { OptOut } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import type { Done } from '../../parts/undo-bar';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import styles from './queues.module.css';
import { queuesWords } from './words';

/** Who is not written to; one more, one less, and back again. */
export function OptOuts({ onDone }: { readonly onDone: (done: Done) => void }) {
  const words = useWords(queuesWords);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const [phone, setPhone] = useState('');
  const { data, error } = useQuery({ queryKey: ['optOuts'], queryFn: () => ask('GET /opt-outs') });
  const again = () => queries.invalidateQueries({ queryKey: ['optOuts'] });
  const put = async (number: string, idempotencyKey: string): Promise<OptOut> => {
    const entry = await ask('POST /opt-outs', { body: { phone: number }, idempotencyKey });
    await again();
    return entry;
  };
  const take = async (id: string): Promise<void> => {
    await ask('DELETE /opt-outs/{id}', { params: { id } });
    await again();
  };
  const add = useSend(put, (entry: OptOut) => {
    setPhone('');
    onDone({
      text: words.addedOptOut(entry.phone),
      undo: async () => {
        await take(entry.id);
        onDone({ text: words.undone });
      },
    });
  });
  const remove = useMutation({
    mutationFn: ({ id }: OptOut) => take(id),
    onSuccess: (_, entry) => {
      onDone({
        text: words.removedOptOut(entry.phone),
        undo: async () => {
          await put(entry.phone, newKey());
          onDone({ text: words.undone });
        },
      });
    },
  });
  return (
    <section className={styles.card} aria-labelledby="optOuts">
      <h2 id="optOuts">{words.optOuts}</h2>
      <p className={styles.quiet}>{words.optOutsLead}</p>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(phone);
        }}
      >
        <TextInput
          type="tel"
          label={words.phone}
          value={phone}
          error={fieldErrors(add.error).get('/phone')}
          onChange={({ currentTarget }) => {
            setPhone(currentTarget.value);
          }}
        />
        <Button type="submit" variant="default" mih={44} loading={add.isPending}>
          {words.addOptOut}
        </Button>
      </form>
      <ErrorLine
        error={error ?? remove.error ?? (isSaidBesideFields(add.error, ['/phone']) ? null : add.error)}
      />
      {data?.items.length === 0 && <p>{words.noOptOuts}</p>}
      <ul className={styles.rows}>
        {data?.items.map((entry) => (
          <li key={entry.id} data-opt-out={entry.phone}>
            <ListedNumber
              phone={entry.phone}
              about={
                <>
                  {words.because[entry.because]} · {dayAndTime(entry.createdAt, language)}
                </>
              }
              removeText={words.removeOptOut(entry.phone)}
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
