import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { RollCallPolicy } from '../../domain/roll-call';
import { clockTime, timeZone } from './clock-fields';

const sentence = z.string().min(1);
const whole = z.number().int().positive();
const spoken = z.strictObject({
  ask: sentence.includes('{unit}').includes('1'),
  thanks: sentence,
  silence: sentence,
  unknown: sentence,
});
/** Printable ASCII: one accent would make an SMS of 160 characters one of 70. */
const sms = sentence.regex(/^[\x20-\x7e]+$/, 'must be without accents');

const schema = z.strictObject({
  version: whole,
  effectiveFrom: z.iso.date(),
  note: z.string().optional(),
  policy: z
    .strictObject({
      nightlyAt: clockTime,
      timeZone,
      numbersAtOnce: whole.max(50),
      ringSeconds: whole.max(60),
      keySeconds: whole.max(30),
      tries: whole.max(5),
      retryAfterMinutes: z.number().positive().max(120),
      tellFrom: clockTime,
      tellUntil: clockTime,
      offTheListAfterNights: whole,
      thenSilent: z.enum(['withdrawn', 'forwarded']),
      distrustFromNumbers: whole,
      distrustSilentShare: z.number().gt(0).max(1),
    })
    .refine(({ tellFrom, tellUntil }) => tellFrom < tellUntil, {
      path: ['tellUntil'],
      error: 'must be later than tellFrom',
    }),
  words: z.strictObject({
    /** The person on duty hears these: Vietnamese only. */
    vi: spoken,
    sms: z.strictObject({
      brand: sms,
      silent: sms.includes('{number}'),
      withdrawn: sms.includes('{number}'),
      forwarded: sms.includes('{number}'),
      summary: sms.includes('{silent}'),
      distrusted: sms.includes('{silent}'),
    }),
  }),
});

export type RollCallWords = z.output<typeof schema>['words'];

/** How roll-calls are made, and what is said: data, so that a province changes it without a release. */
export interface RollCallSettings {
  readonly policy: RollCallPolicy;
  readonly words: RollCallWords;
}

/** Throws with the file's name and the field that is wrong. */
export function loadRollCallSettings(file: string): RollCallSettings {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  const { version, words, policy } = parsed.data;
  const { retryAfterMinutes, ...rest } = policy;
  return { policy: { version, ...rest, retryAfterMs: retryAfterMinutes * 60_000 }, words };
}
