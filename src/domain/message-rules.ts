import { isShortCode, isVietnameseLandline } from './phone';
import { isSettled, ownerOf } from './ticket';
import type { MessageChannel, MessageIntent } from './message';
import type { User } from './organisation';
import type { TicketState } from './ticket';

/** Why a message was not sent, as a code of the ledger. None of them is the provider's. */
export const dropReasons = [
  'no-phone',
  'not-a-mobile',
  'recipient-inactive',
  'off-duty',
  'already-claimed',
  'already-acknowledged',
  'team-declined',
  'already-settled',
  'step-passed',
  'quiet-hours',
  'capped',
  'opted-out',
  'unlinked',
  'same-number',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** Failures that are ours: they say nothing about the telephone that was to be reached. */
export const ownFailures: readonly string[] = [
  ...dropReasons,
  'outcome-unknown',
  'provider-unavailable',
  'internal',
  'intent-gone',
];

/** Asks somebody to take the ticket: pointless, and confusing, once somebody has. */
export function asksForAnOwner(intent: Pick<MessageIntent, 'template' | 'data'>): boolean {
  return (
    isTeamPage(intent) ||
    intent.template === 'supervisor.breach.voice' ||
    // The same news by SMS, to a supervisor who wants it so; a breached clock names no pass.
    (intent.template === 'supervisor.breach' && intent.data.pass !== undefined)
  );
}

/** The world moved on and nobody missed anything: neither the ticket nor an operator has to hear of it. */
const harmless: ReadonlySet<string> = new Set<DropReason>([
  'already-claimed',
  'already-acknowledged',
  'already-settled',
  'team-declined',
  'step-passed',
  'quiet-hours',
  'opted-out',
  'unlinked',
  'same-number',
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
  if (intent.withheld !== undefined) return intent.withheld;
  if (!asksForAnOwner(intent)) return null;
  if (ownerOf(ticket) !== undefined || ticket.status === 'resolved') return 'already-claimed';
  const teamId = intent.recipient.kind === 'user' ? intent.recipient.teamId : undefined;
  const sentByHand = ticket.ladder?.direction === 'direct';
  if (teamId !== undefined && !sentByHand && ticket.declinedTeamIds.includes(teamId)) return 'team-declined';
  return teamId !== undefined && intent.afterMs !== undefined && isStepOver(intent, ticket)
    ? 'step-passed'
    : null;
}

/** The owner claimed on a call, and this is a message to them: it may be that very call. */
export function isOwnersCall({ recipient }: Pick<MessageIntent, 'recipient'>, ticket: TicketState): boolean {
  const owner = ownerOf(ticket);
  return recipient.kind === 'user' && recipient.userId === owner?.userId && owner.via === 'voice';
}

/** A later rule speaks for its own step only: by now others are asked, or this team by a newer page. */
function isStepOver({ data }: MessageIntent, { ladder }: TicketState): boolean {
  if (ladder?.round !== data.round || ladder?.pass !== data.pass) return true;
  return !ladder?.steps.some(({ unitCode, status }) => unitCode === data.unitCode && status === 'open');
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
