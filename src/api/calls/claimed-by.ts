import { createHash } from 'node:crypto';
import type { Claim } from '../../domain/call';

/** One claim as an opaque word for an address: another agent's, or a later one of the same agent, is another word. */
export const claimedBy = ({ userId, at }: Pick<Claim, 'userId' | 'at'>): string =>
  createHash('sha256').update(`${userId}\n${at}`).digest('base64url').slice(0, 22);
