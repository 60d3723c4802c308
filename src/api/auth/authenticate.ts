import { parseCookie } from 'cookie';
import type { Request } from 'express';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { limitedTo, type SignedIn } from './link-scope';
import type { Session, SessionTokens } from './session-token';

export const sessionCookie = 'truc_session';
/** A deactivated account stops working within this time on every process. */
const cacheMs = 2_000;

/** The signed-in user of a request, or null. */
export type Authenticate = (request: Request) => Promise<SignedIn | null>;
/**
 * Whose session it is, if the account is still active, with a link's session its team too, and the session has not
 * been ended: long-lived streams ask again and again.
 */
export type StillActive = (session: Session) => Promise<SignedIn | null>;

/**
 * Reads `Authorization: Bearer` or the consoles' cookie, then looks the user up: rights follow the account,
 * not the token.
 *
 * @throws Refused `not-signed-in` for a token that is not valid, `cross-site-request` for a cookie sent by
 * another site's page
 */
export function createAuthenticate(deps: {
  users: Pick<UserRepository, 'findSession'>;
  organisation: Pick<OrganisationRepository, 'findTeam'>;
  tokens: Pick<SessionTokens, 'read'>;
  publicUrl: string;
}): { authenticate: Authenticate; stillActive: StillActive } {
  const look = keptAWhile((userId) => deps.users.findSession(userId));
  const lookAtTeam = keptAWhile((teamId) => deps.organisation.findTeam(teamId));
  const stillActive: StillActive = async ({ userId, since, link }) => {
    const [found, team] = await Promise.all([look(userId), link ? lookAtTeam(link.teamId) : null]);
    if (!found?.user.active) return null;
    const { user, sessionsFrom } = found;
    // Tokens tell the second only.
    if (sessionsFrom && since.getTime() < Math.floor(sessionsFrom.getTime() / 1_000) * 1_000) return null;
    if (!link) return user;
    return team?.active && link.until > new Date() ? limitedTo(user, link) : null;
  };
  const authenticate: Authenticate = async (request) => {
    const token = bearerOf(request) ?? cookieOf(request, deps.publicUrl);
    if (token === undefined) return null;
    const session = deps.tokens.read(token);
    const user = session && (await stillActive(session));
    if (!user) {
      throw new Refused('not-signed-in', 'The session is not valid any more. Sign in again.', {
        headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
      });
    }
    return user;
  };
  return { authenticate, stillActive };
}

/** What is found, looked up again after two seconds at the latest. */
function keptAWhile<T>(find: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const cache = new Map<string, { found: Promise<T>; until: number }>();
  return (id) => {
    const now = Date.now();
    const cached = cache.get(id);
    if (cached && cached.until > now) return cached.found;
    if (cache.size > 5_000) cache.clear();
    const found = find(id);
    cache.set(id, { found, until: now + cacheMs });
    found.catch(() => cache.delete(id));
    return found;
  };
}

function bearerOf(request: Request): string | undefined {
  const header = request.get('authorization');
  if (header === undefined) return undefined;
  const match = /^Bearer +([\w.~+/-]+=*) *$/i.exec(header);
  if (match?.[1] !== undefined) return match[1];
  throw new Refused('not-signed-in', 'Authorization must be: Bearer <accessToken>.', {
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_request"' },
  });
}

/** Browsers send a cookie by themselves, so a write that rides on it must come from our own pages. */
function cookieOf(request: Request, publicUrl: string): string | undefined {
  const token = tokenInCookie(request);
  if (token === undefined) return undefined;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && !isOwnPage(request, publicUrl)) {
    throw new Refused(
      'cross-site-request',
      'Send writes with a cookie from this site only, or use a bearer token.',
    );
  }
  return token;
}

export function tokenInCookie(request: Request): string | undefined {
  const header = request.get('cookie');
  return header === undefined ? undefined : parseCookie(header)[sessionCookie];
}

/** `Sec-Fetch-Site` where the browser sends it, else `Origin`; neither means we cannot know, so no. */
export function isOwnPage(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  return origin !== undefined && (origin === new URL(publicUrl).origin || origin === originOf(request));
}

const originOf = (request: Request): string => `${request.protocol}://${request.get('host') ?? ''}`;
