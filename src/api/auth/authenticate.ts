import { parseCookie } from 'cookie';
import type { Request } from 'express';
import type { User } from '../../domain/organisation';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import type { SessionTokens } from './session-token';

export const sessionCookie = 'truc_session';
/** A deactivated account stops working within this time on every process. */
const cacheMs = 2_000;

/** The signed-in user of a request, or null. */
export type Authenticate = (request: Request) => Promise<User | null>;
/** The user if the account is still active: long-lived streams ask again and again. */
export type StillActive = (userId: string) => Promise<User | null>;

/**
 * Reads `Authorization: Bearer` or the consoles' cookie, then looks the user up: rights follow the account,
 * not the token.
 *
 * @throws Refused `not-signed-in` for a token that is not valid, `cross-site-request` for a cookie sent by
 * another site's page
 */
export function createAuthenticate(deps: {
  users: Pick<UserRepository, 'find'>;
  tokens: Pick<SessionTokens, 'read'>;
  publicUrl: string;
}): { authenticate: Authenticate; stillActive: StillActive } {
  const cache = new Map<string, { user: Promise<User | null>; until: number }>();
  const stillActive: StillActive = async (userId) => {
    const now = Date.now();
    const cached = cache.get(userId);
    if (cached && cached.until > now) return cached.user;
    if (cache.size > 5_000) cache.clear();
    const user = deps.users.find(userId).then((found) => (found?.active ? found : null));
    cache.set(userId, { user, until: now + cacheMs });
    user.catch(() => cache.delete(userId));
    return user;
  };
  const authenticate: Authenticate = async (request) => {
    const token = bearerOf(request) ?? cookieOf(request, deps.publicUrl);
    if (token === undefined) return null;
    const userId = deps.tokens.read(token);
    const user = userId === null ? null : await stillActive(userId);
    if (!user) {
      throw new Refused('not-signed-in', 'The session is not valid any more. Sign in again.', {
        headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
      });
    }
    return user;
  };
  return { authenticate, stillActive };
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
  const header = request.get('cookie');
  const token = header === undefined ? undefined : parseCookie(header)[sessionCookie];
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

/** `Sec-Fetch-Site` where the browser sends it, else `Origin`; neither means we cannot know, so no. */
export function isOwnPage(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  return origin !== undefined && (origin === new URL(publicUrl).origin || origin === originOf(request));
}

const originOf = (request: Request): string => `${request.protocol}://${request.get('host') ?? ''}`;
