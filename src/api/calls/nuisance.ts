import { blockCall } from '../../domain/call';
import { mayBeEmergency } from '../../domain/call-hint';
import type { CallRepository, StoredCall } from '../../models/calls/call-repository';
import type { Blocklist } from '../../models/recipients/recipient-lists';

export interface NuisanceDependencies {
  readonly calls: Pick<CallRepository, 'change'>;
  readonly blocklist: Pick<Blocklist, 'find'>;
}

/**
 * Turns a nuisance caller away: the call is over, owes nobody a call-back, and keeps why and until when the number
 * is blocked. Null when the call is to be taken, as every call is that may be an emergency.
 */
export async function turnAway(
  { calls, blocklist }: NuisanceDependencies,
  { phone, state }: StoredCall,
): Promise<StoredCall | null> {
  if (phone === null || mayBeEmergency(state.hint) || state.answeredAt !== null) return null;
  const block = await blocklist.find(phone, 'none');
  if (block === null) return null;
  const at = new Date().toISOString();
  const until = block.expiresAt.toISOString();
  const turned = await calls.change(
    state.callId,
    (call) => (mayBeEmergency(call.hint) ? call : blockCall(call, until, at)),
    { blockReason: block.reason },
  );
  return turned?.state.outcome === 'blocked' ? turned : null;
}
