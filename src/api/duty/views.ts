import { z } from 'zod';
import { handOverKinds, handOverStates, type HandOver } from '../../domain/hand-over';
import { priorities } from '../../domain/policy';
import { swapStates, type ShiftSwap } from '../../domain/shift-swap';
import { ticketStatuses } from '../../domain/ticket';
import type { StoredOverride } from '../../models/duty/duty-repository';

export const swapView = z
  .object({
    ...{ id: z.string(), shiftId: z.string(), teamId: z.string() },
    date: z.string().describe('Local date on which the turn begins'),
    ...{ from: z.string(), until: z.string(), fromUserId: z.string(), toUserId: z.string() },
    reason: z.string(),
    state: z.enum(swapStates),
    ...{ askedBy: z.string(), askedAt: z.string() },
    needsPermission: z.boolean().describe('The two are not of one team: a supervisor has to permit it'),
    ...{ permittedBy: z.string().nullable(), permittedAt: z.string().nullable() },
    answeredBy: z.string().nullable().describe('Who accepted, declined or cancelled it last'),
    answeredAt: z.string().nullable(),
  })
  .meta({ id: 'ShiftSwap' });

export const overrideView = z
  .object({
    ...{ id: z.string(), teamId: z.string(), unitCode: z.string(), userId: z.string() },
    replacesUserId: z.string().nullable().describe('Whose duty it takes; null adds a person'),
    ...{ from: z.string(), until: z.string(), reason: z.string() },
    swapId: z.string().nullable().describe('The swap it comes from'),
    ...{ createdBy: z.string(), createdAt: z.string() },
    ...{ cancelledBy: z.string().nullable(), cancelledAt: z.string().nullable() },
  })
  .meta({ id: 'DutyOverride' });

export const handOverView = z
  .object({
    id: z.string(),
    kind: z
      .enum(handOverKinds)
      .describe('nobodyComing: a shift will end and nobody follows; nobodyThere: it has ended so'),
    ...{ teamId: z.string(), teamName: z.string(), unitCode: z.string() },
    at: z.string().describe('The moment of the change of shift'),
    outgoingUserIds: z.array(z.string()),
    incomingUserIds: z.array(z.string()),
    supervisorUserIds: z.array(z.string()).describe('Whom it concerns when nobody answers'),
    work: z.array(
      z.object({
        ...{ ticketId: z.string(), code: z.string(), priority: z.enum(priorities), category: z.string() },
        status: z.enum(ticketStatuses),
        isOwned: z.boolean().describe('False while it is offered and nobody has claimed it'),
        next: z.object({ clock: z.string(), dueAt: z.string() }).nullable(),
      }),
    ),
    state: z.enum(handOverStates),
    acknowledgeBy: z.string().nullable(),
    ...{ acknowledgedBy: z.string().nullable(), acknowledgedAt: z.string().nullable() },
    overdueAt: z.string().nullable().describe('When the supervisors were told that nobody had acknowledged'),
    createdAt: z.string(),
  })
  .meta({ id: 'HandOver' });

export const toSwapView = (swap: ShiftSwap): z.input<typeof swapView> => ({ ...swap });
export const toOverrideView = (override: StoredOverride): z.input<typeof overrideView> => ({ ...override });
export const toHandOverView = ({
  unitCodes: _codes,
  ...handOver
}: HandOver): z.input<typeof handOverView> => ({
  ...handOver,
  outgoingUserIds: [...handOver.outgoingUserIds],
  incomingUserIds: [...handOver.incomingUserIds],
  supervisorUserIds: [...handOver.supervisorUserIds],
  work: handOver.work.map((one) => ({ ...one, next: one.next && { ...one.next } })),
});
