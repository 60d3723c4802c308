import { problemWordsVi } from './problem-words-vi';
import { inVietnamese } from './field-words-vi';
import { problemTable, type FieldProblem, type Refused } from './problem';

export type ProblemLanguage = 'vi' | 'en';

/**
 * The language of a problem's words by `Accept-Language` (RFC 9110): `vi` where the caller prefers it to English,
 * else `en`, as for a caller who says nothing.
 */
export function problemLanguageOf(acceptLanguage: string | undefined): ProblemLanguage {
  const quality: Record<ProblemLanguage, number> = { vi: 0, en: 0 };
  for (const part of (acceptLanguage ?? '').toLowerCase().split(',').slice(0, 20)) {
    const [, tag = '', q = '1'] =
      /^\s*([a-z]{2})(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/.exec(part) ?? [];
    if (tag === 'vi' || tag === 'en') quality[tag] = Math.max(quality[tag], Number(q));
  }
  return quality.vi > quality.en ? 'vi' : 'en';
}

/** Title, detail and field messages; codes and pointers are for programs and never change. */
export interface ProblemWords {
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
}

/** A refusal in the words of one language. */
export function problemWords(
  refused: Pick<Refused, 'code' | 'message' | 'errors'>,
  language: ProblemLanguage,
): ProblemWords {
  const { code, message, errors } = refused;
  if (language === 'en') return { title: problemTable[code].title, detail: message, errors };
  const { title, detail } = problemWordsVi[code];
  const translated = errors.map(({ pointer, message: said }) => ({
    pointer,
    message: inVietnamese(said) ?? `chưa đúng: ${said}`,
  }));
  const listed = translated.map((one) => `${one.pointer === '' ? 'nội dung' : one.pointer}: ${one.message}`);
  return {
    title,
    detail:
      code === 'invalid-input'
        ? listed.join('; ').slice(0, 1_000) || detail
        : (inVietnamese(message) ?? detail),
    errors: translated,
  };
}
