import type { Context, Outcome } from './draft';
import { Draft } from './draft';
import type { FactName, Facts } from './facts';
import type { TicketState } from './ticket';
import { hearContact } from './transitions/contacts';
import { hearLinked, hearUnlinked } from './transitions/duplicates';

const hearings: { [N in FactName]: (draft: Draft, fact: Facts[N]) => void } = {
  duplicateLinked: hearLinked,
  duplicateUnlinked: hearUnlinked,
  citizenContact: hearContact,
};

/** What a fact does to a ticket, settled or not. Never refuses; what was heard before changes nothing. */
export function hear<N extends FactName>(
  ticket: TicketState,
  name: N,
  fact: Facts[N],
  context: Context,
): Outcome {
  const draft = new Draft(ticket, context);
  hearings[name](draft, fact);
  return draft.finish();
}
