import { isOpenOrder, owes } from './command-order';
import type { Addressee, CommandOrderState } from './command-order';
import { OrderDraft } from './command-order-draft';
import type { OrderClockName, OrderOutcome, OrderTell, UnitNews } from './command-order-draft';
import { peopleToTell } from './command-order-people';
import type { OrderPeople } from './command-order-people';
import type { MessageIntent, MessageTemplate } from './message';
import type { DropReason } from './message-rules';
import { planPage } from './notification-rules';
import type { PlannedMessage } from './notification-rules';

/** Who hears what of an order, by which channel. Keys name the business fact; none holds a name or a word. */

type IssuerTemplate = 'order.nobody' | 'order.late';
type UnitTell = Extract<OrderTell, { kind: 'units' }>;
type WatcherTell = Extract<OrderTell, { kind: 'watchers' }>;

const smsOf: Readonly<Record<UnitNews, MessageTemplate>> = {
  given: 'order.given',
  reminder: 'order.reminder',
  overdue: 'order.overdue',
  returned: 'order.returned',
  extended: 'order.extended',
  withdrawn: 'order.withdrawn',
  closed: 'order.closed',
};
/** News that ask somebody for a key; the rest is written only. */
const voiceOf: Partial<Record<UnitNews, MessageTemplate>> = {
  given: 'order.given.voice',
  reminder: 'order.reminder.voice',
  overdue: 'order.reminder.voice',
};
/** Whoever has so little time is not put behind relief notices. */
const shortWindowMs = 60 * 60_000;

/** What messages of an order are filed under, where a ticket's have the ticket's id. */
export const orderSubject = (orderId: string): string => `order/${orderId}`;

/** The order that a message is about; null when it is about something else. */
export const orderIdOf = (subject: string): string | null =>
  subject.startsWith('order/') ? subject.slice('order/'.length) : null;

/** To whom of which unit a message goes, as its key says; null for the issuer's and the superiors'. */
export function orderKeyParts(key: string): { readonly unitCode: string; readonly userId: string } | null {
  const [, , news, , unitCode, userId] = key.split('/');
  if (news === undefined || !(news in smsOf) || unitCode === undefined || userId === undefined) return null;
  return { unitCode, userId };
}

/** What the order has become since the intent was written; null when the message still makes sense. */
export function outdatedOrderMessage(
  { key, data }: Pick<MessageIntent, 'key' | 'data'>,
  state: CommandOrderState,
): DropReason | null {
  const [, , news = ''] = key.split('/');
  const parts = orderKeyParts(key);
  const isAsked = !parts || isRequest(news as UnitNews);
  if (!isOpenOrder(state)) return isAsked ? 'already-settled' : null;
  const addressee = state.addressees.find(({ unit }) => unit.code === parts?.unitCode);
  if (!parts || !addressee || !isAsked) return null;
  if (data.asks !== 'result') return addressee.acknowledged === null ? null : 'already-acknowledged';
  return owes(addressee) ? null : 'already-settled';
}

/** Does what a tell asks for, now that it is known who the people are. */
export function tellOrder(
  state: CommandOrderState,
  tell: OrderTell,
  people: readonly OrderPeople[],
  nowMs: number,
): OrderOutcome {
  const draft = new OrderDraft(state, nowMs);
  if (tell.kind === 'units') tellUnits(draft, tell, people);
  else tellWatchers(draft, tell, people);
  return draft.finish();
}

function tellUnits(draft: OrderDraft, tell: UnitTell, people: readonly OrderPeople[]): void {
  if (isRequest(tell.news) && !isOpenOrder(draft.state)) return;
  const told: string[] = [];
  const nobody: string[] = [];
  for (const unitCode of tell.unitCodes) {
    const addressee = draft.state.addressees.find(({ unit }) => unit.code === unitCode);
    // A command may have come while the people were looked up.
    if (!addressee || (tell.news === 'given' && addressee.acknowledged !== null)) continue;
    const theirs = people.find((one) => one.unitCode === unitCode) ?? noPeople(unitCode);
    const userIds = peopleToTell(theirs, addressee, tell.isWide);
    if (userIds.length === 0) {
      if (isRequest(tell.news) && addressee.nobodySince === null) nobody.push(unitCode);
      continue;
    }
    const messages = messagesTo(draft, addressee, tell, userIds, theirs);
    for (const message of messages) draft.send(message);
    draft.change(unitCode, {
      ...{ people: [...new Set([...addressee.people, ...userIds])], nobodySince: null },
      toldAt: addressee.toldAt ?? draft.now,
      pending: countedWith(addressee.pending, messages),
    });
    told.push(unitCode);
  }
  if (tell.news === 'given' && told.length > 0) draft.log('told', { unitCodes: told });
  if (nobody.length === 0) return;
  for (const code of nobody) draft.change(code, { nobodySince: draft.now });
  draft.log('nobodyToTell', { unitCodes: nobody });
  draft.send(issuerIntent(draft, 'order.nobody', `${tell.news}-${tell.fact}`, { count: nobody.length }));
}

