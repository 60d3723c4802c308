import { z } from 'zod';
import {
  adviceFor,
  agentsNeeded,
  answerTarget,
  assumedHandlingMs,
  nextHour,
  staffingOf,
  type CallLoad,
  type Staffing,
} from '../../domain/staffing';
import { spansOf, surgeMs, type SurgeDecision, type SurgeProfile } from '../../domain/surge';
import type { MeasureLoad } from '../../models/calls/call-load';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { SurgeRepository } from '../../models/surges/surge-repository';
import { route, type Route } from '../http/route';
import { unitCode } from '../http/schemas';
import { askedUnitOf } from '../stats/asked-unit';
import { spanOf, spanQuery } from '../stats/span';
import { surgeSpanView, toSpanView } from './surge-views';

export interface SurgeStatsDependencies {
  readonly surges: Pick<SurgeRepository, 'listUntil'>;
  readonly surgeProfiles: readonly SurgeProfile[];
  readonly measureLoad: MeasureLoad;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly now?: () => Date;
}

const whole = z.number().int();
const staffingView = z.object({
  callsPerHour: whole,
  answeredShare: z.number().describe('Expected share answered within 15 s'),
  meanWaitMs: z
    .number()
    .nullable()
    .describe('Null: more work than there is time, the queue grows without end'),
  occupancy: z.number().nullable().describe('Share of the agents’ time on calls; null without agents'),
  agentsNeeded: whole.describe('For 90 % within 15 s'),
});

const toStaffingView = (staffing: Staffing, load: CallLoad): z.input<typeof staffingView> => ({
  callsPerHour: load.callsPerHour,
  answeredShare: staffing.answeredShare,
  meanWaitMs: staffing.meanWaitMs,
  occupancy: Number.isFinite(staffing.occupancy) ? staffing.occupancy : null,
  agentsNeeded: agentsNeeded(load),
});

/** When a surge should be switched on, and how often it was. */
export function surgeStatsRoutes(deps: SurgeStatsDependencies): Route[] {
  const now = deps.now ?? (() => new Date());
  return [
    route({
      operationId: 'getCallForecast',
      method: 'get',
      path: '/stats/forecast',
      tag: 'Board',
      permission: ['Figures', 'read'],
      summary: 'What callers may expect now and in the next hour with the agents at work (Erlang C)',
      description:
        'Arrivals of the last hour, handling time of the last three, agents who held a call or call-back in the last half hour. The next hour goes on growing as the last one did.',
      status: 200,
      problems: ['unit-not-found'],
      query: z.strictObject({ unit: unitCode.optional() }),
      response: z
        .object({
          at: z.string(),
          unitCode: z.string(),
          hours: z.array(z.object({ from: z.string(), received: whole, answered: whole })),
          handlingMs: whole,
          handledCalls: whole.describe('Measured on so many; 0: three minutes are assumed'),
          agents: whole,
          target: z.object({ withinMs: whole, share: z.number() }),
          now: staffingView,
          next: staffingView,
          advice: z
            .enum(['enough', 'short', 'switch', 'tooFew'])
            .describe('`tooFew`: not enough calls to say; `switch`: a surge should be on'),
        })
        .meta({ id: 'CallForecast' }),
      handle: async ({ query, user }) => {
        const at = now();
        const unit = await askedUnitOf(user, query.unit, deps.organisation);
        const measured = await deps.measureLoad(unit, at);
        const { agents, hours } = measured;
        const handlingMs = measured.handlingMs ?? assumedHandlingMs;
        const lastHour = hours.at(-1)?.received ?? 0;
        const load: CallLoad = { callsPerHour: lastHour, handlingMs };
        const coming: CallLoad = {
          callsPerHour: nextHour(hours.at(-2)?.received ?? 0, lastHour),
          handlingMs,
        };
        const next = staffingOf(agents, coming);
        const adviseBelow = Math.max(
          0,
          ...deps.surgeProfiles.map(({ adviseBelowShare }) => adviseBelowShare),
        );
        return {
          ...{ at: at.toISOString(), unitCode: unit, hours: [...hours], handlingMs, agents },
          handledCalls: measured.handledCalls,
          target: answerTarget,
          now: toStaffingView(staffingOf(agents, load), load),
          next: toStaffingView(next, coming),
          advice: adviceFor(next, coming, adviseBelow),
        };
      },
    }),
    route({
      operationId: 'getSurgeStats',
      method: 'get',
      path: '/stats/surge',
      tag: 'Board',
      permission: ['Board', 'read'],
      summary: 'How often and how long a surge was on, by unit',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      query: z.strictObject(spanQuery),
      response: z
        .object({
          since: z.string(),
          until: z.string(),
          units: z.array(
            z.object({ unitCode: z.string(), times: whole, onMs: z.number(), isOn: z.boolean() }),
          ),
          spans: z.array(surgeSpanView).describe('Newest first'),
        })
        .meta({ id: 'SurgeStats' }),
      handle: async ({ query, user }) => {
        const { since, until } = spanOf(query);
        const unit = await askedUnitOf(user, query.unit, deps.organisation);
        const at = now().toISOString();
        const byUnit = new Map<string, SurgeDecision[]>();
        for (const decision of await deps.surges.listUntil(unit, until)) {
          byUnit.set(decision.unitCode, [...(byUnit.get(decision.unitCode) ?? []), decision]);
        }
        const [from, to] = [since.toISOString(), until.toISOString()];
        const units = [...byUnit].map(([code, decisions]) => {
          const spans = spansOf(decisions, at).filter((span) => span.until === null || span.until > from);
          return { unitCode: code, spans, onMs: surgeMs(spans, from, to < at ? to : at) };
        });
        return {
          ...{ since: from, until: to },
          units: units
            .filter(({ spans }) => spans.length > 0)
            .map(({ unitCode: code, spans, onMs }) => ({
              ...{ unitCode: code, times: spans.length, onMs },
              isOn: spans.some((span) => span.until === null),
            })),
          spans: units
            .flatMap(({ spans }) => spans)
            .sort((a, b) => b.from.localeCompare(a.from))
            .map(toSpanView),
        };
      },
    }),
  ];
}
