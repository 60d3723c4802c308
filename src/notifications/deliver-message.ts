import { SegmentedMessage } from 'sms-segments-calculator';
import { isUnsent } from '../domain/delivery';
import {
  citizenPhone,
  isCapped,
  isDeadLetter,
  isTeamPage,
  outdated,
  ticketMustHear,
  userPhone,
} from '../domain/message-rules';
import { placeOf } from '../domain/ticket';
import { composeMessage } from './compose-message';
import { messageIdOf, originalKeyOf } from './outbox';
import { costOf } from './sending-policy';
import { MessageRefused, OutcomeUnknown, ProviderBusy, ProviderUnavailable } from './provider';
import type { ClaimTokens } from './claim-tokens';
import type { SendingPolicy } from './sending-policy';
import type { MessageTexts } from './message-texts';
import type { MessageJob } from './outbox';
import type { OutgoingMessage } from './provider';
import type { ProviderPool } from './provider-pool';
import type { SenderLimits } from './sender-limits';
import type { DropReason } from '../domain/message-rules';
import type { MessageIntent } from '../domain/message';
import type { User } from '../domain/organisation';
import type {
  MessageIdentity,
  MessageRecord,
  MessageRepository,
} from '../models/messages/message-repository';
import type { OptOuts } from '../models/recipients/recipient-lists';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { StoredTicket, TicketRepository } from '../models/tickets/ticket-repository';

export interface DeliveryDependencies {
  readonly tickets: Pick<TicketRepository, 'find'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'findTeam' | 'rostersOf'>;
  readonly messages: MessageRepository;
  readonly providers: ProviderPool;
  readonly sending: SendingPolicy;
  readonly limits: SenderLimits;
  readonly optOuts: Pick<OptOuts, 'has'>;
  /** The words in force; a new version counts from the next message on. */
  readonly texts: () => Promise<MessageTexts>;
  /** A number as a key that says nothing about it. */
  readonly keyOfPhone: (phone: string) => string;
  readonly claimTokens: ClaimTokens;
  readonly publicUrl: string;
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

/** A page that is a little late still belongs to whoever was on duty when it was written. */
const shiftGraceMs = 5 * 60_000;

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

  const ticket = await dependencies.tickets.find(job.ticketId);
  const written = ticket?.outbox.find(({ key }) => key === originalKeyOf(job.key));
  const intent = written ? { ...written, key: job.key } : row ? intentOf(row) : undefined;
  if (!ticket || !intent) {
    await onPermanentFailure(job.ticketId, job.key, 'intent-gone');
    return { outcome: 'failed', reason: 'intent-gone' };
  }
  // Once the provider may have it, dropping it would hide what happened.
  const isFirst = row === null || (row.status === 'queued' && row.attempts === 0);
  const addressed = row?.status === 'sending' ? row : await addressOf(intent, ticket, isFirst, dependencies);
  const identity = identityOf(id, intent, ticket);
  if ('drop' in addressed) return drop(identity, addressed.drop, dependencies);

