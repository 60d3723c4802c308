import { useEffect, useState } from 'react';
import { useWords } from '../app/language';
import { sharedWords } from '../locales/shared-words';
import { leftText } from './left-text';

/** Time to a deadline, counting; `còn 4 phút 12 giây`, `trễ 3 giờ 20 phút`. */
export function Countdown({ dueAt }: { readonly dueAt: string }) {
  const { countdown } = useWords(sharedWords);
  const now = useNow();
  return (
    <time dateTime={dueAt} data-late={now > Date.parse(dueAt)}>
      {leftText(Date.parse(dueAt) - now, countdown)}
    </time>
  );
}

/** The time of the screen, anew every second, for as long as somebody looks. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => {
      setNow(Date.now());
    }, everyMs);
    return () => {
      window.clearInterval(timer);
    };
  }, [everyMs]);
  return now;
}
