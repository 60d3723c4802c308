import {
  allHandlersFinished,
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { Action, Commands, Receipt } from '../../domain/commands';
import { actions } from '../../domain/commands';
import { decide } from '../../domain/decide';
import type { FactName, Facts } from '../../domain/facts';
import { hear } from '../../domain/hear';
import { unitsToOpen } from '../../domain/ladder';
import { begin, nextMoment, noteFailedMessage, noteHandOver, open, tick } from '../../domain/lifecycle';
import { supervisorIntents } from '../../domain/notices';
import type { TicketStatus } from '../../domain/ticket';
import { isSettled } from '../../domain/ticket';
import { Alarm } from './alarm';
import { refusing } from './failures';
import { dutyHandedOver, getTicket, messageFailed, ticketFacts, ticketUpdates } from './messages';
import type { TicketLifecycleInput } from './messages';
import { OpenTicket } from './open-ticket';
import { searchAttributesOf } from './search-attributes';

const { commitTransition, findOnDutyTeams, findSupervisors } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  // Longer waits become timers of the server, so that an outage of MongoDB does not keep the worker busy.
  localRetryThreshold: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/**
 * Not a local one: a linked ticket ends with it, and what was written must be in the history before the run tries
 * to end, or a signal of that moment would have it decided anew.
 */
const { tellTicket } = proxyActivities<Pick<Activities, 'tellTicket'>>({
  startToCloseTimeout: '15 seconds',
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
  // Before any handler: a command that came with the start is run by `setHandler` itself, and must find a ticket
  // that has begun, or nobody would ever be asked.
  if (ticket.state.revision === 0) ticket.apply(begin(ticket.state, ticket.context));
  for (const action of actions) setCommandHandler(ticket, action);
  for (const name of Object.keys(ticketFacts) as FactName[]) setFactHandler(ticket, name);
  setHandler(messageFailed, (failure) => {
    ticket.apply(noteFailedMessage(ticket.state, failure, ticket.context));
  });
  setHandler(dutyHandedOver, (fact) => {
    ticket.apply(noteHandOver(ticket.state, fact, ticket.context));
  });
  setHandler(getTicket, () => ticket.state);

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

function setFactHandler<N extends FactName>(ticket: OpenTicket, name: N): void {
  const handler = (fact: Facts[N]): void => {
    ticket.apply(hear(ticket.state, name, fact, ticket.context));
  };
  setHandler(ticketFacts[name] as (typeof ticketFacts)['citizenContact'], handler as never);
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
      const wanted = [...new Set(calls.flatMap((call) => call.unitCodes))];
      const supervisors = await findSupervisors({ unitCodes: wanted });
      for (const call of calls) {
        const asked = supervisors.filter(({ unitCode }) => call.unitCodes.includes(unitCode));
        ticket.tell(supervisorIntents(ticket.state, call, asked, at));
      }
    }
    if (ticket.hasUnwritten) {
      const transition = ticket.takeUnwritten();
      showInSearch(ticket);
      await commitTransition(transition);
      continue;
    }
    const tells = ticket.takeTells();
    if (tells.length === 0) return;
    // Only once it is written: whoever hears of it may look.
    if (patched('2026-11-22-tells-main-ticket')) for (const tell of tells) await tellTicket(tell);
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
