import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { Action, Commands, Receipt } from '../../domain/commands';
import { actions } from '../../domain/commands';
import { decide } from '../../domain/decide';
import { unitsToOpen } from '../../domain/ladder';
import { begin, nextMoment, noteFailedMessage, open, tick } from '../../domain/lifecycle';
import { supervisorIntents } from '../../domain/notices';
import type { TicketStatus } from '../../domain/ticket';
import { isSettled } from '../../domain/ticket';
import { Alarm } from './alarm';
import { refusing } from './failures';
import { getTicket, messageFailed, ticketUpdates } from './messages';
import type { TicketLifecycleInput } from './messages';
import { OpenTicket } from './open-ticket';
import { searchAttributesOf } from './search-attributes';

const { commitTransition, findOnDutyTeams, findSupervisors } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  // Longer waits become timers of the server, so that an outage of MongoDB does not keep the worker busy.
  localRetryThreshold: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Long enough for the command that revived a settled ticket to arrive with it. */
const reviveWithin = '10 seconds';

/**
 * One ticket from its first minute until somebody has answered for it. Handlers only decide; this loop is the
 * only one that acts: it writes, looks up who is on duty, and waits for a command or the next deadline.
 */
export async function ticketLifecycle(input: TicketLifecycleInput): Promise<{ status: TicketStatus }> {
  const ticket = new OpenTicket(input.state, input.policy);
  for (const action of actions) setCommandHandler(ticket, action);
  setHandler(messageFailed, (failure) => {
    ticket.apply(noteFailedMessage(ticket.state, failure, ticket.context));
  });
  setHandler(getTicket, () => ticket.state);

  if (ticket.state.revision === 0) ticket.apply(begin(ticket.state, ticket.context));
  if (isSettled(ticket.state)) await condition(() => ticket.hasWork, reviveWithin);

  const alarm = new Alarm();
  let leastMs = 1;
  for (;;) {
    await act(ticket);
    if (isSettled(ticket.state)) break;
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      if (!ticket.hasWork) {
        await continueAsNew<typeof ticketLifecycle>({ state: ticket.state, policy: ticket.policy });
      }
      continue;
    }
    const moment = nextMoment(ticket.state, ticket.policy);
    if (moment !== null) alarm.setFor(moment, leastMs);
    await condition(() => ticket.hasWork || alarm.rang);
    if (alarm.takeRing()) leastMs = ticket.apply(tick(ticket.state, ticket.context)) ? 1 : 1_000;
  }
  await condition(allHandlersFinished);
  return { status: ticket.state.status };
}

function setCommandHandler<A extends Action>(ticket: OpenTicket, action: A): void {
  const outcomeOf = refusing((command: Commands[A]) => decide(ticket.state, action, command, ticket.context));
  const handler = (command: Commands[A]): Receipt => {
    ticket.apply(outcomeOf(command));
    return { revision: ticket.state.revision };
  };
  // The union of all updates cannot be indexed by a type parameter without naming the one it is.
  setHandler(ticketUpdates[action] as (typeof ticketUpdates)['note'], handler as never, {
    validator: (command) => {
      outcomeOf(command as Commands[A]);
    },
  });
}

/** Does what the ticket asks for until there is nothing left: find people, write, send. */
async function act(ticket: OpenTicket): Promise<void> {
  for (;;) {
    const unitCodes = unitsToOpen(ticket.state, Date.now());
    if (unitCodes.length > 0) {
      const at = new Date().toISOString();
      const rosters = await findOnDutyTeams({ unitCodes, field: ticket.state.field, at });
      // A command may have changed the ticket while the rosters were read.
      if (unitsToOpen(ticket.state, Date.now()).join() === unitCodes.join()) {
        ticket.apply(open(ticket.state, rosters, ticket.context));
      }
      continue;
    }
    const calls = ticket.takeCalls();
    if (calls.length > 0) {
      const at = new Date().toISOString();
      const asked = [...new Set(calls.flatMap((call) => call.unitCodes))];
      const supervisors = await findSupervisors({ unitCodes: asked });
      for (const call of calls) {
        const userIds = supervisors
          .filter(({ unitCode }) => call.unitCodes.includes(unitCode))
          .flatMap((unit) => unit.userIds);
        ticket.tell(supervisorIntents(ticket.state, call, userIds, at));
      }
    }
    if (!ticket.hasUnwritten) return;
    const transition = ticket.takeUnwritten();
    showInSearch(ticket);
    await commitTransition(transition);
  }
}

/** One event a change, none when nothing that can be searched for has changed. */
function showInSearch(ticket: OpenTicket): void {
  const attributes = searchAttributesOf(ticket.state);
  const shown = attributes.map(({ value }) => String(value)).join('|');
  if (ticket.shownInSearch === shown) return;
  ticket.shownInSearch = shown;
  upsertSearchAttributes(attributes);
}
