import { orderIdOf } from '../domain/command-order-notices';
import { isUnsent } from '../domain/delivery';
import type { MessageIntent } from '../domain/message';
import {
  isDeadLetter,
  isOwnersCall,
  outdated,
  ticketMustHear,
  type DropReason,
} from '../domain/message-rules';
import { smsSize } from '../domain/sms-size';
import type {
  MessageIdentity,
  MessageRecord,
  MessageRepository,
} from '../models/messages/message-repository';
import { endCall, type EndCallDependencies } from './end-call';
import { identityOf } from './message-identity';
import { subjectOf, type SubjectDependencies } from './message-subject';
import { endOrderCallIfOvertaken } from './order-withdrawal';
import { messageIdOf, originalKeyOf, type MessageJob } from './outbox';
import {
  MessageRefused,
  OutcomeUnknown,
  ProviderBusy,
  ProviderUnavailable,
  type OutgoingMessage,
} from './provider';
import type { ProviderPool } from './provider-pool';
import { costOf, type SendingPolicy } from './sending-policy';

export interface DeliveryDependencies extends SubjectDependencies, Pick<EndCallDependencies, 'liveCalls'> {
  readonly messages: MessageRepository;
  readonly providers: ProviderPool;
  readonly sending: SendingPolicy;
  /** A message will never arrive; the ticket's workflow must know. May be told twice of the same. */
  readonly onPermanentFailure: (ticketId: string, key: string, reason: string) => Promise<void>;
}

/** What became of one job. `wait` and `retry` ask for another try; the rest is final. */
export type DeliveryResult =
  | { readonly outcome: 'sent'; readonly providerId: string }
  | { readonly outcome: 'alreadySent' }
  | { readonly outcome: 'dropped'; readonly reason: DropReason }
  | { readonly outcome: 'failed'; readonly reason: string }
  /** `isOurs`: our own rate is used up, so the whole lane may as well rest. */
  | { readonly outcome: 'wait'; readonly afterMs: number; readonly isOurs: boolean }
  | { readonly outcome: 'retry'; readonly because: Error };

/** Provider clocks and ours differ; a look-up begins this much earlier. */
const clockSkewMs = 60_000;

/**
 * Delivers one message, at most once as far as can be known. The row says `sending` before the provider is
 * asked; after an unknown outcome the next attempt looks the message up and, only when it is not there,
 * sends it a second and last time, marked as a possible duplicate.
 */
export async function deliverMessage(
  job: MessageJob,
  dependencies: DeliveryDependencies,
): Promise<DeliveryResult> {
  const { messages, onPermanentFailure } = dependencies;
  const id = messageIdOf(job.key);
  const row = await messages.find(id);
  if (row && !isUnsent(row.status)) return { outcome: 'alreadySent' };

  const subject = await subjectOf(job, dependencies);
  const written = subject?.outbox.find(({ key }) => key === originalKeyOf(job.key));
  const intent = written ? { ...written, key: job.key } : row ? intentOf(row) : undefined;
  if (!subject || !intent) {
    await onPermanentFailure(job.ticketId, job.key, 'intent-gone');
    return { outcome: 'failed', reason: 'intent-gone' };
  }
  // Once the provider may have it, dropping it would hide what happened.
  const isFirst = row === null || (row.status === 'queued' && row.attempts === 0);
  const addressed = row?.status === 'sending' ? row : await subject.address(intent, isFirst);
  const identity = identityOf(id, intent, job.ticketId, subject.unitCodes);
  if ('drop' in addressed) return drop(identity, addressed.drop, dependencies);

  const message: OutgoingMessage = { id, channel: intent.channel, to: addressed.to, body: addressed.body };
  const segments = intent.channel === 'sms' ? smsSize(message.body).segments : null;
  const before = await messages.beginSending({
    ...identity,
    ...{ to: message.to, body: message.body, segments, templateVersion: addressed.templateVersion },
  });
  if (before && !isUnsent(before.status)) return { outcome: 'alreadySent' };
  const result =
    before?.status === 'sending'
      ? await settleUnknown(message, before, segments, dependencies)
      : await send(message, { ...identity, segments }, dependencies);
  if (result.outcome === 'sent' && intent.channel === 'voice') await endIfOvertaken(intent, id, dependencies);
  return result;
}

/** Somebody may have claimed while the provider was being asked, when there was no call yet to be ended. */
async function endIfOvertaken(
  intent: MessageIntent,
  id: string,
  dependencies: DeliveryDependencies,
): Promise<void> {
  const row = await dependencies.messages.find(id);
  if (row && orderIdOf(row.ticketId) !== null) {
    await endOrderCallIfOvertaken(row, intent, dependencies);
    return;
  }
  const ticket = row && (await dependencies.tickets.find(row.ticketId));
  const because = ticket && outdated(intent, ticket.state);
  if (!row || !ticket || because === null) return;
  // It rings on when the provider does not answer; whoever picks it up hears who has the ticket.
  await endCall(row, isOwnersCall(row, ticket.state), because, dependencies).catch(() => undefined);
}