const noPeople = (unitCode: string): OrderPeople => ({
  unitCode,
  commanders: [],
  supervisors: [],
  dispatchers: [],
});
const isRequest = (news: UnitNews): boolean => news === 'given' || news === 'reminder' || news === 'overdue';

function countedWith(
  pending: Addressee['pending'],
  messages: readonly MessageIntent[],
): Addressee['pending'] {
  const counted: Record<string, number> = { ...pending };
  for (const { recipient } of messages)
    if (recipient.kind === 'user') counted[recipient.userId] = (counted[recipient.userId] ?? 0) + 1;
  return counted;
}

/**
 * An SMS to each at once, for the link is in it, and of an urgent order the calls that their own rules plan for a
 * P1. Quiet hours are no matter here: the deadline is the issuer's, and what is not urgent never rings.
 */
function messagesTo(
  draft: OrderDraft,
  addressee: Addressee,
  tell: UnitTell,
  userIds: readonly string[],
  { rules = {} }: OrderPeople,
): MessageIntent[] {
  const { state, nowMs, now } = draft;
  const { news, fact } = tell;
  const clock = addressee.acknowledged === null ? addressee.acknowledgeClock : addressee.resultClock;
  const leftMs = Math.max(0, Date.parse(clock.dueAt) - nowMs);
  const voice = voiceOf[news];
  const calls =
    state.urgent && voice !== undefined && addressee.acknowledged === null
      ? planPage({
          people: userIds.map((userId) => ({ userId, ...(rules[userId] && { rules: rules[userId] }) })),
          ...{
            priority: 'P1',
            nowMs,
            leftMs: news === 'overdue' ? null : leftMs,
            otherwise: ['sms', 'voice'],
          },
        }).filter(({ channel }) => channel === 'voice')
      : [];
  const texts = userIds.map((userId): PlannedMessage => ({ userId, channel: 'sms', afterMs: 0 }));
  return [...texts, ...calls].map(({ userId, channel, afterMs }) => ({
    key: [
      orderSubject(state.orderId),
      news,
      fact,
      addressee.unit.code,
      userId,
      slotOf(channel, afterMs),
    ].join('/'),
    template: channel === 'voice' && voice !== undefined ? voice : smsOf[news],
    channel,
    lane: state.urgent || leftMs <= shortWindowMs ? ('urgent' as const) : ('bulk' as const),
    recipient: { kind: 'user' as const, userId },
    at: now,
    data: { unitCode: addressee.unit.code, dueAt: clock.dueAt, asks: isAsking(addressee) },
    ...(afterMs > 0 && { afterMs }),
  }));
}

const slotOf = (channel: string, afterMs: number): string =>
  afterMs === 0 ? channel : `${channel}-after${String(afterMs)}ms`;
const isAsking = ({ acknowledged }: Addressee): OrderClockName =>
  acknowledged === null ? 'acknowledge' : 'result';

/** Commanders and supervisors of the unit above those that are late, once each; the issuer has been told already. */
function tellWatchers(draft: OrderDraft, tell: WatcherTell, people: readonly OrderPeople[]): void {
  const { watchCode, lateCodes, clock, dueAt, fact } = tell;
  const theirs = people.find(({ unitCode }) => unitCode === watchCode);
  const { issuer, orderId } = draft.state;
  const watchers = new Set([...(theirs?.commanders ?? []), ...(theirs?.supervisors ?? [])]);
  watchers.delete(issuer.userId);
  for (const userId of watchers) {
    draft.send({
      key: `${orderSubject(orderId)}/superior/${fact}/${watchCode}/${userId}/sms`,
      ...noticeOf(draft, 'order.late', userId, {
        clock,
        dueAt,
        count: lateCodes.length,
        unitCode: watchCode,
      }),
    });
  }
}

/** An SMS to whoever gave the order. */
export function issuerIntent(
  draft: OrderDraft,
  template: IssuerTemplate,
  fact: string,
  data: MessageIntent['data'],
): MessageIntent {
  const { issuer, orderId } = draft.state;
  return {
    key: `${orderSubject(orderId)}/issuer/${template}/${fact}/${issuer.userId}/sms`,
    ...noticeOf(draft, template, issuer.userId, data),
  };
}

const noticeOf = (
  { state, now }: OrderDraft,
  template: IssuerTemplate,
  userId: string,
  data: MessageIntent['data'],
): Omit<MessageIntent, 'key'> => ({
  ...{ template, channel: 'sms', at: now, data },
  lane: state.urgent ? 'urgent' : 'bulk',
  recipient: { kind: 'user', userId },
});
