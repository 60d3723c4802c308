import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TicketStatus } from '../../domain/ticket';

const part = z.object({ text: z.string().min(1), drop: z.number().int().positive().optional() });
const parts = z
  .array(part)
  .min(1)
  .transform((list) => list.map(({ text, drop }) => (drop === undefined ? { text } : { text, drop })));

const sentence = z.string().min(1);
const statuses = {
  ...{ received: sentence, triaged: sentence, dispatched: sentence, claimed: sentence, enRoute: sentence },
  ...{ onScene: sentence, onHold: sentence, resolved: sentence, closed: sentence, cancelled: sentence },
  duplicate: sentence,
} satisfies Record<TicketStatus, typeof sentence>;

const schema = z.strictObject({
  version: z.number().int().positive(),
  effectiveFrom: z.iso.date(),
  /** Where a report stands: `{code}`, `{status}`, `{link}`. */
  status: parts,
  /** The same after a text that joined it. */
  joined: parts,
  /** One answer for a code that is not there and for one that is somebody else's. */
  unknown: parts,
  howToReport: parts,
  statuses: z.strictObject(statuses),
});

/** What a text message is answered with; without accents, as every SMS. */
export type ReplyTexts = z.output<typeof schema>;

/** Throws with the file's name and the field that is wrong. */
export function loadReplyTexts(file: string): ReplyTexts {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
