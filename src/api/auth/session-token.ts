import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { LinkScope } from './link-scope';

export const sessionHours = 12;

export interface Session {
  readonly userId: string;
  /** To the second. */
  readonly since: Date;
  /** When it was opened by a link in an SMS, and reaches no further than that. */
  readonly link?: LinkScope;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresAt: string;
}

/** Signs and reads session tokens; a token says who, or for which tickets, never what they may do. */
export interface SessionTokens {
  issue(userId: string): IssuedToken;
  issueForLink(userId: string, link: Omit<LinkScope, 'until'>): IssuedToken;
  /** Whose it is and since when, or null for a token that is forged, expired or not ours. */
  read(token: string): Session | null;
}

const linkClaims = z.object({
  exp: z.number(),
  link: z.object({ teamId: z.string(), ticketIds: z.array(z.string()) }),
});

/**
 * HS256 with keys of their own, derived from `SECRET_KEY`, so no other signature can be turned into a session, and
 * none of a link into a whole one: a process that does not know of links refuses it.
 */
export function createSessionTokens(secretKey: string, now: () => Date = () => new Date()): SessionTokens {
  // As key objects: of bytes, the library asks at every request whether they are a public key.
  const keyFor = (purpose: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, '', purpose, 32)));
  const key = keyFor('truc/session/v1');
  const linkKey = keyFor('truc/link-session/v1');
  const issuer = 'truc';
  const signed = (userId: string, claims: object, signingKey: KeyObject): IssuedToken => {
    const issuedAt = Math.floor(now().getTime() / 1_000);
    const exp = issuedAt + sessionHours * 60 * 60;
    const accessToken = jwt.sign({ ...claims, iat: issuedAt, exp }, signingKey, {
      algorithm: 'HS256',
      subject: userId,
      issuer,
    });
    return { accessToken, expiresAt: new Date(exp * 1_000).toISOString() };
  };
  const verified = (token: string, signingKey: KeyObject): (Session & { claims: unknown }) | null => {
    try {
      const claims = jwt.verify(token, signingKey, {
        algorithms: ['HS256'],
        issuer,
        clockTimestamp: Math.floor(now().getTime() / 1_000),
      });
      if (typeof claims !== 'object' || typeof claims.sub !== 'string') return null;
      return { userId: claims.sub, since: new Date((claims.iat ?? 0) * 1_000), claims };
    } catch {
      return null;
    }
  };
  return {
    issue: (userId) => signed(userId, {}, key),
    issueForLink: (userId, link) => signed(userId, { link }, linkKey),
    read(token) {
      const found = verified(token, key);
      if (found) return { userId: found.userId, since: found.since };
      const limited = verified(token, linkKey);
      const scope = linkClaims.safeParse(limited?.claims);
      if (!limited || !scope.success) return null;
      const { exp, link } = scope.data;
      const { userId, since } = limited;
      return { userId, since, link: { ...link, until: new Date(exp * 1_000) } };
    },
  };
}
