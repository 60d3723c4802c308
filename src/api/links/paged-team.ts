import { isTeamPage } from '../../domain/message-rules';
import { DomainError } from '../../domain/refusal';
import { isSettled, ownerOf } from '../../domain/ticket';
import type { Actor, Assignment } from '../../domain/ticket';
import type { Team, User } from '../../domain/organisation';
import type { MessageRecord, MessageRepository } from '../../models/messages/message-repository';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import type { TicketDesk } from '../ticket-desk';

/** What answering a page needs, by link or by keypad. */
export interface PageDependencies {
  readonly messages: Pick<MessageRepository, 'find' | 'useOnce'>;
  readonly tickets: Pick<TicketRepository, 'find'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly organisation: Pick<OrganisationRepository, 'findTeam' | 'findUnit'>;
  readonly desk: Pick<TicketDesk, 'command'>;
}

/** One page and everybody it is about. */
export interface PagedTeam {
  readonly message: MessageRecord;
  readonly ticket: StoredTicket;
  readonly user: User;
  readonly team: Team;
}

/** What the page's team may do now. `taken` names the winner. */
export type Standing =
  | { readonly kind: 'offer' }
  | { readonly kind: 'mine' }
  | { readonly kind: 'done' }
  | { readonly kind: 'taken'; readonly by: string; readonly at: Date }
  | { readonly kind: 'declined' }
  | { readonly kind: 'used' }
  | { readonly kind: 'settled' }
  | { readonly kind: 'expired' };

const pageLivesMs = 24 * 60 * 60 * 1_000;

/** The page behind a message id; null when it is none, or its person or team no longer stands for it. */
export async function findPagedTeam(
  messageId: string,
  { messages, tickets, users, organisation }: PageDependencies,
): Promise<PagedTeam | null> {
  const message = await messages.find(messageId);
  if (!message || !isTeamPage(message)) return null;
  const { recipient, ticketId } = message;
  if (recipient.kind !== 'user' || recipient.teamId === undefined) return null;
  const [ticket, user, team] = await Promise.all([
    tickets.find(ticketId),
    users.find(recipient.userId),
    organisation.findTeam(recipient.teamId),
  ]);
  if (!ticket || !user?.active || !team?.active) return null;
  return { message, ticket, user, team };
}

/** How the page stands at `now`. */
export async function standingOf(
  { message, ticket, team }: PagedTeam,
  now: Date,
  organisation: PageDependencies['organisation'],
): Promise<Standing> {
  const { state } = ticket;
  if (isSettled(state)) return { kind: 'settled' };
  const owner = ownerOf(state);
  if (owner) {
    if (owner.teamId === team.id) return { kind: 'mine' };
    return {
      kind: 'taken',
      by: await ownerNameOf(owner, organisation),
      at: new Date(owner.claimedAt),
    };
  }
  if (state.status === 'resolved') {
    return state.resolution?.teamId === team.id ? { kind: 'done' } : { kind: 'settled' };
  }
  if (now.getTime() - message.createdAt.getTime() > pageLivesMs) return { kind: 'expired' };
  if (message.usedAt === null) return { kind: 'offer' };
  return { kind: state.declinedTeamIds.includes(team.id) ? 'declined' : 'used' };
}

/** The team that has it, or the centre that took it in hand, as people call them. */
export async function ownerNameOf(
  owner: Assignment,
  organisation: PageDependencies['organisation'],
): Promise<string> {
  const winner = owner.teamId === null ? null : await organisation.findTeam(owner.teamId);
  return winner?.name ?? (await organisation.findUnit(owner.unitCode))?.name ?? owner.unitCode;
}

/** The person of the page as the timeline names them. */
export function actorOf({ user, team }: PagedTeam, via: 'link' | 'voice'): Actor {
  return { kind: 'user', userId: user.id, role: user.role, unitCode: user.unitCode, teamId: team.id, via };
}

/**
 * Claims for the page's team. A lost race is an answer, not an error: the caller looks at the ticket again.
 * Other refusals and outages are thrown.
 */
export async function claimFor(
  paged: PagedTeam,
  via: 'link' | 'voice',
  { desk, messages }: PageDependencies,
): Promise<{ revision: number } | 'lost'> {
  const { team, ticket, message } = paged;
  const unit = { tier: team.tier, code: team.unitCode };
  try {
    const receipt = await desk.command(ticket, 'claim', {
      actor: actorOf(paged, via),
      team: { teamId: team.id, unit },
    });
    await messages.useOnce(message.id, new Date());
    return receipt;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'already-claimed') return 'lost';
    throw error;
  }
}

/** Declines for the page's team, with a reason in words or a code. */
export async function declineFor(
  paged: PagedTeam,
  via: 'link' | 'voice',
  reason: string,
  { desk, messages }: PageDependencies,
): Promise<{ revision: number }> {
  const { team, ticket, message } = paged;
  const receipt = await desk.command(ticket, 'decline', {
    actor: actorOf(paged, via),
    teamId: team.id,
    reason,
  });
  await messages.useOnce(message.id, new Date());
  return receipt;
}
