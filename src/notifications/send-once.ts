import type { MessageLane } from '../domain/message';
import type { SendLedger } from '../models/roll-calls/roll-call-repository';
import { MessageRefused, ProviderBusy, ProviderUnavailable } from './provider';
import type { OutgoingMessage } from './provider';
import type { ProviderPool } from './provider-pool';

/** Provider clocks and ours differ; a look-up begins this much earlier. */
const clockSkewMs = 60_000;
/** After an unknown outcome one more try is worth a possible duplicate, a third is not. */
const mostAsks = 2;

/** `unknown`: it may have been accepted, nobody can tell, and it is not sent again. */
export type SendOutcome = 'accepted' | 'refused' | 'unknown';

const unknown = 'outcome-unknown';

/**
 * Hands a message to a provider once, as far as can be known. What an earlier attempt left open, because the answer
 * was lost or the process ended, is looked up first and only sent again when it is not there.
 *
 * @throws the port's `ProviderBusy`, `ProviderUnavailable` (nothing was sent) and `OutcomeUnknown`; repeating is safe
 */
export async function sendOnce(
  message: OutgoingMessage,
  lane: MessageLane,
  ledger: SendLedger,
  providers: Pick<ProviderPool, 'send' | 'find'>,
): Promise<SendOutcome> {
  const { id } = message;
  const before = await ledger.state(id);
  if (before?.refusal != null) return before.refusal === unknown ? 'unknown' : 'refused';
  if (before?.providerId != null) return 'accepted';
  if (before?.askedAt) {
    const since = new Date(before.askedAt.getTime() - clockSkewMs);
    for (const { provider, providerId } of await providers.find(message, since, before.provider)) {
      if (await ledger.isKnown(providerId)) continue;
      await ledger.markSent(id, provider, providerId);
      return 'accepted';
    }
    if (before.asks >= mostAsks) {
      await ledger.markRefused(id, unknown);
      return 'unknown';
    }
  }
  try {
    const { provider, providerId } = await providers.send(message, lane, (asked) =>
      ledger.markAsked(id, asked),
    );
    await ledger.markSent(id, provider, providerId);
    return 'accepted';
  } catch (error) {
    if (error instanceof MessageRefused) {
      await ledger.markRefused(id, error.code);
      return 'refused';
    }
    if (error instanceof ProviderBusy || error instanceof ProviderUnavailable) await ledger.markUnsent(id);
    throw error;
  }
}
