import { readFileSync } from 'node:fs';
import { z } from 'zod';

const sentence = z.string().min(1);
const words = z.strictObject({
  greeting: sentence,
  redFlag: sentence,
  /** `{ahead}`: how many calls are before this one. */
  position: sentence.includes('{ahead}'),
  next: sentence,
  offer: sentence,
  /** In a surge, instead of the queue: names the keys for danger, for the call-back and for the voicemail. */
  callBackFirst: sentence,
  callBack: sentence,
  noNumber: sentence,
  voicemail: sentence,
  recorded: sentence,
  connecting: sentence,
  notConnected: sentence,
  goodbye: sentence,
  busy: sentence,
  /** A nuisance caller: names the key that always goes through. */
  blocked: sentence,
  /** What the agent hears before the citizen: `{priority}`. */
  agent: sentence.includes('{priority}'),
  agentLate: sentence,
});
const key = z.string().regex(/^[0-9*]$/);

const schema = z.strictObject({
  version: z.number().int().positive(),
  effectiveFrom: z.iso.date(),
  menu: z.strictObject({
    languageKey: key,
    agentKey: key,
    categories: z.record(key, z.string().min(1)),
    redFlagAfter: z.string(),
    redFlagKey: key,
    callBackKey: key,
    /** In a surge: a life is in danger after all. */
    dangerKey: key,
    voicemailKey: key,
  }),
  words: z.strictObject({ vi: words, en: words }),
});

/** What a citizen who calls hears, and what the keys mean. */
export type CallTexts = z.output<typeof schema>;

/** Throws with the file's name and the field that is wrong. */
export function loadCallTexts(file: string): CallTexts {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
