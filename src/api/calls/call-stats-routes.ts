import { z } from 'zod';
import { DomainError } from '../../domain/refusal';
import type { CallBackRepository } from '../../models/calls/call-back-repository';
import type { CallRepository } from '../../models/calls/call-repository';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { isoTime, unitCode } from '../http/schemas';
import { areaCodeOf, isInAreaOf } from '../rights';

export interface CallStatsDependencies {
  readonly calls: Pick<CallRepository, 'figures'>;
  readonly callBacks: Pick<CallBackRepository, 'figures'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
}

const dayMs = 24 * 60 * 60_000;
const whole = z.number().int();

export function callStatsRoutes(deps: CallStatsDependencies): Route[] {
  return [
    route({
      operationId: 'getCallStats',
      method: 'get',
      path: '/stats/calls',
      tag: 'Board',
      permission: ['Board', 'read'],
      summary: 'Calls answered, abandoned and rescued in my area, by default of the last 24 hours',
      status: 200,
      problems: ['unit-not-found'],
      query: z.strictObject({
        unit: unitCode.optional(),
        since: isoTime.optional(),
        until: isoTime.optional(),
      }),
      response: z
        .object({
          since: z.string(),
          until: z.string(),
          calls: z.object({
            ...{
              received: whole,
              answered: whole,
              answeredWithin15s: whole,
              blocked: whole,
              abandoned: whole,
            },
            ...{ voicemail: whole, callBackAsked: whole, withoutNumber: whole, waitingNow: whole },
            answeredWithin15sShare: z.number().nullable().describe('Of the answered and abandoned ones'),
            medianWaitMs: z.number().nullable(),
            longestWaitMs: z.number().nullable().describe('Of those who wait now'),
          }),
          callBacks: z.object({
            ...{ open: whole, breachedOpen: whole, opened: whole, rescued: whole, breached: whole },
          }),
        })
        .meta({ id: 'CallStats' }),
      handle: async ({ query, user }) => {
        const until = query.until === undefined ? new Date() : new Date(query.until);
        const since = query.since === undefined ? new Date(until.getTime() - dayMs) : new Date(query.since);
        const code = query.unit ?? areaCodeOf(user);
        const unit = await deps.organisation.findUnit(code);
        if (!unit)
          throw new DomainError('unit-not-found', 'unit must be the code of a unit', { field: 'unit' });
        if (!isInAreaOf(user, unit.path)) throw new Refused('not-allowed', 'This unit is not in your area.');
        const [calls, callBacks] = await Promise.all([
          deps.calls.figures(code, since, until),
          deps.callBacks.figures(code, since, until),
        ]);
        return { since: since.toISOString(), until: until.toISOString(), calls, callBacks };
      },
    }),
  ];
}
