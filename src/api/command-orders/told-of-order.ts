import { orderIdOf, orderKeyParts } from '../../domain/command-order-notices';
import type { User } from '../../domain/organisation';
import type { Actor } from '../../domain/ticket';
import type {
  CommandOrderRepository,
  StoredCommandOrder,
} from '../../models/command-orders/command-order-repository';
import type { MessageRecord, MessageRepository } from '../../models/messages/message-repository';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import { rightsOf } from '../rights';
import type { OrderVerb } from '../rights';

/** What answering a message about an order needs, by link or by keypad. */
export interface ToldOfOrderDependencies {
  readonly messages: Pick<MessageRepository, 'find' | 'useOnce'>;
  readonly users: Pick<UserRepository, 'find' | 'findMany'>;
  readonly commandOrders: Pick<CommandOrderRepository, 'find'>;
}

/** One message about an order, and whoever got it for their unit. */
export interface ToldOfOrder {
  readonly message: MessageRecord;
  readonly order: StoredCommandOrder;
  readonly user: User;
  readonly unitCode: string;
}

/** Null when it is no such message, or its person no longer stands for the unit. */
export async function findToldOfOrder(
  messageId: string,
  { messages, users, commandOrders }: ToldOfOrderDependencies,
): Promise<ToldOfOrder | null> {
  const message = await messages.find(messageId);
  const orderId = message && orderIdOf(message.ticketId);
  const parts = message && orderKeyParts(message.key);
  if (!message || orderId === null || !parts || message.recipient.kind !== 'user') return null;
  const [order, user] = await Promise.all([
    commandOrders.find(orderId),
    users.find(message.recipient.userId),
  ]);
  if (!order || !user?.active || user.unitCode !== parts.unitCode) return null;
  const told = { message, order, user, unitCode: parts.unitCode };
  return mayDo(told, 'read') ? told : null;
}

/** By the same table as at the console: a link gives nobody more than they have. */
export const mayDo = ({ user, order }: ToldOfOrder, verb: OrderVerb): boolean =>
  rightsOf(user).mayOrder(verb, order);

/** The person of the message as the timeline names them. */
export const orderActorOf = ({ user }: ToldOfOrder, via: 'link' | 'voice'): Actor => ({
  ...{ kind: 'user', userId: user.id, role: user.role, unitCode: user.unitCode, via },
});
