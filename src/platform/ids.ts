import { randomInt } from 'node:crypto';

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Speakable over a bad line: no I, L, O, U, 0 or 1, so nothing is heard or read as something else. */
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

const pick = (alphabet: string, count: number): string =>
  Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

/** An opaque id: 20 letters and digits (119 bits) from the system's random source. Says nothing of what it names. */
export const newId = (): string => pick(idAlphabet, 20);

/** A password for somebody else to type once: speakable, 78 bits. */
export const newPassword = (): string => Array.from({ length: 4 }, () => pick(codeAlphabet, 4)).join('-');

/**
 * A ticket's code, e.g. `BD-7K3-9QF`: the province's letters and six speakable characters out of 729 million,
 * so that trying codes finds none in practice. Unique only by the database's index: retry on a clash.
 */
export const newTicketCode = (prefix: string): string =>
  `${prefix}-${pick(codeAlphabet, 3)}-${pick(codeAlphabet, 3)}`;
