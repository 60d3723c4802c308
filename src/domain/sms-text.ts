/**
 * The words of one message: parts put together from a template, the least needed parts dropped until it
 * fits one SMS. Pure text; which template and which values is the sender's business.
 */

/** One SMS in the GSM 7-bit alphabet. A Vietnamese accent would force UCS-2 and 70 characters. */
export const maxSeptets = 160;

/** A sentence of a template with `{values}`. `drop` 1 goes first when there is no room; without it, never. */
export interface TextPart {
  readonly text: string;
  readonly drop?: number;
}

const twoSeptets = /[\f^{}\\[\]~|€]/g;
const typographic: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '•': '-',
  '\u00a0': ' ',
};

/**
 * Vietnamese without accents, in characters that every phone shows and that cost one septet each. NFD takes
 * the accents off all letters but đ; what is left outside ASCII becomes `?`.
 */
export function unaccented(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[‘’“”–—…•\u00a0]/g, (sign) => typographic[sign] ?? '?')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .replace(/`/g, "'");
}

/** The same parts without accents, as an SMS goes out by default. */
export const unaccentedParts = (parts: readonly TextPart[]): readonly TextPart[] =>
  parts.map((part) => ({ ...part, text: unaccented(part.text.normalize('NFC')) }));

/** Length in the GSM alphabet of text that `unaccented` has made. */
export function septetsOf(text: string): number {
  return text.length + (text.match(twoSeptets)?.length ?? 0);
}

/** Fills `{name}` from values; a value that is absent makes the whole part disappear (null). */
function filled(part: TextPart, values: Readonly<Record<string, string>>): string | null {
  let complete = true;
  const text = part.text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') complete = false;
    return value ?? '';
  });
  return complete ? text : null;
}

/** All parts, joined by a space; for speech and for pages, where length does not matter. */
export function fullText(parts: readonly TextPart[], values: Readonly<Record<string, string>>): string {
  return parts
    .map((part) => filled(part, values))
    .filter((text) => text !== null)
    .join(' ');
}

/** Two SMS in UCS-2, which one accent is enough to need. */
export const maxAccentedUnits = 134;

/** Droppable parts go first, in their order, until the text fits; parts without `drop` always stay. */
function fitted(
  parts: readonly TextPart[],
  written: (kept: readonly TextPart[]) => string,
  fits: (text: string) => boolean,
): string {
  const dropOrder = [...new Set(parts.flatMap((part) => part.drop ?? []))].sort((a, b) => a - b);
  let kept = parts;
  for (const drop of dropOrder) {
    if (fits(written(kept))) break;
    kept = kept.filter((part) => part.drop !== drop);
  }
  return written(kept);
}

/**
 * An SMS that starts with the brand (carriers here refuse one without), is unaccented, and has at most
 * `maxSeptets`. A text that is still too long without its droppable parts is sent in two SMS rather than without
 * the ticket's code.
 */
export function smsText(
  brand: string,
  parts: readonly TextPart[],
  values: Readonly<Record<string, string>>,
): string {
  return fitted(
    parts,
    (kept) => unaccented(`${brand}: ${fullText(kept, values)}`.normalize('NFC')),
    (text) => septetsOf(text) <= maxSeptets,
  );
}

/** As `smsText`, with its accents, in at most `maxAccentedUnits`. */
export function accentedSmsText(
  brand: string,
  parts: readonly TextPart[],
  values: Readonly<Record<string, string>>,
): string {
  return fitted(
    parts,
    (kept) => `${brand}: ${fullText(kept, values)}`.normalize('NFC'),
    (text) => text.length <= maxAccentedUnits,
  );
}

/** `BD-7K3-9QF` as a person spells it over a telephone. */
export function spokenCode(code: string): string {
  return code
    .split('-')
    .map((group) => [...group].join(' '))
    .join(', ');
}
