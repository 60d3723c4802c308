import { z } from 'zod';
import { clockNames } from '../../domain/clock';
import { fields, roles, tiers } from '../../domain/organisation';
import { holdReasons, priorities } from '../../domain/policy';
import { channels, ticketStatuses, timelineTypes } from '../../domain/ticket';
import { lookalikeView } from '../duplicates/lookalike-schema';

/** What a ticket looks like from outside. Values that the reader may not see are null and `redacted` is true. */
export const unitRefView = z.object({ tier: z.enum(tiers), code: z.string() });

const clockView = z
  .object({
    name: z.enum(clockNames),
    tier: z.enum(tiers).optional(),
    round: z.number().int(),
    startedAt: z.string(),
    dueAt: z.string(),
    pausedMs: z.number(),
    state: z.enum(['running', 'paused', 'met', 'breached', 'cancelled']),
    metAt: z.string().optional(),
    breachedAt: z.string().optional(),
  })
  .meta({ id: 'Clock' });

const actorView = z
  .object({
    kind: z.enum(['user', 'citizen', 'system']),
    userId: z.string().optional(),
    role: z.enum(roles).optional(),
    unitCode: z.string().optional(),
    teamId: z.string().optional(),
    via: z.enum(['app', 'link', 'voice', 'api']).optional(),
  })
  .meta({ id: 'Actor' });

const timelineEntryView = z
  .object({
    seq: z.number().int().describe('1, 2, 3 … without gaps or repeats'),
    at: z.string(),
    type: z.enum(timelineTypes),
    actor: actorView,
    tier: z.enum(tiers).optional(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });

const assignmentView = z
  .object({
    teamId: z.string().nullable(),
    userId: z.string().nullable(),
    unitCode: z.string(),
    tier: z.enum(tiers),
    claimedAt: z.string(),
    via: z.enum(['app', 'link', 'voice', 'api']),
    enRouteAt: z.string().optional(),
    onSceneAt: z.string().optional(),
    endedAt: z.string().optional(),
    endReason: z.string().optional(),
  })
  .meta({ id: 'Assignment' });

const triageView = z.object({
  priority: z.enum(priorities),
  score: z.number(),
  redFlags: z.array(z.string()),
  protocolVersion: z.number(),
  at: z.string(),
  because: z.enum(['redFlag', 'score', 'default', 'manual']),
});

const ladderStepView = z.object({
  tier: z.enum(tiers),
  unitCode: z.string(),
  status: z.string(),
  withinMs: z.number(),
  openedAt: z.string().optional(),
  endsAt: z.string().optional(),
  teamIds: z.array(z.string()),
});

const summaryShape = {
  id: z.string(),
  code: z.string().describe('Short and speakable, e.g. BD-7K3-9QF'),
  status: z.enum(ticketStatuses),
  category: z.string(),
  field: z.enum(fields),
  priority: z.enum(priorities),
  channel: z.enum(channels),
  sla: z.enum(['ok', 'warning', 'breached']),
  unitPath: z.array(unitRefView),
  intakeUnit: unitRefView,
  receivedAt: z.string(),
  updatedAt: z.string(),
  revision: z.number().int().describe('Also the ETag; send it back as If-Match'),
  ownerTeamId: z.string().nullable(),
  ownerUserId: z.string().nullable(),
  nextDueAt: z.string().nullable().describe('The earliest deadline of a running clock'),
  nextBreach: z
    .object({ clock: z.enum(clockNames), at: z.string() })
    .nullable()
    .describe('What the queue goes by: the earliest deadline running, or broken and still not met'),
  caller: z.object({
    anonymous: z.boolean(),
    name: z.string().nullable(),
    phone: z.string().nullable().describe('E.164; masked when redacted'),
    language: z.enum(['vi', 'en']).describe('What they speak, and are written to in'),
  }),
  location: z.object({
    unitCode: z.string(),
    address: z.string().nullable(),
    point: z.object({ lat: z.number(), lng: z.number() }).nullable(),
  }),
  description: z.string().nullable(),
  citizenContacts: z
    .object({
      count: z.number().int(),
      lastAt: z.string(),
      pressing: z
        .boolean()
        .describe('They wait: nobody has the ticket, it is late, or it was called done before'),
    })
    .nullable()
    .describe('The caller called or wrote again; null when they did not'),
  redacted: z.boolean().describe('True when names, numbers, address and health answers were left out'),
};

export const ticketSummaryView = z.object(summaryShape).meta({ id: 'TicketSummary' });

export const ticketView = z
  .object({
    ...summaryShape,
    subject: z
      .object({
        name: z.string().optional(),
        phone: z.string().optional(),
        birthYear: z.number().optional(),
        sex: z.enum(['female', 'male', 'other']).optional(),
      })
      .nullable(),
    details: z.record(z.string(), z.unknown()).nullable(),
    policy: z.object({ id: z.string(), version: z.number().int() }),
    triage: triageView.nullable(),
    verification: z
      .object({
        state: z.enum(['pending', 'confirmed', 'rejected']),
        at: z.string().optional(),
        userId: z.string().optional(),
      })
      .nullable()
      .describe('Of a press or social report; nobody is sent while it is pending, unless it is a P1'),
    hold: z
      .object({ reason: z.enum(holdReasons), since: z.string(), until: z.string().optional() })
      .nullable(),
    resolution: z
      .object({
        at: z.string(),
        teamId: z.string().nullable(),
        userId: z.string().nullable(),
        evidence: z.array(z.string()),
      })
      .nullable(),
    ladder: z
      .object({
        round: z.number().int(),
        pass: z.number().int(),
        direction: z.string(),
        steps: z.array(ladderStepView),
      })
      .nullable(),
    offeredTeamIds: z.array(z.string()),
    declinedTeamIds: z.array(z.string()),
    duplicateOf: z.string().nullable(),
    duplicateIds: z.array(z.string()).describe('Reports that are linked to this one and told with it'),
    reopenedCount: z.number().int(),
    contactAttempts: z.number().int(),
    createdBy: z.string(),
    clocks: z.array(clockView),
    assignments: z.array(assignmentView),
    timeline: z.array(timelineEntryView),
    actions: z
      .array(z.string())
      .describe('What the reader may ask of this ticket by role, area and relation'),
  })
  .meta({ id: 'Ticket' });

export const createdTicketView = ticketView
  .extend({ duplicates: z.array(lookalikeView) })
  .meta({ id: 'CreatedTicket' });
