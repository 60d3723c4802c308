import type { SharedWords } from '../locales/vi';

/** The two largest units that say something. */
export function leftText(leftMs: number, words: SharedWords['countdown']): string {
  const seconds = Math.floor(Math.abs(leftMs) / 1_000);
  const parts = [
    { count: Math.floor(seconds / 86_400), word: words.days },
    { count: Math.floor(seconds / 3_600) % 24, word: words.hours },
    { count: Math.floor(seconds / 60) % 60, word: words.minutes },
    { count: seconds % 60, word: words.seconds },
  ];
  const first = parts.findIndex(({ count }) => count > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2);
  const text = shown
    .filter(({ count }, index) => count > 0 || index === 0)
    .map(({ count, word }) => word(count))
    .join(' ');
  return leftMs < 0 ? words.over(text) : words.left(text);
}
