import type { TicketSummary } from '../../api/operations.gen';
import type { WaitingAction } from './waiting-action';

const statusAfter: Partial<Record<WaitingAction['action'], TicketSummary['status']>> = {
  claim: 'claimed',
  enRoute: 'enRoute',
  onScene: 'onScene',
};

/** The tickets as they will be when what waits has been sent; what the team gave away or finished is gone. */
export function withWaiting(
  tickets: readonly TicketSummary[],
  waiting: readonly WaitingAction[],
  teamId: string | null,
): TicketSummary[] {
  return tickets.flatMap((ticket) => {
    const own = waiting.filter(({ ticketId, refusal }) => ticketId === ticket.id && !refusal);
    if (own.some(({ action }) => action === 'decline' || action === 'handBack' || action === 'resolve'))
      return [];
    const status = own.map(({ action }) => statusAfter[action]).at(-1) ?? ticket.status;
    const isClaimed = own.some(({ action }) => action === 'claim');
    return [{ ...ticket, status, ...(isClaimed && { ownerTeamId: teamId }) }];
  });
}
