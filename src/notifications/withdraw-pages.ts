import { orderIdOf } from '../domain/command-order-notices';
import { asksForAnOwner, isOwnersCall, outdated } from '../domain/message-rules';
import { identityOf } from './message-identity';
import { endCall } from './end-call';
import { messageIdOf } from './outbox';
import { withdrawOrderMessages } from './order-withdrawal';
import type { OrderWithdrawalDependencies } from './order-withdrawal';
import type { TicketRepository } from '../models/tickets/ticket-repository';

export interface WithdrawDependencies extends OrderWithdrawalDependencies {
  readonly tickets: Pick<TicketRepository, 'find'>;
}

/**
 * Takes back every page that the ticket or order, as it is now, no longer needs: what is not sent never will be, and a call
 * under way ends or is told who has it. Safe to repeat. Resolves to how many pages were touched.
 *
 * A queue that loses this job loses nothing but time: each message looks at the ticket again before it goes out,
 * and whoever picks up a call hears how the ticket stands.
 */
export async function withdrawPages(ticketId: string, dependencies: WithdrawDependencies): Promise<number> {
  const orderId = orderIdOf(ticketId);
  if (orderId !== null) return withdrawOrderMessages(orderId, dependencies);
  const { tickets, messages } = dependencies;
  const ticket = await tickets.find(ticketId);
  if (!ticket) return 0;
  const rows = new Map((await messages.listByTicket(ticketId)).map((row) => [row.id, row]));
  const unitCodes = ticket.state.unitPath.map(({ code }) => code);
  let count = 0;
  for (const intent of ticket.outbox.filter(asksForAnOwner)) {
    const because = outdated(intent, ticket.state);
    if (because === null) continue;
    const id = messageIdOf(intent.key);
    const row = rows.get(id);
    if (row) {
      if (await endCall(row, isOwnersCall(row, ticket.state), because, dependencies)) count += 1;
      continue;
    }
    // Writes nothing when the message went on its way meanwhile.
    const dropped = { errorCode: because, isDead: false, mustTell: false };
    await messages.recordDropped(identityOf(id, intent, ticketId, unitCodes), dropped);
    count += 1;
  }
  return count;
}
