import { SegmentedMessage } from 'sms-segments-calculator';
import { isUnsent } from '../domain/delivery';
import { citizenPhone, isTeamPage, outdated, userPhone } from '../domain/message-rules';
import { placeOf } from '../domain/ticket';
import { composeMessage } from './compose-message';
import { messageIdOf } from './outbox';
import { MessageRefused, OutcomeUnknown, ProviderBusy, ProviderUnavailable } from './provider';
import type { ClaimTokens } from './claim-tokens';
import type { MessageTexts } from './message-texts';
import type { MessageJob } from './outbox';
import type { MessageProvider, OutgoingMessage } from './provider';
import type { DropReason } from '../domain/message-rules';
import type { MessageIntent } from '../domain/message';
import type { User } from '../domain/organisation';
import type { MessageRecord, MessageRepository } from '../models/messages/message-repository';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { StoredTicket, TicketRepository } from '../models/tickets/ticket-repository';

export interface DeliveryDependencies {
  readonly tickets: Pick<TicketRepository, 'find'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'findTeam' | 'rostersOf'>;
  readonly messages: MessageRepository;
  readonly provider: MessageProvider;
  readonly texts: MessageTexts;
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
  | { readonly outcome: 'wait'; readonly afterMs: number }
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
  const intent = ticket?.outbox.find(({ key }) => key === job.key) ?? (row ? intentOf(row) : undefined);
  if (!ticket || !intent) {
    await onPermanentFailure(job.ticketId, job.key, 'intent-gone');
    return { outcome: 'failed', reason: 'intent-gone' };
  }
  // Once the provider may have it, dropping it would hide what happened.
  const addressed = row?.status === 'sending' ? row : await addressOf(intent, ticket, dependencies);
  if ('drop' in addressed) return drop(id, job, intent, addressed.drop, dependencies);

  const message: OutgoingMessage = { id, channel: intent.channel, to: addressed.to, body: addressed.body };
  const { key, template, channel, recipient } = intent;
  const segments = channel === 'sms' ? new SegmentedMessage(message.body, 'auto').segmentsCount : null;
  const before = await messages.beginSending({
    ...{ id, key, ticketId: job.ticketId, template, channel, recipient },
    ...{ to: message.to, body: message.body, segments },
  });
  if (before && !isUnsent(before.status)) return { outcome: 'alreadySent' };
  return before?.status === 'sending'
    ? settleUnknown(message, before, dependencies)
    : send(message, job, dependencies);
}

/** Gives up after the last attempt: the row, and whoever waits for the message, learn why. */
export async function abandonMessage(
  job: MessageJob,
  reason: string,
  { messages, onPermanentFailure }: Pick<DeliveryDependencies, 'messages' | 'onPermanentFailure'>,
): Promise<void> {
  await messages.markFailed(messageIdOf(job.key), reason);
  await onPermanentFailure(job.ticketId, job.key, reason);
}

/** The reason of a failure, as a code for the ledger. */
export function reasonOf(error: Error): string {
  if (error instanceof OutcomeUnknown) return 'outcome-unknown';
  return error instanceof ProviderUnavailable ? 'provider-unavailable' : 'internal';
}

async function settleUnknown(
  message: OutgoingMessage,
  before: MessageRecord,
  dependencies: DeliveryDependencies,
): Promise<DeliveryResult> {
  const { messages, provider } = dependencies;
  const job = { ticketId: before.ticketId, key: before.key };
  try {
    const found = await provider.find(message, new Date(before.createdAt.getTime() - clockSkewMs));
    for (const { providerId } of found) {
      const owner = await messages.findByProviderId(providerId);
      if (owner && owner.id !== message.id) continue;
      await messages.markSent(message.id, providerId);
      return { outcome: 'sent', providerId };
    }
  } catch (error) {
    if (error instanceof ProviderBusy) return { outcome: 'wait', afterMs: error.retryAfterMs };
    return { outcome: 'retry', because: error as Error };
  }
  if (before.possibleDuplicate) {
    await abandonMessage(job, 'outcome-unknown', dependencies);
    return { outcome: 'failed', reason: 'outcome-unknown' };
  }
  await messages.markPossibleDuplicate(message.id);
  return send(message, job, dependencies);
}

async function send(
  message: OutgoingMessage,
  job: MessageJob,
  dependencies: DeliveryDependencies,
): Promise<DeliveryResult> {
  const { messages, provider } = dependencies;
  let providerId: string;
  try {
    ({ providerId } = await provider.send(message));
  } catch (error) {
    if (error instanceof MessageRefused) {
      await abandonMessage(job, error.code, dependencies);
      return { outcome: 'failed', reason: error.code };
    }
    if (error instanceof ProviderBusy || error instanceof ProviderUnavailable) {
      await messages.markUnsent(message.id);
    }
    return error instanceof ProviderBusy
      ? { outcome: 'wait', afterMs: error.retryAfterMs }
      : { outcome: 'retry', because: error as Error };
  }
  await messages.markSent(message.id, providerId);
  return { outcome: 'sent', providerId };
}

async function drop(
  id: string,
  job: MessageJob,
  intent: MessageIntent,
  reason: DropReason,
  { messages, onPermanentFailure }: DeliveryDependencies,
): Promise<DeliveryResult> {
  const { key, template, channel, recipient } = intent;
  await messages.recordDropped({ id, key, ticketId: job.ticketId, template, channel, recipient }, reason);
  await messages.markFailed(id, reason);
  // Somebody was chosen and cannot be reached: the ladder must not wait for them. A claimed ticket is no news.
  const unreachable =
    reason !== 'already-claimed' && reason !== 'already-settled' && reason !== 'team-declined';
  if (unreachable && recipient.kind === 'user') await onPermanentFailure(job.ticketId, key, reason);
  return { outcome: 'dropped', reason };
}

/** To whom and in which words, or why not at all. */
async function addressOf(
  intent: MessageIntent,
  ticket: StoredTicket,
  dependencies: DeliveryDependencies,
): Promise<{ to: string; body: string } | { drop: DropReason }> {
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
  const body = composeMessage(intent, ticket.state, {
    texts: dependencies.texts,
    publicUrl: dependencies.publicUrl,
    claimToken: dependencies.claimTokens.tokenFor(messageIdOf(intent.key)),
    language: user?.language ?? 'vi',
    unitNames: await unitNames(intent, ticket, dependencies),
    now: new Date(),
  });
  return { to: phone.to, body };
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

/** What the ledger remembers of an intent that the ticket's outbox has already let go. */
function intentOf(row: MessageRecord): MessageIntent {
  const { key, template, channel, recipient, createdAt } = row;
  return { key, template, channel, recipient, lane: 'urgent', at: createdAt.toISOString(), data: {} };
}
