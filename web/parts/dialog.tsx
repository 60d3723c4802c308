import { useEffect, useId, useRef, type ReactNode } from 'react';
import styles from './dialog.module.css';

/** Over the screen, with keys of its own; Escape closes it and the focus goes back to where it was. */
export function Dialog(props: {
  readonly title: string;
  /** Where and how wide, when not as usual. */
  readonly className?: string | undefined;
  readonly children: ReactNode;
  readonly onClose: () => void;
  readonly onDigit?: (digit: number) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`${styles.dialog ?? ''} ${props.className ?? ''}`}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onKeyDown={(event) => {
        const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
        if (!props.onDigit || digit === undefined || event.ctrlKey || event.altKey) return;
        event.preventDefault();
        props.onDigit(Number(digit));
      }}
    >
      <h2 id={title}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}
