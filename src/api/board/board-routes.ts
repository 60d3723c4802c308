import { z } from 'zod';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { AreaFilter, TicketRepository } from '../../models/tickets/ticket-repository';
import { DomainError } from '../../domain/refusal';
import { route, type Route } from '../http/route';
import { unitCode } from '../http/schemas';
import { ticketSummaryView } from '../tickets/ticket-schemas';
import { toTicketSummary } from '../tickets/ticket-view';

const counts = z.record(z.string(), z.number().int());

export interface BoardDependencies {
  readonly tickets: Pick<TicketRepository, 'board'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
}

export function boardRoutes(deps: BoardDependencies): Route[] {
  return [
    route({
      operationId: 'getBoard',
      method: 'get',
      path: '/stats/board',
      tag: 'Board',
      permission: ['Board', 'read'],
      summary: 'The picture of my area, or of one unit in it; oldest open tickets first',
      status: 200,
      problems: ['unit-not-found'],
      query: z.strictObject({ unit: unitCode.optional() }),
      response: z
        .object({
          open: z.number().int(),
          byStatus: counts,
          byCategory: counts,
          bySla: counts,
          byTier: counts,
          byPriority: counts,
          oldest: z.array(ticketSummaryView),
        })
        .meta({ id: 'Board' }),
      handle: async ({ query: { unit }, rights }) => {
        if (unit !== undefined && !(await deps.organisation.findUnit(unit))) {
          throw new DomainError('unit-not-found', 'unit must be the code of a unit', { field: 'unit' });
        }
        const area: AreaFilter =
          unit === undefined ? rights.readable : { $and: [rights.readable, { 'state.unitPath.code': unit }] };
        const { oldest, ...board } = await deps.tickets.board(area);
        return { ...board, oldest: oldest.map((ticket) => toTicketSummary(ticket, rights)) };
      },
    }),
  ];
}
