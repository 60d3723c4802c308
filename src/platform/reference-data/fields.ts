import { z } from 'zod';

/** A real calendar date: `2021-02-30` is refused. */
export const date = z.iso.date('must be a date such as 2021-07-01');
export const text = z.string('must be a text').trim().min(1, 'must not be empty');
export const version = z.int('must be a whole number').min(1, 'must be 1 or more');
export const localised = z.strictObject({ vi: text, en: text });
export const priority = z.enum(['P1', 'P2', 'P3', 'P4', 'P5'], 'must be P1, P2, P3, P4 or P5');

/** Adds a problem for every repeated value; `name` says what must be unique. */
export function refuseRepeats(
  context: { readonly issues: z.core.$ZodRawIssue[] },
  values: readonly (readonly [path: readonly PropertyKey[], value: string])[],
  name: string,
): void {
  const seen = new Set<string>();
  for (const [path, value] of values) {
    if (seen.has(value)) {
      context.issues.push({
        code: 'custom',
        message: `${name} ${value} is used twice`,
        path: [...path],
        input: value,
      });
    }
    seen.add(value);
  }
}
