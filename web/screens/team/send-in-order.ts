import type { WaitingAction } from './waiting-action';

/** How the server took one action. `later`: no answer, or a passing trouble. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'later' }
  | { readonly kind: 'refused'; readonly refusal: NonNullable<WaitingAction['refusal']> };

/**
 * Sends what waits, oldest first, one after the other. A trouble that passes stops everything, because the order
 * matters; a refusal stops its own ticket only: whoever did not get the ticket cannot be on the way to it. Without its
 * photo the work was done all the same. What may still be taken back waits, and what follows it on its ticket too.
 *
 * @returns whether everything has been answered
 */
export async function sendInOrder(
  waiting: readonly WaitingAction[],
  deps: {
    /** Whether it still waits: it may have been taken back, in another tab too, since the list was read. */
    readonly isWaiting: (seq: number) => Promise<boolean>;
    readonly send: (action: WaitingAction) => Promise<Outcome>;
    readonly remove: (seq: number) => Promise<void>;
    readonly put: (action: WaitingAction) => Promise<void>;
    readonly isHeld: (action: WaitingAction) => boolean;
  },
): Promise<boolean> {
  const refused = new Map<string, NonNullable<WaitingAction['refusal']>>();
  const held = new Set<string>();
  const stop = (
    { action, ticketId }: WaitingAction,
    refusal: NonNullable<WaitingAction['refusal']>,
  ): void => {
    if (action !== 'photo') refused.set(ticketId, refusal);
  };
  for (const action of waiting) {
    if (action.refusal) {
      stop(action, action.refusal);
      continue;
    }
    if (deps.isHeld(action)) held.add(action.ticketId);
    if (held.has(action.ticketId)) continue;
    const before = refused.get(action.ticketId);
    if (before) {
      await deps.remove(action.seq);
      continue;
    }
    if (!(await deps.isWaiting(action.seq))) continue;
    const outcome = await deps.send(action);
    if (outcome.kind === 'later') return false;
    if (outcome.kind === 'done') await deps.remove(action.seq);
    else {
      stop(action, outcome.refusal);
      await deps.put({ ...action, refusal: outcome.refusal });
    }
  }
  return true;
}
