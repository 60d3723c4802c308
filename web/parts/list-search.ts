import type { OptionsFilter } from '@mantine/core';
import { fold } from '../../src/domain/fold';

/** Whether a text has every word that was typed, accents or not; when nothing was typed, any has. */
export function wordsOf(search: string): (text: string) => boolean {
  const wanted = fold(search).split(' ');
  return (text) => {
    const folded = fold(text);
    return wanted.every((word) => folded.includes(word));
  };
}

/** For a field in which one is chosen by typing. */
export const optionsByWords: OptionsFilter = ({ options, search, limit }) => {
  const fits = wordsOf(search);
  return options.filter((one) => 'label' in one && fits(one.label)).slice(0, limit);
};
