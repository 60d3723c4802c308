import { unaccented } from './sms-text';

const stop = /^(stop|huy|tu choi|ngung|dung gui|tc|unsubscribe)$/;
const start = /^(start|dang ky|gui lai|dk)$/;

/**
 * Whether a text message asks for no more messages, or for messages again. Only the word alone counts: somebody
 * who writes a sentence with it has something to report.
 */
export function stopWish(text: string): 'stop' | 'start' | null {
  const word = unaccented(text.normalize('NFC'))
    .toLowerCase()
    .replace(/[.!"']/g, '')
    .trim();
  if (stop.test(word)) return 'stop';
  return start.test(word) ? 'start' : null;
}
