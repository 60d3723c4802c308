import { z } from 'zod';
import { callOutcomes, callResults, callStatuses, isAmber } from '../../domain/call';
import { isStaleClaim } from '../../domain/call-back';
import { slaOf } from '../../domain/call-back-clock';
import { maskPhone } from '../../domain/phone';
import { priorities } from '../../domain/policy';
import type { StoredCallBack } from '../../models/calls/call-back-repository';
import type { StoredCall } from '../../models/calls/call-repository';

const hintView = z.object({ category: z.string().nullable(), priority: z.enum(priorities) });
const endedClaimView = z.object({
  userId: z.string(),
  at: z.string(),
  endedAt: z.string(),
  how: z.string(),
  byUserId: z.string().optional(),
  reason: z.string().optional(),
});

export const callView = z
  .object({
    id: z.string(),
    source: z.string(),
    unitCode: z.string(),
    status: z.enum(callStatuses),
    language: z.enum(['vi', 'en']),
    caller: z.string().nullable().describe('Masked; null for a hidden number'),
    hint: hintView,
    startedAt: z.string(),
    waitingSince: z.string().nullable(),
    answeredAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    outcome: z.enum(callOutcomes).nullable(),
    claim: z.object({ userId: z.string(), at: z.string(), amber: z.boolean() }).nullable(),
    earlierClaims: z.array(endedClaimView),
    result: z.enum(callResults).nullable(),
    ticketId: z.string().nullable(),
    voicemailSeconds: z.number().nullable(),
  })
  .meta({ id: 'Call' });

const optional = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;

export function toCallView({ source, phone, recording, state }: StoredCall): z.input<typeof callView> {
  const { claim } = state;
  return {
    ...{ id: state.callId, source, unitCode: state.unitPath.at(-1)?.code ?? '' },
    ...{ status: state.status, language: state.language },
    caller: phone === null ? null : maskPhone(phone),
    hint: { category: state.hint.category, priority: state.hint.priority },
    ...{ startedAt: state.startedAt, waitingSince: state.waitingSince },
    ...{ answeredAt: state.answeredAt, endedAt: state.endedAt, outcome: state.outcome },
    claim: claim && { userId: claim.userId, at: claim.at, amber: isAmber(state, new Date().toISOString()) },
    earlierClaims: state.earlierClaims.map(({ userId, at, endedAt, how, byUserId, reason }) => ({
      ...{ userId, at, endedAt, how },
      ...optional('byUserId', byUserId),
      ...optional('reason', reason),
    })),
    ...{ result: state.result, ticketId: state.ticketId, voicemailSeconds: recording?.seconds ?? null },
  };
}

export const callBackView = z
  .object({
    id: z.string(),
    unitCodes: z.array(z.string()),
    caller: z.string().nullable().describe('Masked; the claim shows the number'),
    hint: hintView,
    calls: z.number().int().describe('How often this number called in vain'),
    firstCallAt: z.string(),
    lastCallAt: z.string(),
    dueAt: z.string(),
    sla: z.enum(['ok', 'warning', 'breached']),
    breachedAt: z.string().nullable(),
    paged: z
      .object({ rounds: z.number().int(), firstAt: z.string(), lastAt: z.string() })
      .nullable()
      .describe('How often supervisors were called because nobody had taken it'),
    claim: z.object({ userId: z.string(), at: z.string(), stale: z.boolean() }).nullable(),
    earlierClaims: z.array(endedClaimView.omit({ reason: true })),
    attempts: z.array(z.object({ at: z.string(), userId: z.string(), result: z.string() })),
    result: z.string().nullable(),
    ticketId: z.string().nullable(),
    liveTicketId: z
      .string()
      .nullable()
      .describe('The live ticket of this number: what they most likely called about'),
    closedAt: z.string().nullable(),
  })
  .meta({ id: 'CallBack' });

export function toCallBackView({ phone, state }: StoredCallBack): z.input<typeof callBackView> {
  const { claim } = state;
  return {
    id: state.callBackId,
    unitCodes: state.unitPath.map(({ code }) => code),
    caller: phone === null ? null : maskPhone(phone),
    hint: { category: state.hint.category, priority: state.hint.priority },
    calls: state.callIds.length,
    ...{ firstCallAt: state.firstCallAt, lastCallAt: state.lastCallAt, dueAt: state.clock.dueAt },
    ...{ sla: slaOf(state), breachedAt: state.breachedAt, paged: state.paged ?? null },
    claim: claim && {
      ...{ userId: claim.userId, at: claim.at },
      stale: isStaleClaim(state, new Date().toISOString()),
    },
    earlierClaims: state.earlierClaims.map(({ userId, at, endedAt, how, byUserId }) => ({
      ...{ userId, at, endedAt, how },
      ...optional('byUserId', byUserId),
    })),
    attempts: state.attempts.map(({ at, userId, result }) => ({ at, userId, result })),
    ...{ result: state.result, ticketId: state.ticketId, closedAt: state.closedAt },
    liveTicketId: state.liveTicketId ?? null,
  };
}
