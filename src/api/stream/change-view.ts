import { z } from 'zod';
import { callOutcomes, callStatuses } from '../../domain/call';
import { slaOf } from '../../domain/call-back-clock';
import { priorities } from '../../domain/policy';
import { orderStatuses } from '../../domain/command-order';
import type {
  CallBackChange,
  CallChange,
  CommandOrderChange,
  SurgeChange,
  TicketChange,
} from '../../models/changes/changes';

const ticketChangeView = z
  .object({
    ticketId: z.string(),
    code: z.string(),
    status: z.string(),
    category: z.string(),
    priority: z.string(),
    sla: z.string(),
    unitCode: z.string(),
    revision: z.number().int(),
    writtenAt: z.string().describe('When the change was written: how far a reader lags behind'),
  })
  .meta({ id: 'TicketChange' });

/** The change as a console needs it to decide whether to read the ticket again: ids and codes. */
export const toTicketChangeView = ({
  code,
  state,
  writtenAt,
}: TicketChange): z.input<typeof ticketChangeView> => ({
  ticketId: state.ticketId,
  code,
  status: state.status,
  category: state.category,
  priority: state.priority,
  sla: state.sla,
  unitCode: state.unitPath.at(-1)?.code ?? '',
  revision: state.revision,
  writtenAt: writtenAt.toISOString(),
});

const callChangeView = z
  .object({
    callId: z.string(),
    status: z.enum(callStatuses),
    outcome: z.enum(callOutcomes).nullable(),
    category: z.string().nullable(),
    priority: z.enum(priorities),
    unitCode: z.string(),
    claimedBy: z.string().nullable(),
    finished: z.boolean(),
  })
  .meta({ id: 'CallChange' });

/** What moved in the queue: ids and codes, no number and no key. Signs of life are no news. */
export const toCallChangeView = ({ state }: CallChange): z.input<typeof callChangeView> => ({
  ...{ callId: state.callId, status: state.status, outcome: state.outcome },
  ...{ category: state.hint.category, priority: state.hint.priority },
  unitCode: state.unitPath.at(-1)?.code ?? '',
  claimedBy: state.claim?.userId ?? null,
  finished: state.finishedAt !== null,
});

const callBackChangeView = z
  .object({
    callBackId: z.string(),
    calls: z.number().int(),
    category: z.string().nullable(),
    priority: z.enum(priorities),
    unitCode: z.string(),
    dueAt: z.string(),
    sla: z.enum(['ok', 'warning', 'breached']),
    claimedBy: z.string().nullable(),
    closed: z.boolean(),
  })
  .meta({ id: 'CallBackChange' });

/** A call-back opened, grew, came due, was breached, taken or closed. */
export const toCallBackChangeView = ({ state }: CallBackChange): z.input<typeof callBackChangeView> => ({
  ...{ callBackId: state.callBackId, calls: state.callIds.length },
  ...{ category: state.hint.category, priority: state.hint.priority },
  unitCode: state.unitPath.at(-1)?.code ?? '',
  ...{ dueAt: state.clock.dueAt, sla: slaOf(state), claimedBy: state.claim?.userId ?? null },
  closed: state.closedAt !== null,
});

const whole = z.number().int();
const commandOrderChangeView = z
  .object({
    ...{ orderId: z.string(), code: z.string(), status: z.enum(orderStatuses), issuerUnitCode: z.string() },
    ...{ addressees: whole, acknowledged: whole, reported: whole, accepted: whole, late: whole },
    revision: whole,
  })
  .meta({ id: 'CommandOrderChange' });

/** An order was given, answered, came due, was accepted or ended. */
export const toCommandOrderChangeView = ({
  state,
}: CommandOrderChange): z.input<typeof commandOrderChangeView> => {
  const { addressees, acknowledged, reported, accepted, late } = state.counts;
  return {
    ...{ orderId: state.orderId, code: state.code, status: state.status, revision: state.revision },
    ...{ issuerUnitCode: state.issuer.unit.code, addressees, acknowledged, reported, accepted, late },
  };
};

const surgeChangeView = z
  .object({
    ...{ unitCode: z.string(), version: whole, on: z.boolean() },
    ...{ profileId: z.string().nullable(), endsAt: z.string().nullable() },
  })
  .meta({ id: 'SurgeChange' });

/** A surge was switched on, changed or ended by hand. */
export const toSurgeChangeView = ({ state }: SurgeChange): z.input<typeof surgeChangeView> => ({
  ...{ unitCode: state.unitCode, version: state.version, on: state.profile !== null },
  ...{ profileId: state.profile?.id ?? null, endsAt: state.endsAt },
});

/** The data of the events `ticket`, `call`, `callBack`, `commandOrder` and `surge`. */
export const changeView = z.union([
  ticketChangeView,
  callChangeView,
  callBackChangeView,
  commandOrderChangeView,
  surgeChangeView,
]);
