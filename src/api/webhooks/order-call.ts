import { isOpenOrder } from '../../domain/command-order';
import { addresseeOf } from '../../domain/command-order-commands';
import { orderIdOf } from '../../domain/command-order-notices';
import { DomainError } from '../../domain/refusal';
import { spokenCode } from '../../domain/sms-text';
import type { MessageRecord } from '../../models/messages/message-repository';
import type { CommandOrderDesk } from '../command-orders/order-desk';
import { findToldOfOrder, mayDo, orderActorOf } from '../command-orders/told-of-order';
import type { ToldOfOrder, ToldOfOrderDependencies } from '../command-orders/told-of-order';
import { TemporalUnavailable } from '../ticket-desk';
import { phrases } from './phrases';
import { asked, spoken } from './speech';

export interface OrderCallDependencies extends ToldOfOrderDependencies {
  readonly orderDesk: Pick<CommandOrderDesk, 'command'>;
}

const gatherUrl = ({ message }: ToldOfOrder): string =>
  `/webhooks/twilio/gather?n=${encodeURIComponent(message.id)}`;

/** Whether a call is about a command order. */
export const isOrderCall = (message: Pick<MessageRecord, 'ticketId'> | null): boolean =>
  message !== null && orderIdOf(message.ticketId) !== null;

/** What a call about an order says when it is picked up: a key is asked for, and a machine presses none. */
export async function speakOrder(messageId: string, dependencies: OrderCallDependencies): Promise<string> {
  const told = await findToldOfOrder(messageId, dependencies);
  if (!told) return spoken(phrases.vi.unknown, 'vi');
  const closed = await closedDoor(told, dependencies);
  return closed === null ? prompt(told, told.message.body, 2) : spoken(closed, told.user.language);
}

/** 1 acknowledges, 2 reads the order out, any other key asks again. What happened is always spoken back. */
export async function answerOrderKey(
  messageId: string,
  digits: string,
  dependencies: OrderCallDependencies,
): Promise<string> {
  const told = await findToldOfOrder(messageId, dependencies);
  if (!told) return spoken(phrases.vi.unknown, 'vi');
  const { order, user, unitCode, message } = told;
  const words = phrases[user.language];
  const closed = await closedDoor(told, dependencies);
  if (closed !== null) return spoken(closed, user.language);
  if (digits === '2') return prompt(told, `${order.words.text} ${words.orderKeys}`, 1);
  if (digits !== '1') return speakOrder(messageId, dependencies);
  try {
    const actor = orderActorOf(told, 'voice');
    await dependencies.orderDesk.command(order, 'acknowledge', { actor, unitCode });
    await dependencies.messages.useOnce(message.id, new Date());
    return spoken(words.orderAcknowledged(spokenCode(order.code)), user.language);
  } catch (error) {
    if (error instanceof TemporalUnavailable) return prompt(told, `${words.orderBusy} ${message.body}`, 1);
    if (!(error instanceof DomainError)) throw error;
    const isLost = error.code === 'order-acknowledged';
    return spoken((isLost ? words.orderTaken : words.orderEnded)(spokenCode(order.code)), user.language);
  }
}

const prompt = (told: ToldOfOrder, text: string, times: number): string =>
  asked(text, told.user.language, {
    ...{ action: gatherUrl(told), times },
    silence: phrases[told.user.language].orderNoKey,
  });

/** The sentence for somebody who has nothing to acknowledge any more; null while they have. */
async function closedDoor(told: ToldOfOrder, { users }: OrderCallDependencies): Promise<string | null> {
  const { order, user, unitCode } = told;
  const words = phrases[user.language];
  const code = spokenCode(order.code);
  if (!isOpenOrder(order.state)) return words.orderEnded(code);
  if (!mayDo(told, 'acknowledge')) return words.unknown;
  const { acknowledged } = addresseeOf(order.state, unitCode);
  if (!acknowledged) return null;
  if (acknowledged.userId === user.id) return words.orderAcknowledged(code);
  const first = await users.find(acknowledged.userId);
  return first ? words.orderTakenBy(first.name, code) : words.orderTaken(code);
}
