import { z } from 'zod';
import type { Surge, SurgeDecision, SurgeProfile, SurgeSpan } from '../../domain/surge';

const localised = z.object({ vi: z.string(), en: z.string() });
const whole = z.number().int();

export const surgeProfileView = z
  .object({
    ...{ id: z.string(), version: whole, effectiveFrom: z.string(), name: localised, summary: localised },
    scripts: z.object({
      shorten: z.boolean().describe('Only red flags and what decides the class is asked'),
      alsoAsk: z
        .record(z.string(), z.array(z.string()))
        .describe('By category: questions asked all the same'),
    }),
    callBackFirst: localised.nullable().describe('Said before a call-back is offered instead of the queue'),
    policyIds: z.array(z.string()),
    honestTimes: z.boolean().describe('SMS to citizens name the longer times'),
    agents: z.array(localised).describe('What agents have to do differently'),
    longestHours: whole,
    adviseBelowShare: z.number(),
  })
  .meta({ id: 'SurgeProfile' });

const person = z.object({ id: z.string(), name: z.string().nullable() });

export const surgeView = z
  .object({
    unitCode: z.string(),
    unitPath: z.array(z.string()).describe('From the province down to the unit'),
    version: whole,
    profile: surgeProfileView,
    reason: z.string(),
    since: z.string(),
    endsAt: z.string().describe('It ends by itself then'),
    by: person,
  })
  .meta({ id: 'Surge' });

export const surgeDecisionView = z
  .object({
    ...{ version: whole, at: z.string(), by: person, reason: z.string() },
    profile: z.object({ id: z.string(), version: whole, name: localised }).nullable().describe('Null: off'),
    endsAt: z.string().nullable(),
  })
  .meta({ id: 'SurgeDecision' });

export const surgeSpanView = z
  .object({
    ...{ unitCode: z.string(), profileId: z.string(), from: z.string(), until: z.string().nullable() },
    ended: z.enum(['byItself', 'byHand']).nullable().describe('Null while it runs'),
    changes: whole.describe('How often it was prolonged, shortened or changed'),
  })
  .meta({ id: 'SurgeSpan' });

/** What people are called, by id; null for an account that is gone. */
export type NameOf = (userId: string) => string | null;

export const toProfileView = (profile: SurgeProfile): z.input<typeof surgeProfileView> => ({
  ...profile,
  scripts: {
    shorten: profile.scripts.shorten,
    alsoAsk: Object.fromEntries(
      Object.entries(profile.scripts.alsoAsk).map(([name, ids]) => [name, [...ids]]),
    ),
  },
  policyIds: [...profile.policyIds],
  agents: [...profile.agents],
});

export const toSurgeView = (surge: Surge, nameOf: NameOf): z.input<typeof surgeView> => ({
  ...{ unitCode: surge.unitCode, version: surge.version, reason: surge.reason },
  unitPath: surge.unitPath.map(({ code }) => code),
  profile: toProfileView(surge.profile),
  ...{ since: surge.since, endsAt: surge.endsAt },
  by: { id: surge.byUserId, name: nameOf(surge.byUserId) },
});

export const toDecisionView = (
  { version, at, byUserId, reason, profile, endsAt }: SurgeDecision,
  nameOf: NameOf,
): z.input<typeof surgeDecisionView> => ({
  ...{ version, at, reason, endsAt, by: { id: byUserId, name: nameOf(byUserId) } },
  profile: profile && { id: profile.id, version: profile.version, name: profile.name },
});

export const toSpanView = (span: SurgeSpan): z.input<typeof surgeSpanView> => ({ ...span });
