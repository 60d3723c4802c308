import { z } from 'zod';
import { orderEntryTypes, orderMeans, orderStatuses, resultOutcomes } from '../../domain/command-order';
import { orderActions } from '../../domain/command-order-commands';
import { orderNeeds } from '../../domain/command-order-view';
import { deliveryStatuses } from '../../domain/message';
import { roles, tiers } from '../../domain/organisation';
import { date, isoTime, textOf, ticketRef, unitCode } from '../http/schemas';

const whole = z.number().int();

/** Named units, and every unit of a tier below one. */
export const selectionBody = z
  .strictObject({
    unitCodes: z.array(unitCode).max(500, 'must have at most 500 units').default([]),
    tiers: z
      .array(
        z.strictObject({
          tier: z.enum(tiers, { error: `must be one of: ${tiers.join(', ')}` }),
          below: unitCode.describe('Every unit of this tier that lies in this unit'),
        }),
      )
      .max(50, 'must have at most 50 entries')
      .default([]),
  })
  .meta({ id: 'OrderSelection' });

export const orderBody = z
  .strictObject({
    text: textOf(4_000).describe('What is to be done'),
    urgent: z.boolean().default(false).describe('Rings telephones as well; otherwise SMS only'),
    given: z
      .strictObject({
        by: z.enum(orderMeans, { error: `must be one of: ${orderMeans.join(', ')}` }),
        documentNumber: textOf(100).optional(),
        documentDate: date.optional(),
      })
      .describe('How it was given; a document has a number'),
    to: selectionBody,
    tickets: z.array(ticketRef).max(50, 'must have at most 50 tickets').default([]),
    acknowledgeBy: isoTime,
    resultBy: isoTime.describe('Not before `acknowledgeBy`'),
  })
  .meta({ id: 'NewCommandOrder' });

const units = z.array(unitCode).min(1, 'must name at least one unit').max(500, 'must have at most 500 units');
const reason = textOf(1_000);

/** What each action takes. */
export const orderActionBodies = {
  acknowledge: z.strictObject({}),
  report: z.strictObject({ outcome: z.enum(resultOutcomes), text: textOf(4_000) }),
  accept: z.strictObject({ unitCodes: units }),
  return: z.strictObject({ unitCode, reason, resultBy: isoTime.optional() }),
  withdraw: z.strictObject({ reason }),
  extend: z.strictObject({
    acknowledgeBy: isoTime.optional(),
    resultBy: isoTime.optional(),
    reason,
    unitCodes: units.optional().describe('All addressees that owe something by default'),
  }),
  remind: z.strictObject({
    unitCodes: units
      .optional()
      .describe('By default those that are late; when none is, all that owe something'),
  }),
  close: z.strictObject({ reason }),
} as const;

const person = z.object({ userId: z.string(), name: z.string().nullable() });
const act = person.extend({ at: z.string() });

const addresseeView = z
  .object({
    unitCode: z.string(),
    tier: z.enum(tiers),
    toldAt: z.string().nullable(),
    people: z.array(person).describe('Who was told'),
    nobodySince: z.string().nullable().describe('Since when there has been nobody to tell'),
    acknowledged: act.extend({ via: z.enum(['app', 'link', 'voice', 'api']) }).nullable(),
    acknowledgeBy: z.string(),
    result: act
      .extend({
        outcome: z.enum(resultOutcomes),
        state: z.enum(['reported', 'accepted', 'returned']),
        text: z.string(),
        decided: act.extend({ reason: z.string().nullable() }).nullable(),
      })
      .nullable(),
    resultBy: z.string(),
    late: z.enum(['acknowledge', 'result']).nullable().describe('With what it is late now'),
    reminders: whole,
    remindedAt: z.string().nullable(),
  })
  .meta({ id: 'OrderAddressee' });

const entryView = z
  .object({
    seq: whole,
    at: z.string(),
    type: z.enum(orderEntryTypes),
    actor: z.object({
      kind: z.enum(['user', 'citizen', 'system']),
      userId: z.string().nullable(),
      name: z.string().nullable(),
      role: z.enum(roles).nullable(),
      unitCode: z.string().nullable(),
      via: z.enum(['app', 'link', 'voice', 'api']).nullable(),
    }),
    unitCodes: z.array(z.string()).describe('Empty: all addressees'),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'OrderTimelineEntry' });

export const orderSummaryView = z
  .object({
    id: z.string(),
    code: z.string(),
    status: z.enum(orderStatuses),
    urgent: z.boolean(),
    text: z.string(),
    given: z.object({
      by: z.enum(orderMeans),
      documentNumber: z.string().nullable(),
      documentDate: z.string().nullable(),
    }),
    issuer: person.extend({ unitCode: z.string() }),
    issuedAt: z.string(),
    acknowledgeBy: z.string(),
    resultBy: z.string(),
    endedAt: z.string().nullable(),
    tickets: z.array(z.object({ ticketId: z.string(), code: z.string() })),
    counts: z.object({
      ...{ addressees: whole, nobody: whole, acknowledged: whole, reported: whole, toAccept: whole },
      ...{ accepted: whole, lateToAcknowledge: whole, lateWithResult: whole, late: whole },
    }),
    mine: addresseeView.nullable().describe('How my own unit stands, where it is addressed'),
    needs: z.enum(orderNeeds).nullable().describe('What it waits for from me'),
    can: z.array(z.enum(orderActions)).describe('What I may do now'),
    revision: whole,
  })
  .meta({ id: 'CommandOrderSummary' });

export const orderView = orderSummaryView
  .extend({
    addressees: z.array(addresseeView).describe('Those of my area; late ones first'),
    timeline: z.array(entryView).describe('What concerns all addressees, or those that I see'),
  })
  .meta({ id: 'CommandOrder' });

export const orderMessageView = z
  .object({
    ...{ unitCode: z.string(), userId: z.string(), template: z.string() },
    channel: z.enum(['sms', 'voice']),
    status: z.enum(deliveryStatuses),
    errorCode: z.string().nullable(),
    ...{ createdAt: z.string(), updatedAt: z.string() },
  })
  .meta({ id: 'OrderMessage' });

export const previewView = z
  .object({
    units: z.array(
      z.object({
        unitCode: z.string(),
        tier: z.enum(tiers),
        people: z
          .array(person.extend({ role: z.enum(roles) }))
          .describe('Who would be told now; empty: nobody'),
      }),
    ),
  })
  .meta({ id: 'OrderPreview' });
