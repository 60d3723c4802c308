import type { Action } from './commands';
import type { TicketStatus } from './ticket';

const open = ['received', 'triaged', 'dispatched', 'claimed', 'enRoute', 'onScene', 'onHold'] as const;
const searching = ['triaged', 'dispatched'] as const;
const owned = ['claimed', 'enRoute', 'onScene', 'onHold'] as const;

/**
 * Where an action has something to do: what a console offers. The transitions decide (they also answer yes to a
 * step repeated by a phone); a test holds the two together.
 */
export const actionStatuses: Readonly<Record<Action, readonly TicketStatus[]>> = {
  triage: ['received'],
  claim: searching,
  decline: searching,
  dispatch: [...searching, ...owned],
  handBack: owned,
  enRoute: ['claimed'],
  onScene: ['claimed', 'enRoute'],
  hold: owned,
  resume: ['onHold'],
  resolve: owned,
  close: ['resolved'],
  reopen: ['resolved', 'closed', 'cancelled'],
  cancel: open,
  reclassify: open,
  note: [...open, 'resolved'],
  link: open,
  unlink: ['duplicate'],
  verify: open,
};
