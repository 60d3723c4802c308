import { hkdfSync } from 'node:crypto';
import jwt from 'jsonwebtoken';

export const sessionHours = 12;

/** Signs and reads session tokens; a token says who, never what they may do. */
export interface SessionTokens {
  issue(userId: string): { accessToken: string; expiresAt: string };
  /** The user's id, or null for a token that is forged, expired or not ours. */
  read(token: string): string | null;
}

/** HS256 with a key of its own, derived from `SECRET_KEY`, so no other signature can be turned into a session. */
export function createSessionTokens(secretKey: string, now: () => Date = () => new Date()): SessionTokens {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'truc/session/v1', 32));
  const issuer = 'truc';
  return {
    issue(userId) {
      const issuedAt = Math.floor(now().getTime() / 1_000);
      const exp = issuedAt + sessionHours * 60 * 60;
      const accessToken = jwt.sign({ iat: issuedAt, exp }, key, {
        algorithm: 'HS256',
        subject: userId,
        issuer,
      });
      return { accessToken, expiresAt: new Date(exp * 1_000).toISOString() };
    },
    read(token) {
      try {
        const claims = jwt.verify(token, key, {
          algorithms: ['HS256'],
          issuer,
          clockTimestamp: Math.floor(now().getTime() / 1_000),
        });
        return typeof claims === 'object' && typeof claims.sub === 'string' ? claims.sub : null;
      } catch {
        return null;
      }
    },
  };
}
