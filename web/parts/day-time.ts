import type { Language } from '../app/language';
import { clockTime } from './local-time';
import { dayOf } from './local-field';

/** `17:00`, and `17:00 26/11` when it is not today. */
export function dayTime(at: string, language: Language, now: Date = new Date()): string {
  const time = clockTime(at, language);
  const day = dayOf(new Date(at));
  return day === dayOf(now) ? time : `${time} ${day.slice(8)}/${day.slice(5, 7)}`;
}
