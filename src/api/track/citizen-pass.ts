import { createHmac, timingSafeEqual } from 'node:crypto';

/** Shows for half an hour that somebody has given the code and the digits of one report. */
export interface CitizenPasses {
  issue(ticketId: string, now: Date): string;
  /** The report's id; null for a pass that was not made here or is too old. */
  read(pass: unknown, now: Date): string | null;
}

const livesMs = 30 * 60 * 1_000;

/** A pass lies in the forms of one page only: no cookie stays on a borrowed phone, and no address holds it. */
export function createCitizenPasses(secretKey: string): CitizenPasses {
  const signatureOf = (content: string): string =>
    createHmac('sha256', secretKey).update(`citizen-pass/${content}`).digest('base64url');
  return {
    issue(ticketId, now) {
      const content = `${ticketId}.${(now.getTime() + livesMs).toString(36)}`;
      return `${content}.${signatureOf(content)}`;
    },
    read(pass, now) {
      if (typeof pass !== 'string') return null;
      const [ticketId = '', endsAt = '', signature = '', ...more] = pass.split('.');
      const expected = Buffer.from(signatureOf(`${ticketId}.${endsAt}`));
      const given = Buffer.from(signature);
      if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
        return null;
      return Number.parseInt(endsAt, 36) > now.getTime() ? ticketId : null;
    },
  };
}
