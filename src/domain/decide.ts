import type { Action, Commands } from './commands';
import type { Context, Outcome } from './draft';
import { Draft } from './draft';
import type { TicketState } from './ticket';
import { cancel, note, reclassify, reopen, triage, verify } from './transitions/desk';
import { link, unlink } from './transitions/duplicates';
import { claim, decline, dispatch, handBack } from './transitions/ownership';
import { close, enRoute, hold, onScene, resolve, resume } from './transitions/work';

const transitions: { [A in Action]: (draft: Draft, command: Commands[A]) => void } = {
  triage,
  claim,
  decline,
  dispatch,
  handBack,
  enRoute,
  onScene,
  hold,
  resume,
  resolve,
  close,
  reopen,
  cancel,
  reclassify,
  note,
  link,
  unlink,
  verify,
};

/**
 * What a command does to a ticket. Pure: the same ticket, command, policy and time give the same outcome.
 * Throws `DomainError` when the rules refuse; nothing is half-done then, for nothing was changed in place.
 */
export function decide<A extends Action>(
  ticket: TicketState,
  action: A,
  command: Commands[A],
  context: Context,
): Outcome {
  const draft = new Draft(ticket, context);
  transitions[action](draft, command);
  return draft.finish();
}
