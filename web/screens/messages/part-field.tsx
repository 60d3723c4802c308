import { ActionIcon, NativeSelect, Textarea } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../app/language';
import styles from './editor.module.css';
import { messageWords } from './words';
import { maxPartLength, type DraftPart } from './words-draft';

const dropOrders = ['', ...Array.from({ length: 9 }, (_, at) => String(at + 1))];

/** One part of a message: its words, when it is left out, and its place among the others. */
export function PartField(props: {
  readonly part: DraftPart;
  readonly at: number;
  readonly count: number;
  /** Of the words it belongs to, for whoever does not see them. */
  readonly variantName: string;
  /** Everything of a call is spoken: no part is left out. */
  readonly isSpoken: boolean;
  readonly errors: { readonly text: string | undefined; readonly drop: string | undefined };
  readonly isFirstOfAll: boolean;
  readonly onChange: (part: DraftPart) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}) {
  const { part, at, count, variantName, isSpoken, errors, isFirstOfAll, onChange, onMove, onRemove } = props;
  const words = useWords(messageWords);
  const name = words.partOf(variantName, at + 1);
  return (
    <li className={styles.part} data-part={at} data-spoken={isSpoken}>
      <Textarea
        label={words.part(at + 1)}
        aria-label={name}
        autosize
        minRows={1}
        maxLength={maxPartLength}
        value={part.text}
        error={errors.text}
        {...(isFirstOfAll && { 'data-autofocus': true })}
        onChange={({ currentTarget }) => {
          // An SMS has no lines.
          onChange({ ...part, text: currentTarget.value.replace(/\s*\n\s*/g, ' ') });
        }}
      />
      {!isSpoken && (
        <NativeSelect
          label={words.drop}
          aria-label={words.dropOf(name)}
          value={part.drop}
          error={errors.drop}
          data={dropOrders.map((value) => ({
            value,
            label: value === '' ? words.staysAlways : words.dropsAs(Number(value)),
          }))}
          onChange={({ currentTarget }) => {
            onChange({ ...part, drop: currentTarget.value });
          }}
        />
      )}
      <div className={styles.place}>
        <PlaceButton
          label={words.moveUp(name)}
          isOff={at === 0}
          icon={<IconArrowUp size={18} aria-hidden />}
          onClick={() => {
            onMove(-1);
          }}
        />
        <PlaceButton
          label={words.moveDown(name)}
          isOff={at === count - 1}
          icon={<IconArrowDown size={18} aria-hidden />}
          onClick={() => {
            onMove(1);
          }}
        />
        <PlaceButton
          label={words.removePart(name)}
          isOff={count === 1}
          icon={<IconTrash size={18} aria-hidden />}
          onClick={onRemove}
        />
      </div>
    </li>
  );
}

/** Keeps the focus when it can do nothing more, so that a part can be moved by one key to the end. */
function PlaceButton(props: {
  readonly label: string;
  readonly isOff: boolean;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}) {
  const { label, isOff, icon, onClick } = props;
  return (
    <ActionIcon
      variant="default"
      size={44}
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      data-disabled={isOff || undefined}
      onClick={() => {
        if (!isOff) onClick();
      }}
    >
      {icon}
    </ActionIcon>
  );
}
