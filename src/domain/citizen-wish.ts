import type { Draft } from './draft';
import { defaultReopensWithinMs, type PinnedPolicy } from './policy';
import { DomainError } from './refusal';
import { isSettled } from './ticket';
import type { TicketState } from './ticket';

/** What a citizen may ask of their own report, without an account: the page offers it, the ticket itself holds to it. */

const dayMs = 24 * 60 * 60 * 1_000;

/** After so many reopenings a person has to listen, not a page. */
const mostReopenings = 3;

/** A rating may be thought over for this long. */
export const ratingChangesWithinMs = dayMs;

export const ratingScores = [1, 2, 3, 4, 5] as const;
export type RatingScore = (typeof ratingScores)[number];

/** `tell`: the people at work hear of it. `tooLate`: a new report serves better. */
export type HelpAnswer = 'tell' | 'reopen' | 'tooLate';

/** `ask`: somebody decides after a word with the citizen, and nothing stops until then. */
export type CancelAnswer = 'cancel' | 'ask' | 'no';

/** When the work ended, in epoch ms: it was called done, or its clocks were stopped; null while it goes on. */
function endedAtMs({ resolution, clocks }: Pick<TicketState, 'resolution' | 'clocks'>): number | null {
  if (resolution) return Date.parse(resolution.at);
  const ends = clocks.flatMap(({ events }) =>
    events.filter(({ type }) => type === 'cancel').map(({ at }) => Date.parse(at)),
  );
  return ends.length > 0 ? Math.max(...ends) : null;
}

/** What "I still need help" means for a ticket at `nowMs`. */
export function helpAnswer(
  ticket: Pick<TicketState, 'status' | 'reopenedCount' | 'resolution' | 'clocks'>,
  policy: Pick<PinnedPolicy, 'citizenReopensWithinMs'>,
  nowMs: number,
): HelpAnswer {
  const { status, reopenedCount } = ticket;
  if (status === 'duplicate' || (status !== 'resolved' && !isSettled(ticket))) return 'tell';
  const ended = endedAtMs(ticket) ?? nowMs;
  const isRecent = nowMs - ended <= (policy.citizenReopensWithinMs ?? defaultReopensWithinMs);
  if (isRecent && reopenedCount < mostReopenings) return 'reopen';
  return status === 'resolved' ? 'tell' : 'tooLate';
}

/**
 * What "please cancel" means. A danger to life is never called off by a page, for whoever presses may not be who
 * called; and a team that is with somebody asks that person.
 */
export function cancelAnswer({ status, priority }: Pick<TicketState, 'status' | 'priority'>): CancelAnswer {
  if (status === 'duplicate') return 'ask';
  if (status === 'resolved' || isSettled({ status })) return 'no';
  return priority === 'P1' || status === 'onScene' ? 'ask' : 'cancel';
}

/** Something was done, so there is something to judge. */
export const mayBeRated = ({ status }: Pick<TicketState, 'status'>): boolean =>
  status === 'resolved' || status === 'closed';

/** @throws DomainError `transition-not-allowed` when the ticket must not be ended by its citizen alone */
export function requireCitizenMayCancel({ state }: Draft): void {
  if (cancelAnswer(state) !== 'ask') return;
  const { code, status, priority } = state;
  throw new DomainError(
    'transition-not-allowed',
    `Ticket ${code} is ${priority} and ${status}; somebody talks to the citizen before it is cancelled`,
    { status, priority, action: 'cancel' },
  );
}

/** @throws DomainError `transition-not-allowed` when it ended too long ago, or was opened again too often */
export function requireCitizenMayReopen({ state, policy, nowMs }: Draft): void {
  if (helpAnswer(state, policy, nowMs) === 'reopen') return;
  const { code, status, reopenedCount } = state;
  throw new DomainError(
    'transition-not-allowed',
    `Ticket ${code} cannot be opened again by its citizen; take a new report`,
    { status, reopenedCount, action: 'reopen' },
  );
}
