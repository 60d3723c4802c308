import { rescue, tellClock } from '../api/calls/rescue';
import type { RescueDependencies } from '../api/calls/rescue';
import { endCall } from '../domain/call';
import type { CallBackRepository } from '../models/calls/call-back-repository';
import type { CallRepository } from '../models/calls/call-repository';

/** Younger debts are being paid by the process that made them. */
const settleMs = 2_000;
const batch = 200;

/** A waiting caller hears of their place every 20 s, so after this long nobody is on the line. */
const twilioSilentMs = 2 * 60_000;
/** An exchange of its own tells every end; only one whose news got lost is silent for so long. */
const exchangeSilentMs = 30 * 60_000;

/**
 * One round of the call relay: ends calls whose end was never reported, opens the call-backs that a crash left
 * unopened, and starts the clocks that Temporal has not heard of. Safe to run in many processes at once. Resolves
 * to how much was done; rejects, to be tried again, when a server is still away.
 */
export async function rescueCalls(
  deps: RescueDependencies & {
    readonly calls: Pick<CallRepository, 'change' | 'listSilent' | 'listUnrescued'>;
    readonly callBacks: Pick<CallBackRepository, 'listUntold'>;
  },
): Promise<number> {
  const nowMs = Date.now();
  const before = (ms: number): Date => new Date(nowMs - ms);
  const silent = [
    ...(await deps.calls.listSilent('twilio', before(twilioSilentMs), batch)),
    ...(await deps.calls.listSilent('others', before(exchangeSilentMs), batch)),
  ];
  for (const { state } of silent) {
    await deps.calls.change(state.callId, (now) =>
      now.revision === state.revision ? endCall(now, 'hungUp', now.seenAt) : now,
    );
  }
  const owed = await deps.calls.listUnrescued(before(settleMs), batch);
  for (const call of owed) await rescue(deps, call);
  const untold = await deps.callBacks.listUntold(before(settleMs), batch);
  for (const item of untold) await tellClock(deps, item);
  return silent.length + owed.length;
}
