import type { z } from 'zod';
import type { Rights } from '../rights';
import { toTicketSummary } from '../tickets/ticket-view';
import type { Lookalike } from './find-lookalikes';
import type { lookalikeView } from './lookalike-schema';

const SHOWN_CHARACTERS = 160;

/** A lookalike for this reader: what they may not see of the ticket itself they do not see here. */
export function toLookalikeView(
  { ticket, score, because }: Lookalike,
  rights: Rights,
): z.input<typeof lookalikeView> {
  const summary = toTicketSummary(ticket, rights);
  return {
    id: summary.id,
    code: summary.code,
    status: summary.status,
    category: summary.category,
    priority: summary.priority,
    unitCode: summary.location.unitCode,
    receivedAt: summary.receivedAt,
    ownerTeamId: summary.ownerTeamId,
    address: summary.location.address,
    description: summary.description?.slice(0, SHOWN_CHARACTERS) ?? null,
    score,
    because: because.map((one) => ({ ...one })),
  };
}