  const message: OutgoingMessage = { id, channel: intent.channel, to: addressed.to, body: addressed.body };
  const segments = intent.channel === 'sms' ? new SegmentedMessage(message.body, 'auto').segmentsCount : null;
  const before = await messages.beginSending({
    ...identity,
    ...{ to: message.to, body: message.body, segments, templateVersion: addressed.templateVersion },
  });
  if (before && !isUnsent(before.status)) return { outcome: 'alreadySent' };
  return before?.status === 'sending'
    ? settleUnknown(message, before, segments, dependencies)
    : send(message, { ...identity, segments }, dependencies);
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
  await messages.markPossibleDuplicate(message.id);
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

/** To whom and in which words, or why not at all. */
async function addressOf(
  intent: MessageIntent,
  ticket: StoredTicket,
  isFirst: boolean,
  dependencies: DeliveryDependencies,
): Promise<{ to: string; body: string; templateVersion: number } | { drop: DropReason }> {
  const late = outdated(intent, ticket.state);
  if (late) return { drop: late };
  const { recipient } = intent;
  let user: User | null = null;
  if (recipient.kind === 'user') user = await dependencies.users.find(recipient.userId);
  const phone =
    recipient.kind === 'citizen'
      ? citizenPhone(ticket.intake.caller, intent.channel)
      : userPhone(user, await isOnDuty(intent, ticket, dependencies), intent.channel);
  if ('drop' in phone) return phone;
  const refused = isFirst ? await refusedBy(recipient.kind, phone.to, intent, ticket, dependencies) : null;
  if (refused) return { drop: refused };
  const texts = await dependencies.texts();
  const body = composeMessage(intent, ticket.state, {
    texts,
    publicUrl: dependencies.publicUrl,
    claimToken: dependencies.claimTokens.tokenFor(messageIdOf(intent.key)),
    language: user?.language ?? 'vi',
    unitNames: await unitNames(intent, ticket, dependencies),
    now: new Date(),
  });
  return { to: phone.to, body, templateVersion: texts.version };
}

/** What keeps a message from a number that could have it: its owner's wish, which never binds staff, or a cap. */
async function refusedBy(
  kind: 'citizen' | 'user',
  phone: string,
  intent: MessageIntent,
  ticket: StoredTicket,
  { optOuts, limits, keyOfPhone }: DeliveryDependencies,
): Promise<DropReason | null> {
  if (kind === 'citizen' && (await optOuts.has(phone))) return 'opted-out';
  if (!isCapped(intent, ticket.state)) return null;
  return (await limits.withinCap(kind, keyOfPhone(phone))) ? null : 'capped';
}

/** Null where duty does not matter: other messages, and a team that a dispatcher chose by hand. */
async function isOnDuty(
  intent: MessageIntent,
  ticket: StoredTicket,
  { organisation }: DeliveryDependencies,
): Promise<boolean | null> {
  const { recipient } = intent;
  if (!isTeamPage(intent) || recipient.kind !== 'user' || recipient.teamId === undefined) return null;
  if (ticket.state.ladder?.direction === 'direct') return null;
  const team = await organisation.findTeam(recipient.teamId);
  const field = team?.fields[0];
  if (!team?.active || field === undefined) return false;
  const at = new Date(Math.max(Date.parse(intent.at), Date.now() - shiftGraceMs)).toISOString();
  const rosters = await organisation.rostersOf([team.unitCode], field, at);
  return rosters.some(({ teams }) =>
    teams.some(({ teamId, userIds }) => teamId === team.id && userIds.includes(recipient.userId)),
  );
}

async function unitNames(
  intent: MessageIntent,
  ticket: StoredTicket,
  { organisation }: DeliveryDependencies,
): Promise<ReadonlyMap<string, string>> {
  if (intent.recipient.kind === 'citizen') return new Map();
  const codes = [placeOf(ticket.state).code, intent.data.unitCode].filter((code) => typeof code === 'string');
  const units = await Promise.all([...new Set(codes)].map((code) => organisation.findUnit(code)));
  return new Map(units.flatMap((unit) => (unit ? [[unit.code, unit.name] as const] : [])));
}

function identityOf(id: string, intent: MessageIntent, { state }: StoredTicket): MessageIdentity {
  const { key, template, channel, recipient, lane } = intent;
  const unitCodes = state.unitPath.map(({ code }) => code);
  return { id, key, ticketId: state.ticketId, template, channel, recipient, lane, unitCodes };
}

/** What the ledger remembers of an intent that the ticket's outbox has already let go. */
function intentOf(row: MessageRecord): MessageIntent {
  const { key, template, channel, recipient, lane, createdAt } = row;
  return { key, template, channel, recipient, lane, at: createdAt.toISOString(), data: {} };
}
