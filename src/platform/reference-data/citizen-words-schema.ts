import { z } from 'zod';
import { date, text, version } from './fields';

const phrases = z.array(text).min(1, 'must have a phrase');

/** `config/intake/citizen-words.json`; the dates and the signature are for people and stay in the file. */
export const citizenWordsSchema = z.strictObject({
  version,
  effectiveFrom: date,
  signedOffBy: text.nullable(),
  aliases: z.record(text, text),
  negations: z.array(text),
  redFlags: z.array(z.strictObject({ id: text, phrases })).min(1, 'must have a red flag'),
  categories: z.record(text, phrases),
});
