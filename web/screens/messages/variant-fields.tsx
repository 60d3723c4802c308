import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import { sampleValuesOf, type TemplateProblem } from '../../../src/domain/template-rules';
import { useWords } from '../../app/language';
import { Mark } from '../../parts/mark';
import styles from './editor.module.css';
import { PartField } from './part-field';
import { messageWords } from './words';
import {
  maxParts,
  moved,
  withNewPart,
  withParts,
  type DraftPart,
  type Variant,
  type WordsDraft,
} from './words-draft';

/** The parts of one variant, what is wrong with them, and (`children`) what comes of them. */
export function VariantFields(props: {
  readonly draft: WordsDraft;
  readonly variant: Variant;
  readonly problems: readonly TemplateProblem[];
  /** What the server has said, by JSON pointer into the template. */
  readonly refused: ReadonlyMap<string, string>;
  readonly isFirst: boolean;
  readonly onChange: (draft: WordsDraft) => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const { draft, variant, problems, refused, isFirst, onChange, actions, children } = props;
  const words = useWords(messageWords);
  const parts = draft.variants[variant];
  const lastField = useRef<HTMLTextAreaElement | null>(null);
  const fields = useRef<HTMLFieldSetElement>(null);
  const set = (next: readonly DraftPart[]): void => {
    onChange(withParts(draft, variant, next));
  };
  const own = problems.filter(({ pointer }) => pointer === `/${variant}`);
  const said = refused.get(`/${variant}`);
  const errorAt = (pointer: string): string | undefined => {
    const problem = problems.find((one) => one.pointer === pointer);
    return problem ? words.rules[problem.rule](problem.found ?? '') : refused.get(pointer);
  };
  return (
    <fieldset
      ref={fields}
      className={styles.variant}
      data-variant={variant}
      onFocus={({ target }) => {
        if (target instanceof HTMLTextAreaElement) lastField.current = target;
      }}
    >
      <legend>{words.variants[variant]}</legend>
      <ol className={styles.parts}>
        {parts.map((part, at) => (
          <PartField
            key={part.key}
            part={part}
            at={at}
            count={parts.length}
            variantName={words.variants[variant]}
            isSpoken={draft.isSpoken}
            isFirstOfAll={isFirst && at === 0}
            errors={{
              text: errorAt(`/${variant}/${String(at)}/text`),
              drop: errorAt(`/${variant}/${String(at)}/drop`),
            }}
            onChange={(next) => {
              set(parts.map((one) => (one.key === part.key ? next : one)));
            }}
            onMove={(by) => {
              set(moved(parts, at, by));
            }}
            onRemove={() => {
              set(parts.filter(({ key }) => key !== part.key));
              focusPart(fields.current, Math.min(at, parts.length - 2));
            }}
          />
        ))}
      </ol>
      <div className={styles.actions}>
        <Button
          variant="default"
          mih={44}
          disabled={parts.length >= maxParts}
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            set(withNewPart(parts));
            focusPart(fields.current, parts.length);
          }}
        >
          {words.addPart}
        </Button>
        {actions}
      </div>
      <div role="status" className={styles.mistakes}>
        {own.map(({ rule, found = '' }) => (
          <Mark key={rule} standing={rule === 'notVi' ? 'warning' : 'breached'}>
            {words.rules[rule](found)}
          </Mark>
        ))}
        {own.length === 0 && said !== undefined && <Mark standing="breached">{said}</Mark>}
      </div>
      {children}
      <div className={styles.values} role="group" aria-label={words.insertInto(words.variants[variant])}>
        <span aria-hidden>{words.insert}</span>
        {Object.keys(sampleValuesOf(draft.name)).map((value) => (
          <button
            key={value}
            type="button"
            onClick={() => {
              const field = lastField.current?.isConnected
                ? lastField.current
                : fieldsIn(fields.current).at(-1);
              if (field) insert(field, `{${value}}`);
            }}
          >
            <b>{`{${value}}`}</b> {words.values[value]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

const fieldsIn = (place: HTMLElement | null): readonly HTMLTextAreaElement[] => [
  ...(place?.querySelectorAll<HTMLTextAreaElement>('[data-part] textarea:not([aria-hidden])') ?? []),
];

/** Once it is drawn. */
function focusPart(place: HTMLElement | null, at: number): void {
  window.setTimeout(() => {
    fieldsIn(place)[at]?.focus();
  });
}

/** Where the cursor is, as if it had been typed there. */
function insert(field: HTMLTextAreaElement, text: string): void {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
}
