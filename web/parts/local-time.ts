import type { Language } from '../app/language';

const timeZone = 'Asia/Ho_Chi_Minh';
const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

/** `14:05`, where the work is, wherever the screen is. */
export const clockTime = (at: Date | string, language: Language): string =>
  new Date(at).toLocaleTimeString(locales[language], { timeZone, hour: '2-digit', minute: '2-digit' });

/** `16/08/2021 14:05`, likewise. */
export const dayAndTime = (at: Date | string, language: Language): string =>
  new Date(at).toLocaleString(locales[language], {
    ...{ timeZone, hour: '2-digit', minute: '2-digit' },
    ...{ day: '2-digit', month: '2-digit', year: 'numeric' },
  });
