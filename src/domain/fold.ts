/**
 * Folds Vietnamese text for search keys: no accents, đ as d, lower case, words parted by single spaces. The
 * spellings Hoà and Hòa, NFC and NFD, become equal. đ is not decomposed by NFD, so it needs its own step.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
