import { Problem, type ask as askApi } from '../../api/ask';
import type { Ticket } from '../../api/operations.gen';
import { mayPass } from '../../api/problem';
import { bodyOf, isContact, type ApiProtocol, type Draft, type Entry } from './draft';

/** What became of a report: its ticket, and the steps after it that were refused. */
export interface Sent {
  readonly ticket: Ticket;
  readonly refusedSteps: readonly { readonly step: 'link' | 'finish'; readonly problem: Problem }[];
}

/**
 * Makes the ticket, closes the call, and ties the ticket to the live one it is about. Every step has a key made of the
 * draft's own, so the whole may be sent again from the beginning after any interruption: what was done is not
 * done twice. A ticket that exists stays, also when the call could not be closed any more.
 *
 * @throws Problem when the ticket itself is refused; whatever `mayPass` when nobody answered: send again later
 */
export async function sendReport(
  { draft }: Pick<Entry, 'draft'>,
  protocol: ApiProtocol | undefined,
  ask: typeof askApi,
  onTicket: (ticket: Ticket) => void = () => undefined,
): Promise<Sent> {
  const { id, from, attachTo } = draft;
  const ticket = await tellOf(draft, protocol, ask);
  onTicket(ticket);
  const refusedSteps: { step: 'link' | 'finish'; problem: Problem }[] = [];
  const attempt = async (step: 'link' | 'finish', work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (mayPass(error) || !(error instanceof Problem)) throw error;
      refusedSteps.push({ step, problem: error });
    }
  };
  if (from.kind === 'call') {
    await attempt('finish', () =>
      ask('POST /calls/{id}/finish', {
        ...{ params: { id: from.id }, body: { result: 'ticket', ticketId: ticket.id } },
        idempotencyKey: `${id}/finish`,
      }),
    );
  }
  if (from.kind === 'callBack') {
    await attempt('finish', async () => {
      const params = { id: from.id };
      if (!from.reached) {
        await ask('POST /call-backs/{id}/attempt', {
          ...{ params, body: { result: 'reached' }, idempotencyKey: `${id}/reached` },
        });
      }
      await ask('POST /call-backs/{id}/finish', {
        ...{ params, body: { result: 'ticket', ticketId: ticket.id }, idempotencyKey: `${id}/finish` },
      });
    });
  }
  if (attachTo && !isContact(draft)) {
    await attempt('link', () =>
      ask('POST /tickets/{id}/link', {
        ...{ params: { id: ticket.id }, body: { duplicateOf: attachTo.id }, idempotencyKey: `${id}/link` },
      }),
    );
  }
  return { ticket, refusedSteps };
}

/** A ticket of its own, or a word more on the live one. */
async function tellOf(draft: Draft, protocol: ApiProtocol | undefined, ask: typeof askApi): Promise<Ticket> {
  const { id, from, attachTo, description } = draft;
  if (!attachTo || !isContact(draft)) {
    if (!protocol) throw new Error('a report needs a category');
    return ask('POST /tickets', { body: bodyOf(draft, protocol), idempotencyKey: id });
  }
  const text = description.trim().slice(0, longestContact);
  return ask('POST /tickets/{id}/contacts', {
    params: { id: attachTo.id },
    body: { ...(from.kind === 'call' && { callId: from.id }), ...(text && { text }) },
    idempotencyKey: id,
  });
}
const longestContact = 2_000;
