import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes and checks the tokens of claim links. */
export interface ClaimTokens {
  tokenFor(messageId: string): string;
  /** The message this token was made for, or null when it was not made here. */
  messageIdOf(token: string): string | null;
}

const signatureLength = 12;

/**
 * Token = message id + 12 letters of an HMAC (about 70 bits): short enough for one SMS. Letters and digits
 * only, because phones cut a link at a trailing `-` or `_`.
 */
export function createClaimTokens(secretKey: string): ClaimTokens {
  const signatureOf = (messageId: string): string =>
    createHmac('sha256', secretKey)
      .update(`claim-link/${messageId}`)
      .digest('base64url')
      .replace(/[-_]/g, '0')
      .slice(0, signatureLength);
  return {
    tokenFor: (messageId) => `${messageId}${signatureOf(messageId)}`,
    messageIdOf(token) {
      if (!/^m[A-Za-z0-9]{33}$/.test(token)) return null;
      const messageId = token.slice(0, -signatureLength);
      const given = Buffer.from(token.slice(-signatureLength));
      return timingSafeEqual(given, Buffer.from(signatureOf(messageId))) ? messageId : null;
    },
  };
}
