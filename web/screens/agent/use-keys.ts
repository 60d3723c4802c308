import { useEffect, useRef } from 'react';

export type Keys = Readonly<Record<string, () => void>>;

/** `Ctrl+Enter`, `Alt+1`, `F2`, `?`: as on the key sheet. Letters and digits by their place, whatever an input method makes of them. */
function nameOf(event: KeyboardEvent): string {
  const [, place] = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code) ?? [];
  const held = [event.ctrlKey || event.metaKey ? 'Ctrl+' : '', event.altKey ? 'Alt+' : ''].join('');
  return held + (held !== '' && place !== undefined ? place : event.key);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox');

/**
 * Keys of the whole screen. A key that writes a character counts only where nobody is typing, and none counts
 * below an open dialog, which has keys of its own.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.repeat || document.querySelector('dialog[open]')) return;
      const name = nameOf(event);
      const act = latest.current[name];
      if (!act || (name.length === 1 && isTyping(event.target))) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}
