import type { Language } from '../../app/language';
import type { ReportScreenWords } from './words';

const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

export const countText = (count: number, language: Language): string =>
  count.toLocaleString(locales[language]);

/** `95,7 %` of 0.957; a dash when too few were decided. */
export const shareText = (share: number | null, language: Language): string =>
  share === null ? '–' : `${(100 * share).toLocaleString(locales[language], { maximumFractionDigits: 1 })} %`;

/** `12 phút`, `5 giờ 20 phút`; a dash when nothing was measured. */
export function spanText(ms: number | null, words: ReportScreenWords): string {
  if (ms === null) return '–';
  const minutes = Math.round(ms / 60_000);
  if (minutes === 0) return ms > 0 ? words.lessThanMinute : words.minutes(0);
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.floor(minutes / 60), minutes % 60);
}
