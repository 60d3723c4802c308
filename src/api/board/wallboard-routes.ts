import { z } from 'zod';
import { clockNames } from '../../domain/clock';
import { lostTimeByTier } from '../../domain/lost-time';
import { fields, tiers } from '../../domain/organisation';
import { priorities } from '../../domain/policy';
import { figuresOfUnits, sumOf } from '../../domain/wallboard';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { TicketRepository } from '../../models/tickets/ticket-repository';
import { route, type Route } from '../http/route';
import { unitCode } from '../http/schemas';
import { shareAnswers } from '../http/shared-answers';
import { askedUnitOf } from '../stats/asked-unit';
import { ticketSummaryView } from '../tickets/ticket-schemas';
import { toTicketSummary } from '../tickets/ticket-view';

const whole = z.number().int();
const figures = {
  ...{ open: whole, warning: whole, breached: whole, unowned: whole, urgentUnowned: whole },
  urgentSince: z.string().nullable().describe('Receipt of the oldest P1 that nobody owns'),
  breachingSoon: whole.describe('With a promised time in the next ten minutes, or just past it'),
  doneToday: whole.describe('Resolved since midnight in Viet Nam'),
  doneOnTime: whole.describe('Of these, without a broken promise'),
  medianClaimMs: whole
    .nullable()
    .describe('From receipt to the first claim, of what came in the last 24 hours'),
};
const wallboardView = z
  .object({
    at: z.string(),
    unitCode: z.string(),
    figures: z.object(figures),
    units: z
      .array(z.object({ tier: z.enum(tiers), code: z.string(), ...figures }))
      .describe('Every unit below that has figures, each with all that lies below it'),
    tiers: z
      .array(
        z.object({
          tier: z.enum(tiers),
          windows: whole.describe('Turns on the ladder that ended, of what came in the last 24 hours'),
          lapsed: whole.describe('Of these, without a claim in time'),
          lostMs: whole,
        }),
      )
      .describe('Who has lost the time'),
    next: z
      .array(
        z.object({
          ticket: ticketSummaryView,
          clock: z.object({ name: z.enum(clockNames), dueAt: z.string() }),
          holdingTiers: z.array(z.enum(tiers)).describe('Who has the next move'),
          lost: z.array(z.object({ tier: z.enum(tiers), lostMs: whole })).describe('Most first'),
        }),
      )
      .describe('What breaches next, soonest first'),
    breaches: z
      .array(
        z.object({
          ...{ ticketId: z.string(), code: z.string(), category: z.string(), unitCode: z.string() },
          ...{ priority: z.enum(priorities), clock: z.enum(clockNames), breachedAt: z.string() },
        }),
      )
      .describe('The newest broken promises of open tickets, newest first: what a screen sounds for'),
  })
  .meta({ id: 'Wallboard' });
const dutyView = z
  .object({
    at: z.string(),
    teams: whole,
    onDuty: whole.describe('With somebody on duty now who can be paged'),
    gaps: z.array(z.object({ teamId: z.string(), name: z.string(), unitCode: z.string() })),
  })
  .meta({ id: 'DutyFigures' });

export interface WallboardDependencies {
  readonly tickets: Pick<TicketRepository, 'wallboard'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'listUnits' | 'listTeams' | 'rostersOf'>;
}

const query = z.strictObject({
  unit: unitCode.optional().describe('A unit of my area; all of it by default'),
});

/** The wall of an operations centre: what needs a decision now, by place and by tier. */
export function wallboardRoutes({ tickets, organisation }: WallboardDependencies): Route[] {
  // Every screen of a centre asks again at each change: one reading answers them all.
  const boardOf = shareAnswers(async (unit) => {
    const now = new Date();
    return { now, board: await tickets.wallboard(unit, now) };
  });
  const dutyOf = shareAnswers((unit) => readDuty(organisation, unit, new Date()));
  return [
    route({
      operationId: 'getWallboard',
      method: 'get',
      path: '/stats/wallboard',
      tag: 'Board',
      permission: ['Figures', 'read'],
      summary: 'What needs a decision now: by unit, by tier, and what breaches next',
      status: 200,
      problems: ['unit-not-found'],
      query,
      response: wallboardView,
      handle: async ({ query: { unit: asked }, user, rights }) => {
        const unit = await askedUnitOf(user, asked, organisation);
        const { now, board } = await boardOf(unit);
        return {
          at: now.toISOString(),
          unitCode: unit,
          figures: sumOf(board.places),
          units: [...figuresOfUnits(unit, board.places)],
          tiers: [...board.tiers],
          breaches: [...board.breaches],
          next: board.next.map(({ ticket, clock, holdingTiers }) => ({
            ticket: toTicketSummary(ticket, rights),
            clock,
            holdingTiers: [...holdingTiers],
            lost: [...lostTimeByTier(ticket.state, now.getTime())],
          })),
        };
      },
    }),
    route({
      operationId: 'getDutyFigures',
      method: 'get',
      path: '/stats/duty',
      tag: 'Board',
      permission: ['Figures', 'read'],
      summary: 'How many teams could be paged now, and which could not',
      status: 200,
      problems: ['unit-not-found'],
      query,
      response: dutyView,
      handle: async ({ query: { unit }, user }) => dutyOf(await askedUnitOf(user, unit, organisation)),
    }),
  ];
}

async function readDuty(
  organisation: WallboardDependencies['organisation'],
  unitCode: string,
  now: Date,
): Promise<z.input<typeof dutyView>> {
  const [units, active] = await Promise.all([
    organisation.listUnits({}),
    organisation.listTeams({ active: true }),
  ]);
  const area = new Set(
    units.filter(({ path }) => path.some(({ code }) => code === unitCode)).map(({ code }) => code),
  );
  const teams = active.filter((team) => area.has(team.unitCode));
  const codes = [...new Set(teams.map((team) => team.unitCode))];
  const rosters = await Promise.all(
    fields.map((field) => organisation.rostersOf(codes, field, now.toISOString())),
  );
  const onDuty = new Set(rosters.flat().flatMap((roster) => roster.teams.map(({ teamId }) => teamId)));
  return {
    at: now.toISOString(),
    teams: teams.length,
    onDuty: teams.filter(({ id }) => onDuty.has(id)).length,
    gaps: teams
      .filter(({ id }) => !onDuty.has(id))
      .map((team) => ({ teamId: team.id, name: team.name, unitCode: team.unitCode })),
  };
}
