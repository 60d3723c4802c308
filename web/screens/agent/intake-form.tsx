import { Button, Checkbox, Kbd, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { useNames } from '../../parts/names';
import { UnitPicker } from '../../parts/unit-picker';
import styles from './agent.module.css';
import { CategoryKeys } from './category-keys';
import { assessDraft, type Draft, type Mistakes } from './draft';
import { OwnPriority, PriorityStrip } from './priority-strip';
import { Questions } from './questions';
import { focusFirst, focusNext } from './steps';
import type { Desk } from './use-desk';
import { agentWords } from './words';

/** One report, in the order of the conversation: what, who, where, then the questions. */
export function IntakeForm(props: {
  readonly desk: Desk;
  readonly draft: Draft;
  readonly onSave: () => void;
  readonly onChoose: (category: string) => void;
}) {
  const { desk, draft } = props;
  const { form: words } = useWords(agentWords);
  const { mistakes, protocols, change } = desk;
  const protocol = protocols.find(({ category }) => category === draft.category);
  const assessment = protocol ? assessDraft(protocol, draft.answers) : null;
  const edit = (part: Partial<Draft>, pointer?: string): void => {
    change(part);
    if (pointer !== undefined && pointer in mistakes) desk.setMistakes(without(mistakes, pointer));
  };
  /** Enter goes on, as Tab does; in the text it is a new line. */
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>): void => {
    const { target } = event;
    if (event.key !== 'Enter' || event.ctrlKey || event.defaultPrevented) return;
    if (!(target instanceof HTMLInputElement) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    focusNext(target);
  };
  return (
    <form
      className={styles.form}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave();
      }}
    >
      <div className={styles.fields}>
        <CategoryKeys
          protocols={protocols}
          value={draft.category}
          mistake={mistakes['/category']}
          onChoose={props.onChoose}
        />
        <TextInput
          {...{ 'data-step': true, 'data-field': 'phone', label: words.phone, type: 'tel' }}
          {...{ autoComplete: 'off', value: draft.phone, error: mistakes['/caller/phone'] }}
          onChange={({ currentTarget: { value } }) => {
            edit({ phone: value }, '/caller/phone');
          }}
        />
        <div>
          <UnitPicker
            label={words.place}
            value={draft.unitCode}
            error={mistakes['/location/unitCode']}
            inputProps={{ 'data-step': true, 'data-field': 'place' }}
            onChange={(unitCode) => {
              edit({ unitCode }, '/location/unitCode');
              if (unitCode !== null) focusFirst('[data-field="address"]');
            }}
          />
          <District code={draft.unitCode} />
        </div>
        <TextInput
          {...{ 'data-step': true, 'data-field': 'address', label: words.address, autoComplete: 'off' }}
          placeholder={words.addressHint}
          value={draft.address}
          error={mistakes['/location/address']}
          onChange={({ currentTarget: { value } }) => {
            edit({ address: value }, '/location/address');
          }}
        />
        <TextInput
          {...{ 'data-step': true, 'data-field': 'name', label: words.name, autoComplete: 'off' }}
          value={draft.name}
          error={mistakes['/caller/name']}
          onChange={({ currentTarget: { value } }) => {
            edit({ name: value }, '/caller/name');
          }}
        />
        <Textarea
          {...{ 'data-step': true, 'data-field': 'description', label: words.description }}
          placeholder={words.descriptionHint}
          rows={4}
          maxLength={4_000}
          value={draft.description}
          error={mistakes['/description']}
          onChange={({ currentTarget: { value } }) => {
            edit({ description: value }, '/description');
          }}
        />
      </div>
      <div className={styles.questions} aria-label={words.questions} role="group">
        <PriorityStrip draft={draft} protocol={protocol} assessment={assessment} />
        {protocol ? (
          <Questions
            key={protocol.category}
            protocol={protocol}
            unitCode={draft.unitCode ?? desk.me.unitCode}
            answers={draft.answers}
            redFlags={assessment?.redFlags ?? []}
            mistakes={mistakes}
            onChange={(answers) => {
              edit({ answers });
            }}
          />
        ) : (
          <p className={styles.quiet}>{words.chooseFirst}</p>
        )}
      </div>
      <footer className={styles.footer}>
        {mistakes[''] !== undefined && (
          <p role="alert" className={styles.mistake}>
            {words.other(mistakes[''])}
          </p>
        )}
        <OwnPriority draft={draft} onChange={edit} />
        <Checkbox
          label={words.english}
          checked={draft.language === 'en'}
          onChange={({ currentTarget: { checked } }) => {
            edit({ language: checked ? 'en' : 'vi' });
          }}
        />
        <Button type="submit" size="md" rightSection={<Kbd>Ctrl+Enter</Kbd>}>
          {words.save}
        </Button>
      </footer>
    </form>
  );
}

/** A commune says which district it is in, so nobody has to ask. */
function District({ code }: { readonly code: string | null }) {
  const { form: words } = useWords(agentWords);
  const names = useNames();
  const { data } = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });
  const unit = data?.items.find((one) => one.code === code);
  const above = unit?.path
    .slice(0, -1)
    .reverse()
    .map((one) => names.unit(one.code));
  return above && above.length > 0 ? (
    <p className={styles.district}>{words.district(above.join(', '))}</p>
  ) : null;
}

const without = (mistakes: Mistakes, pointer: string): Mistakes =>
  Object.fromEntries(Object.entries(mistakes).filter(([key]) => key !== pointer));
