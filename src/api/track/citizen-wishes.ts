import { createHash } from 'node:crypto';
import {
  cancelAnswer,
  helpAnswer,
  mayBeRated,
  ratingScores,
  type RatingScore,
} from '../../domain/citizen-wish';
import type { CitizenContact } from '../../domain/facts';
import { DomainError } from '../../domain/refusal';
import type { Actor } from '../../domain/ticket';
import type { AnswerStore } from '../../models/answers/answer-store';
import type { RatingStore } from '../../models/ratings/rating-store';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import { mainTicketOf } from '../duplicates/main-ticket';
import { once } from '../http/idempotency';
import { awaitTicket } from '../links/await-ticket';
import type { TicketDesk } from '../ticket-desk';

export interface WishDependencies {
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode'>;
  readonly desk: Pick<TicketDesk, 'command' | 'tell'>;
  readonly answers: AnswerStore;
  readonly ratings: Pick<RatingStore, 'give' | 'find'>;
}

export type Wish = 'help' | 'cancel' | 'rating';

/** What came of a wish, as the page says it. */
export const wishResults = [
  'told',
  'reopened',
  'tooLate',
  'cancelled',
  'asked',
  'ended',
  'rated',
  'ratedBefore',
  'notYet',
] as const;
export type WishResult = (typeof wishResults)[number];

export interface AskedWish {
  readonly ticket: StoredTicket;
  readonly wish: Wish;
  /** Made with the page: pressing twice, or once more after "back", is one wish. */
  readonly key: string;
  /** The citizen's own words; empty when they wrote none. */
  readonly words: string;
  readonly score: RatingScore | null;
}

const actor: Actor = { kind: 'citizen', via: 'link' };
const longest = 500;

export const scoreOf = (given: unknown): RatingScore | null =>
  ratingScores.find((score) => String(score) === given) ?? null;

/** Words as they are kept: without what no store holds, and not without end. */
export const wordsOf = (given: unknown): string =>
  typeof given === 'string'
    ? given
        .replace(/\0|\p{Surrogate}/gu, '')
        .normalize('NFC')
        .trim()
        .slice(0, longest)
    : '';

/**
 * Does what a citizen wishes for their report, once for a key. Resolves when it is done for good and, if possible,
 * already to be seen.
 *
 * @throws TemporalUnavailable when nothing was done and the citizen should try again
 */
export async function doWish(asked: AskedWish, deps: WishDependencies): Promise<WishResult> {
  const { ticket, wish, words } = asked;
  // Given twice it is one rating by itself, and a second thought must count although a third may equal the first.
  if (wish === 'rating') return rating(asked, deps);
  // Other words are another wish and must not be swallowed.
  const content = createHash('sha256').update(`${wish} ${words}`).digest('base64url');
  const key = `${asked.key} ${content.slice(0, 22)}`;
  const attempt = {
    userId: `citizen/${ticket.id}`,
    key,
    target: `POST /track/${wish}`,
    body: { words },
  };
  const { answer } = await once(deps.answers, attempt, async () => {
    const result = await attempted({ ...asked, key }, deps);
    return { status: 200, headers: {}, body: { result } };
  });
  return (answer.body as { result: WishResult }).result;
}

/** A ticket may change between looking and asking: whoever loses that race looks once more. */
async function attempted(asked: AskedWish, deps: WishDependencies): Promise<WishResult> {
  const work = asked.wish === 'help' ? help : cancel;
  try {
    return await work(asked, deps);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'transition-not-allowed') throw error;
    const ticket = (await deps.tickets.find(asked.ticket.id)) ?? asked.ticket;
    return work({ ...asked, ticket }, deps);
  }
}

async function help(asked: AskedWish, deps: WishDependencies): Promise<WishResult> {
  const main = await mainTicketOf(deps.tickets, asked.ticket);
  const answer = helpAnswer(main.state, main.policy, Date.now());
  if (answer === 'tooLate' || wasEndedByTheCentre(main)) return 'tooLate';
  if (answer === 'tell') return tell(asked, 'help', deps);
  const reason = asked.words || 'Người dân báo vẫn cần giúp (trang theo dõi)';
  const { revision } = await deps.desk.command(main, 'reopen', { actor, reason }, asked.key);
  await awaitTicket(deps.tickets, main.id, (state) => state.revision >= revision);
  return 'reopened';
}

/** Whoever decided to end it without help knew why; a new report or a call brings new facts. */
const wasEndedByTheCentre = ({ state, timeline }: StoredTicket): boolean =>
  state.status === 'cancelled' &&
  timeline.findLast(({ type }) => type === 'cancelled')?.actor.kind !== 'citizen';

async function cancel(asked: AskedWish, deps: WishDependencies): Promise<WishResult> {
  const { ticket } = asked;
  const answer = cancelAnswer(ticket.state);
  if (answer === 'no') return 'ended';
  if (answer === 'ask') return (await tell(asked, 'cancel', deps)) === 'told' ? 'asked' : 'ended';
  const reason = asked.words || 'Người dân hủy (trang theo dõi)';
  const { revision } = await deps.desk.command(ticket, 'cancel', { actor, reason }, asked.key);
  await awaitTicket(deps.tickets, ticket.id, (state) => state.revision >= revision);
  return 'cancelled';
}

/** The people at work read it in the timeline; a linked report's word reaches its main ticket. */
async function tell(
  { ticket, key, words }: AskedWish,
  wish: NonNullable<CitizenContact['wish']>,
  deps: WishDependencies,
): Promise<WishResult> {
  const contactId = `track/${key}`;
  const fact: CitizenContact = {
    ...{ contactId, channel: 'web', at: new Date().toISOString(), wish, actor },
    ...(words !== '' && { text: words }),
  };
  await deps.desk.tell({ ticketId: ticket.id, name: 'citizenContact', fact });
  await awaitTicket(
    deps.tickets,
    ticket.id,
    (state) => state.contacts?.recentIds.includes(contactId) ?? false,
  );
  return 'told';
}

async function rating({ ticket, words, score }: AskedWish, deps: WishDependencies): Promise<WishResult> {
  const main = await mainTicketOf(deps.tickets, ticket);
  if (score === null || !mayBeRated(main.state)) return 'notYet';
  const { state } = ticket;
  const kept = await deps.ratings.give(
    {
      ...{ ticketId: ticket.id, score, words: words === '' ? null : words, category: state.category },
      round: main.state.reopenedCount + 1,
      unitCodes: state.unitPath.map(({ code }) => code),
    },
    new Date(),
  );
  return kept === 'kept' ? 'rated' : 'ratedBefore';
}
