import { useEffect, useRef, useState, type FocusEvent, type RefObject } from 'react';

interface Unfolding {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
  /** Around the button and what it unfolds. */
  readonly whole: RefObject<HTMLDivElement | null>;
  readonly button: RefObject<HTMLButtonElement | null>;
  /** Of the element around both. */
  readonly onBlur: (event: FocusEvent) => void;
}

/** What a button unfolds: closed by Escape, which gives the focus back, and by a look elsewhere. */
export function useUnfolding(): Unfolding {
  const [isOpen, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const onPointer = ({ target }: Event): void => {
      if (!whole.current?.contains(target as Node)) setOpen(false);
    };
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOpen]);
  return {
    ...{ isOpen, setOpen, whole, button },
    onBlur: ({ relatedTarget }) => {
      if (relatedTarget && !whole.current?.contains(relatedTarget)) setOpen(false);
    },
  };
}
