import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { newKey } from '../../api/ask';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import type { Done } from '../../parts/undo-bar';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import styles from './queues.module.css';
import { queuesWords } from './words';

/** One input of the form above the list. */
interface Field {
  /** Its name in what is sent. */
  readonly name: string;
  readonly label: string;
  readonly type: 'tel' | 'text' | 'datetime-local';
}
type Values = Readonly<Record<string, string>>;

/** Telephone numbers that something is kept from: one more, one less, and back again. */
export function NumberList<Body, Entry extends { readonly id: string; readonly phone: string }>(props: {
  /** The query's key, and how the list is found on the page. */
  readonly name: string;
  readonly words: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly add: string;
    readonly added: (phone: string) => string;
    readonly remove: (phone: string) => string;
    readonly removed: (phone: string) => string;
  };
  readonly fields: readonly Field[];
  readonly blank: () => Values;
  readonly bodyOf: (values: Values) => Body;
  /** What is sent to have a removed number back. */
  readonly again: (entry: Entry) => Body;
  readonly read: () => Promise<{ readonly items: readonly Entry[] }>;
  readonly add: (body: Body, idempotencyKey: string) => Promise<Entry>;
  readonly remove: (id: string) => Promise<unknown>;
  readonly about: (entry: Entry) => ReactNode;
  readonly onDone: (done: Done) => void;
}) {
  const { name, words, fields, blank, onDone } = props;
  const { undone } = useWords(queuesWords);
  const queries = useQueryClient();
  const [values, setValues] = useState(blank);
  const { data, error } = useQuery({ queryKey: [name], queryFn: props.read });
  const readAgain = () => queries.invalidateQueries({ queryKey: [name] });
  const tell = (text: string, undo: () => Promise<unknown>): void => {
    onDone({
      text,
      undo: async () => {
        await undo();
        await readAgain();
        onDone({ text: undone });
      },
    });
  };
  const add = useSend(props.add, (entry: Entry) => {
    setValues(blank());
    void readAgain();
    tell(words.added(entry.phone), () => props.remove(entry.id));
  });
  const remove = useMutation({
    mutationFn: ({ id }: Entry) => props.remove(id),
    onSuccess: (_, entry) => {
      void readAgain();
      tell(words.removed(entry.phone), () => props.add(props.again(entry), newKey()));
    },
  });
  const errors = fieldErrors(add.error);
  const isBesideFields = isSaidBesideFields(
    add.error,
    fields.map((field) => `/${field.name}`),
  );
  return (
    <section className={styles.card} aria-labelledby={name}>
      <h2 id={name}>{words.title}</h2>
      <p className={styles.quiet}>{words.lead}</p>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(props.bodyOf(values));
        }}
      >
        {fields.map((field) => (
          <TextInput
            key={field.name}
            type={field.type}
            label={field.label}
            value={values[field.name] ?? ''}
            error={errors.get(`/${field.name}`)}
            onChange={({ currentTarget }) => {
              setValues({ ...values, [field.name]: currentTarget.value });
            }}
          />
        ))}
        <Button type="submit" variant="default" mih={44} loading={add.isPending}>
          {words.add}
        </Button>
      </form>
      <ErrorLine error={error ?? remove.error ?? (isBesideFields ? null : add.error)} />
      {data?.items.length === 0 && <p>{words.none}</p>}
      <ul className={styles.rows}>
        {data?.items.map((entry) => (
          <li key={entry.id} data-number={entry.phone}>
            <span>
              <b>{entry.phone}</b>
              <small>{props.about(entry)}</small>
            </span>
            <Button
              variant="default"
              mih={44}
              loading={remove.isPending && remove.variables.id === entry.id}
              onClick={() => {
                remove.mutate(entry);
              }}
            >
              {words.remove(entry.phone)}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
