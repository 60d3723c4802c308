import { z } from 'zod';
import type { Action } from '../../domain/commands';
import { holdReasons, priorities } from '../../domain/policy';
import { evidenceKinds } from '../../domain/protocol';
import { idText, isoTime, textOf, ticketRef } from '../http/schemas';

const text = textOf(2_000);
const reason = textOf(500);

/** What a person sends with each action; who they are and what the organisation knows is added at the desk. */
export const actionBodies = {
  triage: z.strictObject({
    answers: z.record(z.string().max(60), z.union([z.string().max(500), z.number(), z.boolean()])).optional(),
    priority: z.enum(priorities).optional().describe('Wins over what the answers say'),
  }),
  claim: z.strictObject({
    teamId: idText.optional().describe('Your own team; a dispatcher who sends none takes the ticket in hand'),
  }),
  decline: z.strictObject({ reason }),
  dispatch: z.strictObject({ teamId: idText, reason: reason.optional() }),
  handBack: z.strictObject({ reason }),
  enRoute: z.strictObject({}),
  onScene: z.strictObject({
    byPhone: z.boolean().optional().describe('A call-back that stands for the visit'),
  }),
  hold: z.strictObject({
    reason: z.enum(holdReasons, { error: `must be one of: ${holdReasons.join(', ')}` }),
    until: isoTime.optional(),
    text: text.optional(),
  }),
  resume: z.strictObject({}),
  resolve: z.strictObject({
    evidence: z.partialRecord(z.enum(evidenceKinds), text).default({}),
    text: text.optional(),
  }),
  close: z.strictObject({ text: text.optional() }),
  reopen: z.strictObject({ reason }),
  cancel: z.strictObject({ reason }),
  reclassify: z
    .strictObject({ category: textOf(40).optional(), priority: z.enum(priorities).optional(), reason })
    .refine(({ category, priority }) => category !== undefined || priority !== undefined, {
      error: 'must name a category, a priority, or both',
    }),
  note: z.strictObject({ text, kind: z.enum(['note', 'contactAttempt']).default('note') }),
  link: z.strictObject({ duplicateOf: ticketRef, reason: reason.optional() }),
  unlink: z.strictObject({ reason: reason.optional() }),
  verify: z.strictObject({
    result: z.enum(['confirmed', 'rejected'], { error: 'must be confirmed or rejected' }),
    note: text.describe('Who was asked, and what they said'),
  }),
} as const satisfies { [A in Action]: z.ZodType };

export type ActionBody<A extends Action> = z.output<(typeof actionBodies)[A]>;
