import { startClock } from '../clock-ledger';
import type { ClockName } from '../clock';
import type { Draft } from '../draft';
import { startSearch } from '../ladder';
import type { ServiceClass } from '../policy';
import { waitsForVerification } from '../verification';

/** How long each clock has by the class. */
export const targets: Record<ClockName, keyof ServiceClass & `${string}Ms`> = {
  triage: 'triageMs',
  acknowledge: 'acknowledgeMs',
  firstResponse: 'firstResponseMs',
  resolve: 'resolveMs',
  resolveTotal: 'resolveMs',
};

/** Fresh clocks and a new search for an owner, from now. */
export function beginAgain(draft: Draft, reason: 'reopened' | 'unlinked'): void {
  const round = draft.state.reopenedCount + 2;
  draft.set({
    reopenedCount: draft.state.reopenedCount + 1,
    delayTold: false,
    contactAttempts: 0,
    declinedTeamIds: [],
  });
  const waits = waitsForVerification(draft.state);
  for (const name of [...(waits ? (['triage'] as const) : []), 'firstResponse', 'resolve'] as const) {
    const withinMs = draft.serviceClass[targets[name]] ?? 0;
    draft.addClock(
      startClock(
        { name, round, atMs: draft.nowMs, reason, priority: draft.state.priority, withinMs },
        draft.policy,
      ),
    );
  }
  if (waits) draft.set({ status: 'received' });
  else startSearch(draft, reason);
}
