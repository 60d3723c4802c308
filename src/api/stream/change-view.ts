import { z } from 'zod';
import type { TicketChange } from '../../models/ticket-changes/ticket-changes';

export const changeView = z
  .object({
    ticketId: z.string(),
    code: z.string(),
    status: z.string(),
    category: z.string(),
    priority: z.string(),
    sla: z.string(),
    unitCode: z.string(),
    revision: z.number().int(),
  })
  .meta({ id: 'TicketChange' });

/** The change as a console needs it to decide whether to read the ticket again: ids and codes. */
export const toChangeView = ({ code, state }: TicketChange): z.input<typeof changeView> => ({
  ticketId: state.ticketId,
  code,
  status: state.status,
  category: state.category,
  priority: state.priority,
  sla: state.sla,
  unitCode: state.unitPath.at(-1)?.code ?? '',
  revision: state.revision,
});
