import { isShortCode, isVietnameseLandline } from './phone';
import { isSettled, ownerOf } from './ticket';
import type { MessageChannel, MessageIntent } from './message';
import type { User } from './organisation';
import type { TicketState } from './ticket';

/** Why a message was not sent, as a code of the ledger. None of them is the provider's. */
export type DropReason =
  | 'no-phone'
  | 'not-a-mobile'
  | 'recipient-inactive'
  | 'off-duty'
  | 'already-claimed'
  | 'team-declined'
  | 'already-settled'
  | 'capped'
  | 'opted-out';

/** Asks somebody to take the ticket: pointless, and confusing, once somebody has. */
function asksForAnOwner(intent: MessageIntent): boolean {
  return (
    intent.template === 'team.page' ||
    intent.template === 'team.page.voice' ||
    intent.template === 'supervisor.breach.voice'
  );
}

/** The world moved on and nobody missed anything: neither the ticket nor an operator has to hear of it. */
const harmless: ReadonlySet<string> = new Set<DropReason>([
  'already-claimed',
  'already-settled',
  'team-declined',
  'opted-out',
]);

/** True when a failure stays in the list of dead letters until somebody has looked at it. */
export function isDeadLetter(reason: string): boolean {
  return !harmless.has(reason) && reason !== 'no-phone';
}

/**
 * True when the ticket must hear of a message that is not sent: somebody was chosen and cannot be reached, so
 * the ladder must not wait for them. A citizen who cannot be told changes nothing for the ladder.
 */
export function ticketMustHear(reason: DropReason, recipient: MessageIntent['recipient']): boolean {
  return !harmless.has(reason) && recipient.kind === 'user';
}

/** A cap protects from floods, never from an emergency: what asks for an owner of a P1 always goes out. */
export function isCapped(intent: MessageIntent, ticket: Pick<TicketState, 'priority'>): boolean {
  return !(ticket.priority === 'P1' && asksForAnOwner(intent));
}

/** True for a page to a team, whose link or keypad can claim. */
export function isTeamPage(intent: Pick<MessageIntent, 'template'>): boolean {
  return intent.template === 'team.page' || intent.template === 'team.page.voice';
}

/** What the ticket has become since the intent was written; null when the message still makes sense. */
export function outdated(intent: MessageIntent, ticket: TicketState): DropReason | null {
  if (isSettled(ticket)) {
    return asksForAnOwner(intent) || intent.template === 'citizen.delayed' ? 'already-settled' : null;
  }
  if (!asksForAnOwner(intent)) return null;
  if (ownerOf(ticket) !== undefined || ticket.status === 'resolved') return 'already-claimed';
  const teamId = intent.recipient.kind === 'user' ? intent.recipient.teamId : undefined;
  const sentByHand = ticket.ladder?.direction === 'direct';
  return teamId !== undefined && !sentByHand && ticket.declinedTeamIds.includes(teamId)
    ? 'team-declined'
    : null;
}

/** Where a citizen is told, or why not. Somebody who asked to stay anonymous is never written to. */
export function citizenPhone(
  caller: { readonly phone?: string; readonly anonymous: boolean },
  channel: MessageChannel,
): { readonly to: string } | { readonly drop: DropReason } {
  if (caller.anonymous || caller.phone === undefined) return { drop: 'no-phone' };
  return reachable(caller.phone, channel);
}

/** Where a user is told, or why not. `onDuty` is the roster's word; null where duty does not matter. */
export function userPhone(
  user: Pick<User, 'active' | 'phone'> | null,
  onDuty: boolean | null,
  channel: MessageChannel,
): { readonly to: string } | { readonly drop: DropReason } {
  if (user === null || !user.active) return { drop: 'recipient-inactive' };
  if (user.phone === null) return { drop: 'no-phone' };
  if (onDuty === false) return { drop: 'off-duty' };
  return reachable(user.phone, channel);
}

function reachable(
  phone: string,
  channel: MessageChannel,
): { readonly to: string } | { readonly drop: DropReason } {
  if (isShortCode(phone)) return { drop: 'no-phone' };
  return channel === 'sms' && isVietnameseLandline(phone) ? { drop: 'not-a-mobile' } : { to: phone };
}
