import type { Draft } from './draft';
import { DomainError } from './refusal';
import type { Channel, TicketState } from './ticket';

/**
 * What the press or a social network says is a claim: somebody checks it before a team is sent. Life before
 * procedure: a P1 goes out at once and is checked meanwhile.
 */
export const needsVerification = (channel: Channel): boolean => channel === 'press' || channel === 'social';

/** Nobody is sent while this holds; the clocks run all the same. */
export const waitsForVerification = (ticket: Pick<TicketState, 'verification' | 'priority'>): boolean =>
  ticket.verification?.state === 'pending' && ticket.priority !== 'P1';

/** @throws DomainError when the ticket is not one that waits to be checked */
export function requirePending(draft: Draft): void {
  const { verification, code, status } = draft.state;
  if (verification?.state === 'pending') return;
  throw new DomainError('transition-not-allowed', `Ticket ${code} does not wait for a verification`, {
    status,
    action: 'verify',
    verification: verification?.state ?? null,
  });
}

/** @throws DomainError when the ticket must be verified before this */
export function requireChecked(draft: Draft, action: 'triage'): void {
  if (!waitsForVerification(draft.state)) return;
  const { code, status } = draft.state;
  throw new DomainError(
    'transition-not-allowed',
    `Ticket ${code} must be verified first; only a P1 goes out unverified`,
    {
      status,
      action,
      verification: 'pending',
    },
  );
}
