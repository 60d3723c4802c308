import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { sharedWords } from '../locales/shared-words';
import styles from './find-ticket.module.css';
import { useWords } from './language';
import { isTyping } from '../parts/is-typing';

const Finder = lazy(async () => ({ default: (await import('./find-ticket-dialog')).FindTicketDialog }));

/** A ticket from anywhere, by its code or the caller's number: `Ctrl+K`, or `/` where nobody is typing. */
export function FindTicket() {
  const words = useWords(sharedWords);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isAsked =
        event.code === 'KeyK' && (event.ctrlKey || event.metaKey)
          ? true
          : event.key === '/' && !event.ctrlKey && !event.altKey && !isTyping(event.target);
      if (!isAsked || event.isComposing || document.querySelector('dialog[open], [role=dialog]')) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-label={words.findTicket}
        aria-keyshortcuts="Control+K"
        title={`${words.findTicket} (Ctrl+K)`}
        onClick={() => {
          setOpen(true);
        }}
      >
        <IconSearch size={22} aria-hidden />
      </button>
      {isOpen && (
        <Suspense>
          <Finder
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