/** Gives up after the last attempt: the row, and whoever waits for the message, learn why. */
export async function abandonMessage(
  job: MessageJob,
  reason: string,
  { messages, onPermanentFailure }: Pick<DeliveryDependencies, 'messages' | 'onPermanentFailure'>,
): Promise<void> {
  const id = messageIdOf(job.key);
  if (!(await messages.markFailed(id, { errorCode: reason, isDead: isDeadLetter(reason), mustTell: true })))
    return;
  await onPermanentFailure(job.ticketId, job.key, reason);
  await messages.markTold(id);
}

/**
 * Tells tickets of failures that they should have heard of and did not, because Temporal or a process was away
 * just then. Resolves to how many were told.
 */
export async function tellUntold(
  dependencies: Pick<DeliveryDependencies, 'onPermanentFailure'> & {
    readonly messages: Pick<MessageRepository, 'listUntold' | 'markTold'>;
  },
  olderThan: Date,
): Promise<number> {
  const untold = await dependencies.messages.listUntold(olderThan, 500);
  for (const { id, ticketId, key, errorCode } of untold) {
    await dependencies.onPermanentFailure(ticketId, key, errorCode ?? 'failed');
    await dependencies.messages.markTold(id);
  }
  return untold.length;
}

/** The reason of a failure, as a code for the ledger. */
export function reasonOf(error: Error): string {
  if (error instanceof OutcomeUnknown) return 'outcome-unknown';
  return error instanceof ProviderUnavailable ? 'provider-unavailable' : 'internal';
}

async function settleUnknown(
  message: OutgoingMessage,
  before: MessageRecord,
  segments: number | null,
  dependencies: DeliveryDependencies,
): Promise<DeliveryResult> {
  const { messages, providers, sending } = dependencies;
  const job = { ticketId: before.ticketId, key: before.key };
  try {
    const since = new Date(before.createdAt.getTime() - clockSkewMs);
    for (const { provider, providerId } of await providers.find(message, since, before.provider)) {
      const owner = await messages.findByProviderId(providerId);
      if (owner && owner.id !== message.id) continue;
      await messages.markSent(
        message.id,
        providerId,
        costOf(sending, provider, { channel: message.channel, segments }),
      );
      return { outcome: 'sent', providerId };
    }
  } catch (error) {
    if (error instanceof ProviderBusy) {
      return { outcome: 'wait', afterMs: error.retryAfterMs, isOurs: error.isOurs };
    }
    return { outcome: 'retry', because: error as Error };
  }
  if (before.possibleDuplicate) {
    await abandonMessage(job, 'outcome-unknown', dependencies);
    return { outcome: 'failed', reason: 'outcome-unknown' };
  }
  if (!(await messages.markPossibleDuplicate(message.id))) return { outcome: 'alreadySent' };
  return send(message, { ...before, segments }, dependencies);
}

async function send(
  message: OutgoingMessage,
  about: Pick<MessageRecord, 'ticketId' | 'key' | 'lane' | 'segments'>,
  dependencies: DeliveryDependencies,
): Promise<DeliveryResult> {
  const { messages, providers, sending } = dependencies;
  const job = { ticketId: about.ticketId, key: about.key };
  let accepted: { readonly provider: string; readonly providerId: string };
  try {
    accepted = await providers.send(message, about.lane, (provider) =>
      messages.markAsked(message.id, provider),
    );
  } catch (error) {
    if (error instanceof MessageRefused) {
      await abandonMessage(job, error.code, dependencies);
      return { outcome: 'failed', reason: error.code };
    }
    if (error instanceof ProviderBusy || error instanceof ProviderUnavailable) {
      await messages.markUnsent(message.id);
    }
    return error instanceof ProviderBusy
      ? { outcome: 'wait', afterMs: error.retryAfterMs, isOurs: error.isOurs }
      : { outcome: 'retry', because: error as Error };
  }
  const { provider, providerId } = accepted;
  const { segments } = about;
  await messages.markSent(message.id, providerId, costOf(sending, provider, { ...message, segments }));
  return { outcome: 'sent', providerId };
}

async function drop(
  identity: MessageIdentity,
  reason: DropReason,
  { messages, onPermanentFailure }: DeliveryDependencies,
): Promise<DeliveryResult> {
  const mustTell = ticketMustHear(reason, identity.recipient);
  const failure = { errorCode: reason, isDead: isDeadLetter(reason), mustTell };
  await messages.recordDropped(identity, failure);
  await messages.markFailed(identity.id, failure);
  if (mustTell) {
    await onPermanentFailure(identity.ticketId, identity.key, reason);
    await messages.markTold(identity.id);
  }
  return { outcome: 'dropped', reason };
}

/** What the ledger remembers of an intent that the ticket's outbox has already let go. */
function intentOf(row: MessageRecord): MessageIntent {
  const { key, template, channel, recipient, lane, createdAt } = row;
  return { key, template, channel, recipient, lane, at: createdAt.toISOString(), data: {} };
}
