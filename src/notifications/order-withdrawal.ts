import { outdatedOrderMessage, orderKeyParts } from '../domain/command-order-notices';
import type { CommandOrderState } from '../domain/command-order';
import type { MessageIntent } from '../domain/message';
import type { CommandOrderRepository } from '../models/command-orders/command-order-repository';
import type { MessageRecord, MessageRepository } from '../models/messages/message-repository';
import { identityOf } from './message-identity';
import { endCall } from './end-call';
import type { EndCallDependencies } from './end-call';
import { messageIdOf } from './outbox';

export interface OrderWithdrawalDependencies extends EndCallDependencies {
  readonly commandOrders: Pick<CommandOrderRepository, 'withIntents'>;
  readonly messages: EndCallDependencies['messages'] &
    Pick<MessageRepository, 'listByTicket' | 'recordDropped'>;
}

/**
 * Takes back what the order, as it is now, no longer asks: unsent messages are not sent, ringing telephones stop.
 * Safe to repeat. Resolves to how many messages were touched.
 */
export async function withdrawOrderMessages(
  orderId: string,
  dependencies: OrderWithdrawalDependencies,
): Promise<number> {
  const found = await dependencies.commandOrders.withIntents(orderId);
  if (!found) return 0;
  const { state, outbox } = found;
  const subject = `order/${orderId}`;
  const rows = new Map((await dependencies.messages.listByTicket(subject)).map((row) => [row.id, row]));
  let count = 0;
  for (const intent of outbox) {
    const because = outdatedOrderMessage(intent, state);
    if (because === null) continue;
    const id = messageIdOf(intent.key);
    const row = rows.get(id);
    if (row) {
      if (await endCall(row, isAnswerersCall(intent, state), because, dependencies)) count += 1;
      continue;
    }
    const unitCode = orderKeyParts(intent.key)?.unitCode;
    const path = state.addressees.find(({ unit }) => unit.code === unitCode)?.path ?? state.issuer.path;
    // Writes nothing when the message went on its way meanwhile.
    const dropped = { errorCode: because, isDead: false, mustTell: false };
    await dependencies.messages.recordDropped(identityOf(id, intent, subject, path), dropped);
    count += 1;
  }
  return count;
}

/** Somebody of the unit may have acknowledged while the provider was being asked. */
export async function endOrderCallIfOvertaken(
  row: MessageRecord,
  intent: MessageIntent,
  dependencies: Omit<OrderWithdrawalDependencies, 'messages'> & Pick<EndCallDependencies, 'messages'>,
): Promise<void> {
  const found = await dependencies.commandOrders.withIntents(
    row.ticketId.replace(/^order\//, ''),
    intent.key,
  );
  const because = found && outdatedOrderMessage(intent, found.state);
  if (!found || because === null) return;
  // It rings on when the provider does not answer; whoever picks it up hears how the order stands.
  await endCall(row, isAnswerersCall(intent, found.state), because, dependencies).catch(() => undefined);
}

/** Whoever acknowledged by this very call is still listening to the answer. */
function isAnswerersCall({ key }: MessageIntent, { addressees }: CommandOrderState): boolean {
  const parts = orderKeyParts(key);
  const acknowledged = addressees.find(({ unit }) => unit.code === parts?.unitCode)?.acknowledged;
  return acknowledged?.userId === parts?.userId && acknowledged?.via === 'voice';
}
