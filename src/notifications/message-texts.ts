import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageTemplates } from '../domain/message';

const part = z.object({ text: z.string().min(1), drop: z.number().int().positive().optional() });
const parts = z
  .array(part)
  .min(1)
  .transform((list) => list.map(({ text, drop }) => (drop === undefined ? { text } : { text, drop })));
const label = z.object({ plain: z.string(), vi: z.string(), en: z.string() });

const schema = z.object({
  version: z.number().int().positive(),
  effectiveFrom: z.iso.date(),
  brand: z.string().min(2).max(11),
  /** Citizens get `vi`, in up to two parts of UCS-2, instead of `plain`; versions from before have no such choice. */
  accented: z.boolean().optional(),
  /** `plain` is what SMS uses by default; `vi` is the same with accents. */
  sms: z.record(z.string(), z.object({ plain: parts, vi: parts, en: parts })),
  voice: z.record(z.string(), z.object({ vi: parts, en: parts })),
  /** Neutral labels: an SMS lies open on a lock screen, so it says "medical", never what is wrong. */
  categories: z.record(z.string(), label),
  fields: z.object({ medical: label, relief: label, security: label }),
  /** What a ticket's status is called where little room is left. */
  statuses: z.record(z.string(), label),
});

export type MessageTexts = z.output<typeof schema>;

/**
 * Reads the templates and checks that each message of the engine has its words, so that a missing sentence
 * stops the start and not an emergency. Throws with the file's name and the field that is wrong.
 */
export function loadMessageTexts(file: string): MessageTexts {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  const missing = messageTemplates.filter(
    (name) => !(name in (name.endsWith('.voice') ? parsed.data.voice : parsed.data.sms)),
  );
  if (missing.length > 0) throw new Error(`${file} has no words for ${missing.join(', ')}`);
  return parsed.data;
}
