import type { DropReason } from '../domain/message-rules';
import type { Recipient } from '../domain/message';
import type { StoredTicket, TicketRepository } from '../models/tickets/ticket-repository';

/** Reports that are looked through for the same number; more are told each by themselves. */
const looksThrough = 20;

/**
 * The report under which a citizen is told: the ticket itself, or the linked one that the message is for. Dropped
 * when it is linked no longer, and when its number hears the same news under an earlier code.
 */
export async function reporterOf(
  recipient: Recipient,
  main: StoredTicket,
  tickets: Pick<TicketRepository, 'find'>,
): Promise<StoredTicket | { readonly drop: DropReason }> {
  if (recipient.kind !== 'citizen' || recipient.ticketId === undefined) return main;
  const linked = main.state.duplicateIds ?? [];
  const place = linked.indexOf(recipient.ticketId);
  const report = place < 0 ? null : await tickets.find(recipient.ticketId);
  if (report?.state.status !== 'duplicate') return { drop: 'unlinked' };
  const { phone } = report.intake.caller;
  const earlier = linked.slice(Math.max(0, place - looksThrough), place);
  const others = [main, ...(await Promise.all(earlier.map((id) => tickets.find(id))))];
  return phone !== undefined && others.some((one) => one?.intake.caller.phone === phone && isTold(one, main))
    ? { drop: 'same-number' }
    : report;
}

/** Whether the caller of `one` gets the news of `main` at all. */
const isTold = ({ id, intake, state }: StoredTicket, main: StoredTicket): boolean =>
  !intake.caller.anonymous && (id === main.id || state.status === 'duplicate');
