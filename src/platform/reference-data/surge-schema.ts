import { z } from 'zod';
import type { SurgeProfile } from '../../domain/surge';
import { date, localised, text, version } from './fields';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

/** One file of `config/surge`. That what it names exists is checked by whoever knows the protocols and policies. */
export const surgeSchema: z.ZodType<SurgeProfile> = z.strictObject({
  id,
  version,
  effectiveFrom: date,
  name: localised,
  summary: localised,
  scripts: z.strictObject({
    shorten: z.boolean('must be true or false'),
    alsoAsk: z.record(z.string(), z.array(text)),
  }),
  callBackFirst: localised.nullable(),
  policyIds: z.array(id),
  honestTimes: z.boolean('must be true or false'),
  agents: z.array(localised).min(1, 'must tell the agents what to do'),
  longestHours: z.int('must be a whole number').min(1, 'must be 1 or more').max(720, 'must be at most 720'),
  adviseBelowShare: z.number('must be a number').gt(0, 'must be above 0').max(0.9, 'must be at most 0.9'),
});
