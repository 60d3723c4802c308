import { createHash } from 'node:crypto';
import { unaccented } from '../../domain/sms-text';
import { normalisePhone } from '../../domain/phone';
import type { WordsRead } from '../../domain/citizen-words';
import type { Intake } from '../../domain/intake';
import type { Language } from '../links/html';
import type { ReportWords } from './report-words';

/** Every field of the form as it was typed; empty where nothing was. */
export const fieldNames = [
  'key',
  'category',
  'description',
  'place',
  'placeAsked',
  'unit',
  'address',
  'phone',
  'name',
  'subjectName',
  'subjectPhone',
  'website',
] as const;
export type FieldName = (typeof fieldNames)[number];
export type ReportForm = Readonly<Record<FieldName, string>>;
export type FieldErrors = Readonly<Partial<Record<FieldName, string>>>;

/** The radio of who cannot choose: their words choose. */
export const unsure = 'unsure';

const longest: Readonly<Partial<Record<FieldName, number>>> = {
  description: 2_000,
  place: 200,
  address: 300,
  phone: 40,
  name: 120,
  subjectName: 120,
  subjectPhone: 40,
};

/** Characters that no store or page can hold: NUL and halves of a pair. */
const unusable = /\0|\p{Surrogate}/gu;

export function readForm(body: unknown): ReportForm {
  const given = (body ?? {}) as Readonly<Record<string, unknown>>;
  const textOf = (name: FieldName): string => {
    const value = given[name];
    const text: unknown = Array.isArray(value) ? value[0] : value;
    return typeof text === 'string' ? text.replace(unusable, '').normalize('NFC').trim() : '';
  };
  return Object.fromEntries(fieldNames.map((name) => [name, textOf(name)])) as Record<FieldName, string>;
}

/** What is wrong with the fields, in words for who typed them; the place is looked up apart. */
export function errorsIn(
  form: ReportForm,
  categories: ReadonlySet<string>,
  words: ReportWords['errors'],
): FieldErrors {
  const tooLong = Object.entries(longest).flatMap(([name, most]) =>
    form[name as FieldName].length > most ? [[name, words.tooLong(most)] as const] : [],
  );
  return {
    ...(form.category !== unsure && !categories.has(form.category) && { category: words.category }),
    ...(form.description === '' && { description: words.description }),
    ...(form.place === '' && { place: words.place }),
    ...(normalisePhone(form.phone) === null && { phone: words.phone }),
    ...(form.subjectPhone !== '' &&
      normalisePhone(form.subjectPhone) === null && { subjectPhone: words.phone }),
    ...Object.fromEntries(tooLong),
  };
}

/** The report as an intake; a category that was left to us comes from the words, or is `other`. */
export function toReport(
  form: ReportForm,
  unitCode: string,
  language: Language,
  readWords: (text: string) => WordsRead,
): Intake {
  const { name, subjectName, subjectPhone, address, place } = form;
  const where = [address, place].filter((part) => part !== '').join(', ');
  return {
    category: form.category === unsure ? (readWords(form.description).category ?? 'other') : form.category,
    channel: 'web',
    caller: { anonymous: false, phone: form.phone, language, ...(name !== '' && { name }) },
    ...((subjectName !== '' || subjectPhone !== '') && {
      subject: {
        ...(subjectName !== '' && { name: subjectName }),
        ...(subjectPhone !== '' && { phone: subjectPhone }),
      },
    }),
    location: { unitCode, address: where.slice(0, 300) },
    description: form.description,
    details: { answers: {} },
  };
}

/**
 * Two taps on the button, or one more after "back", are one report; other words in the same form are another one,
 * which must not be swallowed.
 */
export function keyOf(form: ReportForm, intake: Intake): string | undefined {
  if (!/^[\w-]{16,64}$/.test(form.key)) return undefined;
  const hash = createHash('sha256').update(JSON.stringify(intake)).digest('base64url').slice(0, 22);
  return `report ${form.key} ${hash}`;
}

/** Whether two spellings of a place are the same question. */
export const sameText = (a: string, b: string): boolean =>
  unaccented(a).toLowerCase() === unaccented(b).toLowerCase();
