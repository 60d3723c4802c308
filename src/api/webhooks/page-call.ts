import { DomainError } from '../../domain/refusal';
import { spokenCode } from '../../domain/sms-text';
import { ownerOf } from '../../domain/ticket';
import { answerCallBackKey, speakCallBackPage } from './call-back-page';
import { awaitTicket } from '../links/await-ticket';
import { claimFor, declineFor, findPagedTeam, ownerNameOf, standingOf } from '../links/paged-team';
import { TemporalUnavailable } from '../ticket-desk';
import { answerOrderKey, isOrderCall, speakOrder } from './order-call';
import type { OrderCallDependencies } from './order-call';
import { phrases } from './phrases';
import { asked, spoken } from './speech';
import type { CallBackPageDependencies } from './call-back-page';
import type { PageDependencies, PagedTeam } from '../links/paged-team';

export type PageCallDependencies = PageDependencies & CallBackPageDependencies & OrderCallDependencies;

/** Where the keypad of one page is answered. */
const gatherUrl = (messageId: string): string => `/webhooks/twilio/gather?n=${encodeURIComponent(messageId)}`;
const voiceUrl = (messageId: string): string => `/webhooks/twilio/voice?n=${encodeURIComponent(messageId)}`;

const promptRepeats = 2;

/**
 * What a page says when it is picked up. A supervisor hears the news; a team is asked for a key. Nobody is
 * asked for a ticket that is already taken.
 */
export async function speakPage(messageId: string, dependencies: PageCallDependencies): Promise<string> {
  const paged = await findPagedTeam(messageId, dependencies);
  if (!paged) return speakNews(messageId, dependencies);
  const { message, user } = paged;
  const closed = await closedDoor(paged, dependencies);
  if (closed !== null) return spoken(closed, user.language);
  return asked(message.body, user.language, {
    action: gatherUrl(messageId),
    times: promptRepeats,
    silence: phrases[user.language].noKey,
  });
}

/** Answers a key: 1 claims, 2 declines, any other asks again. What happened is always spoken back. */
export async function answerKey(
  messageId: string,
  digits: string,
  dependencies: PageCallDependencies,
): Promise<string> {
  const paged = await findPagedTeam(messageId, dependencies);
  if (!paged) return answerOtherKey(messageId, digits, dependencies);
  const { language } = paged.user;
  const closed = await closedDoor(paged, dependencies);
  if (closed !== null) return spoken(closed, language);
  if (digits !== '1' && digits !== '2') return speakPage(messageId, dependencies);
  try {
    return spoken(
      digits === '1' ? await claim(paged, dependencies) : await decline(paged, dependencies),
      language,
    );
  } catch (error) {
    if (error instanceof DomainError) return spoken(phrases[language].mayNot(codeOf(paged)), language);
    if (!(error instanceof TemporalUnavailable)) throw error;
    return asked(`${phrases[language].busy} ${paged.message.body}`, language, {
      action: gatherUrl(messageId),
      times: 1,
      otherwise: voiceUrl(messageId),
    });
  }
}

const answerOtherKey = async (
  messageId: string,
  digits: string,
  dependencies: PageCallDependencies,
): Promise<string> =>
  isOrderCall(await dependencies.messages.find(messageId))
    ? answerOrderKey(messageId, digits, dependencies)
    : answerCallBackKey(messageId, digits, dependencies);

const codeOf = ({ ticket }: PagedTeam): string => spokenCode(ticket.code);

/** The sentence for somebody who can no longer claim or decline; null while they can. */
async function closedDoor(paged: PagedTeam, { organisation }: PageDependencies): Promise<string | null> {
  const words = phrases[paged.user.language];
  const standing = await standingOf(paged, new Date(), organisation);
  switch (standing.kind) {
    case 'mine':
      return words.alreadyYours(paged.team.name, codeOf(paged));
    case 'taken':
      return words.taken(standing.by, codeOf(paged));
    case 'done':
    case 'settled':
      return words.settled(codeOf(paged));
    case 'declined':
      return words.declined(paged.team.name, codeOf(paged));
    case 'used':
    case 'expired':
      return words.passed(codeOf(paged));
    case 'offer':
      return null;
  }
}

async function claim(paged: PagedTeam, dependencies: PageDependencies): Promise<string> {
  const words = phrases[paged.user.language];
  if ((await claimFor(paged, 'voice', dependencies)) !== 'lost') {
    return words.claimed(paged.team.name, codeOf(paged));
  }
  const isOwned = (state: Parameters<typeof ownerOf>[0]): boolean => ownerOf(state) !== undefined;
  const ticket = await awaitTicket(dependencies.tickets, paged.ticket.id, isOwned);
  const now = ticket === null ? null : await closedDoor({ ...paged, ticket }, dependencies);
  return now ?? words.mayNot(codeOf(paged));
}

async function decline(paged: PagedTeam, dependencies: PageDependencies): Promise<string> {
  await declineFor(paged, 'voice', 'keypad', dependencies);
  return phrases[paged.user.language].declined(paged.team.name, codeOf(paged));
}

/** A call that asks nothing: spoken twice, then the line is closed. Old news is not spoken. */
async function speakNews(messageId: string, dependencies: PageCallDependencies): Promise<string> {
  const { messages, users, tickets, organisation } = dependencies;
  const message = await messages.find(messageId);
  if (isOrderCall(message)) return speakOrder(messageId, dependencies);
  if (message?.template === 'supervisor.callBack.voice') return speakCallBackPage(message, dependencies);
  if (message?.template !== 'supervisor.breach.voice') return spoken(phrases.vi.unknown, 'vi');
  const user = message.recipient.kind === 'user' ? await users.find(message.recipient.userId) : null;
  const language = user?.language ?? 'vi';
  const ticket = await tickets.find(message.ticketId);
  const owner = ticket && ownerOf(ticket.state);
  if (ticket && owner) {
    const by = await ownerNameOf(owner, organisation);
    return spoken(phrases[language].taken(by, spokenCode(ticket.code)), language);
  }
  return spoken(`${message.body} ${message.body}`, language);
}
