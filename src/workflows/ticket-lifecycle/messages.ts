import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Action, Commands, Receipt } from '../../domain/commands';
import type { FactName, Facts } from '../../domain/facts';
import type { PinnedPolicy } from '../../domain/policy';
import type { TicketState } from '../../domain/ticket';

/** Workflows of tickets poll here; long follow-ups have a queue of their own. */
export const TICKET_TASK_QUEUE = 'tickets';

export const workflowIdOf = (ticketId: string): string => `ticket/${ticketId}`;

/** A new ticket starts at revision 0; a reopened or unlinked one brings the state it ended with. */
export interface TicketLifecycleInput {
  readonly state: TicketState;
  readonly policy: PinnedPolicy;
}

/**
 * Commands are Updates: somebody waits for yes or no. A refusal is an `ApplicationFailure` whose `type` is a
 * `RefusalCode` and whose first detail holds its facts; it leaves nothing in the history.
 */
export const ticketUpdates = {
  triage: defineUpdate<Receipt, [Commands['triage']]>('triage'),
  claim: defineUpdate<Receipt, [Commands['claim']]>('claim'),
  decline: defineUpdate<Receipt, [Commands['decline']]>('decline'),
  dispatch: defineUpdate<Receipt, [Commands['dispatch']]>('dispatch'),
  handBack: defineUpdate<Receipt, [Commands['handBack']]>('handBack'),
  enRoute: defineUpdate<Receipt, [Commands['enRoute']]>('enRoute'),
  onScene: defineUpdate<Receipt, [Commands['onScene']]>('onScene'),
  hold: defineUpdate<Receipt, [Commands['hold']]>('hold'),
  resume: defineUpdate<Receipt, [Commands['resume']]>('resume'),
  resolve: defineUpdate<Receipt, [Commands['resolve']]>('resolve'),
  close: defineUpdate<Receipt, [Commands['close']]>('close'),
  reopen: defineUpdate<Receipt, [Commands['reopen']]>('reopen'),
  cancel: defineUpdate<Receipt, [Commands['cancel']]>('cancel'),
  reclassify: defineUpdate<Receipt, [Commands['reclassify']]>('reclassify'),
  note: defineUpdate<Receipt, [Commands['note']]>('note'),
  link: defineUpdate<Receipt, [Commands['link']]>('link'),
  unlink: defineUpdate<Receipt, [Commands['unlink']]>('unlink'),
  verify: defineUpdate<Receipt, [Commands['verify']]>('verify'),
} as const satisfies { [A in Action]: unknown };

/** Facts are Signals: nobody waits. A settled ticket hears them in a short run of its own. */
export const ticketFacts = {
  duplicateLinked: defineSignal<[Facts['duplicateLinked']]>('duplicateLinked'),
  duplicateUnlinked: defineSignal<[Facts['duplicateUnlinked']]>('duplicateUnlinked'),
  citizenContact: defineSignal<[Facts['citizenContact']]>('citizenContact'),
} as const satisfies { [N in FactName]: unknown };

/** A fact: a page could not be delivered for good. */
export interface MessageFailure {
  readonly key: string;
  readonly reason: string;
}
export const messageFailed = defineSignal<[MessageFailure]>('messageFailed');

/** A fact: the shift that worked on it has ended. */
export interface DutyHandedOver {
  readonly handOverId: string;
  readonly teamId: string;
}
export const dutyHandedOver = defineSignal<[DutyHandedOver]>('dutyHandedOver');

export const getTicket = defineQuery<TicketState>('getTicket');
