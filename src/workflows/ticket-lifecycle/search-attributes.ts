import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import type { TicketState } from '../../domain/ticket';
import { ownerOf, placeOf } from '../../domain/ticket';

/** What an operator can search by in Temporal's own UI. Codes only: nothing here is encrypted. */
const keys = {
  category: defineSearchAttributeKey('category', SearchAttributeType.KEYWORD),
  priority: defineSearchAttributeKey('priority', SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey('status', SearchAttributeType.KEYWORD),
  tier: defineSearchAttributeKey('tier', SearchAttributeType.KEYWORD),
  unit: defineSearchAttributeKey('unit', SearchAttributeType.KEYWORD),
  sla: defineSearchAttributeKey('sla', SearchAttributeType.KEYWORD),
};

/** The tier that has the next step: the owner's, else the first open step's, else where the call was taken. */
function tierOf(ticket: TicketState): string {
  const openStep = ticket.ladder?.steps.find(({ status }) => status === 'open');
  return ownerOf(ticket)?.tier ?? openStep?.tier ?? ticket.intakeUnit.tier;
}

export function searchAttributesOf(ticket: TicketState): SearchAttributePair[] {
  return [
    { key: keys.category, value: ticket.category },
    { key: keys.priority, value: ticket.priority },
    { key: keys.status, value: ticket.status },
    { key: keys.tier, value: tierOf(ticket) },
    { key: keys.unit, value: placeOf(ticket).code },
    { key: keys.sla, value: ticket.sla },
  ];
}
