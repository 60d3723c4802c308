import type { Request, Response } from 'express';
import { isOwnPage, tokenInCookie } from '../auth/authenticate';
import { widened } from '../auth/link-scope';
import { sessionCookieOf } from '../auth/session-cookie';
import { sessionHours, type SessionTokens } from '../auth/session-token';
import type { PagedTeam } from './paged-team';

export interface OpenAppDependencies {
  readonly tokens: Pick<SessionTokens, 'issueForLink' | 'read'>;
  readonly publicUrl: string;
}

/**
 * Sends the phone into the consoles at the link's ticket, with a session for no more than that; see decision 23.
 * Whoever is signed in there with their own password stays so.
 *
 * @returns false, and nothing is sent, when the button was not pressed on our own page: another site must not change
 * who is signed in
 */
export function openApp(
  { ticket, user, team }: PagedTeam,
  request: Request,
  response: Response,
  { tokens, publicUrl }: OpenAppDependencies,
): boolean {
  if (!isOwnPage(request, publicUrl)) return false;
  const token = tokenInCookie(request);
  const before = token === undefined ? null : tokens.read(token);
  const isOwn = before?.userId === user.id;
  const isWhole = isOwn && !before.link;
  if (!isWhole) {
    const { accessToken } = tokens.issueForLink(
      user.id,
      widened(isOwn ? before.link : undefined, team.id, ticket.id),
    );
    response.append('Set-Cookie', sessionCookieOf(accessToken, sessionHours * 60 * 60, publicUrl));
  }
  const screen = isWhole && user.role !== 'responder' ? 'tickets' : 'team';
  response.set('Cache-Control', 'no-store').redirect(303, `/app/${screen}/${ticket.id}`);
  return true;
}
