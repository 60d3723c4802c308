import type { MessageIntent } from '../domain/message';
import type { MessageIdentity } from '../models/messages/message-repository';

/** What the ledger row of an intent says before anybody is asked to carry it. */
export function identityOf(
  id: string,
  { key, template, channel, recipient, lane }: MessageIntent,
  ticketId: string,
  unitCodes: readonly string[],
): MessageIdentity {
  return { id, key, ticketId, template, channel, recipient, lane, unitCodes };
}
