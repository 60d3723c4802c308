import type { User } from '../../domain/organisation';

/** What a session that a link in an SMS has opened may be used for, see decision 23. */
export interface LinkScope {
  /** The team that the messages were sent to; the person acts for this one, whatever the account says. */
  readonly teamId: string;
  /** The tickets that the messages were about, oldest first. */
  readonly ticketIds: readonly string[];
  readonly until: Date;
}

/** Somebody who asks: with all the rights of the account, or only with those of a link. */
export interface SignedIn extends User {
  readonly link?: LinkScope;
}

/** More than anybody answers in half a day; a cookie has room for them. */
const mostTickets = 10;

/** The scope once another link of the same person is opened, too: all its tickets, if they are one team's. */
export function widened(
  before: LinkScope | undefined,
  teamId: string,
  ticketId: string,
): Omit<LinkScope, 'until'> {
  const kept = before?.teamId === teamId ? before.ticketIds.filter((id) => id !== ticketId) : [];
  return { teamId, ticketIds: [...kept.slice(1 - mostTickets), ticketId] };
}

/** The person as the link lets them act. */
export const limitedTo = (user: User, link: LinkScope): SignedIn => ({
  ...user,
  ...{ role: 'responder', teamId: link.teamId, link },
});
