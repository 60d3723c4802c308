import { hearProblemsIn } from '../api/ask';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Language = 'vi' | 'en';
/** The words of one part of the screen in both languages; the Vietnamese ones say which there are. */
export interface Words<W extends object> {
  readonly vi: W;
  readonly en: W;
}

const storageKey = 'truc.language';
const stored = (): Language => (localStorage.getItem(storageKey) === 'en' ? 'en' : 'vi');

interface Chosen {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}
const LanguageContext = createContext<Chosen>({ language: 'vi', choose: () => undefined });

/** Vietnamese until somebody chooses English; the choice stays on the device. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(stored);
  useEffect(() => {
    document.documentElement.lang = language;
    hearProblemsIn(language);
  }, [language]);
  useEffect(() => {
    // Another window of the same person has chosen.
    const follow = ({ key }: StorageEvent): void => {
      if (key === storageKey) setLanguage(stored());
    };
    addEventListener('storage', follow);
    return () => {
      removeEventListener('storage', follow);
    };
  }, []);
  const chosen = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        localStorage.setItem(storageKey, next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return <LanguageContext value={chosen}>{children}</LanguageContext>;
}

export const useLanguage = (): Chosen => useContext(LanguageContext);

/** `const words = useWords(teamWords)`: plain text, and functions where something is filled in. */
export const useWords = <W extends object>(words: Words<W>): W => words[useLanguage().language];
