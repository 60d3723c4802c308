import { WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Action, Commands, Receipt } from '../domain/commands';
import { decide } from '../domain/decide';
import type { Facts, Tell } from '../domain/facts';
import { DomainError } from '../domain/refusal';
import { isSettled } from '../domain/ticket';
import type { StoredTicket, TicketRepository } from '../models/tickets/ticket-repository';
import {
  TICKET_TASK_QUEUE,
  ticketFacts,
  ticketUpdates,
  workflowIdOf,
} from '../workflows/ticket-lifecycle/messages';
import type { TicketLifecycleInput } from '../workflows/ticket-lifecycle/messages';
import { createTurns } from './in-turn';
import { translated } from './temporal-answers';
import { TemporalUnavailable } from './ticket-desk';
import type { TicketDesk } from './ticket-desk';

type AnyUpdate = (typeof ticketUpdates)['note'];

interface UpdateOptions {
  readonly args: [Commands['note']];
  readonly updateId?: string;
}

const ended = (): DomainError =>
  new DomainError('transition-not-allowed', 'The ticket has just ended; look at it again');

/** Temporal lets ten updates of one workflow be under way; a few processes must fit into that together. */
const updatesAtOnce = 3;

/**
 * Asks tickets over Temporal. `answerWithinMs` bounds every call, so that a phone on a bad network hears "try
 * again" instead of nothing. When a crowd asks one ticket, those who had to wait look at it again first: a
 * claim that is lost already is refused by the same rules without asking.
 */
export function createTemporalDesk(dependencies: {
  client: Client;
  tickets: Pick<TicketRepository, 'find'>;
  taskQueue?: string;
  answerWithinMs?: number;
}): TicketDesk {
  const { client, tickets, taskQueue = TICKET_TASK_QUEUE, answerWithinMs = 10_000 } = dependencies;
  const inTurn = createTurns(updatesAtOnce);

  const startOptions = (ticket: StoredTicket) => ({
    workflowId: workflowIdOf(ticket.id),
    taskQueue,
    args: [{ state: ticket.state, policy: ticket.policy }] as [TicketLifecycleInput],
  });

  async function start(ticket: StoredTicket): Promise<void> {
    await bounded(() =>
      client.workflow.start('ticketLifecycle', {
        ...startOptions(ticket),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      }),
    ).catch((error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    });
  }

  /** The command and the run that answers it arrive together, so a crash between the two cannot happen. */
  function revive(ticket: StoredTicket, update: AnyUpdate, options: UpdateOptions): Promise<Receipt> {
    return bounded(() =>
      client.workflow.executeUpdateWithStart(update, {
        ...options,
        startWorkflowOperation: new WithStartWorkflowOperation('ticketLifecycle', {
          ...startOptions(ticket),
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
      }),
    );
  }

  function ask(ticket: StoredTicket, update: AnyUpdate, options: UpdateOptions): Promise<Receipt> {
    return bounded(() => client.workflow.getHandle(workflowIdOf(ticket.id)).executeUpdate(update, options));
  }

  function bounded<T>(call: () => Promise<T>): Promise<T> {
    return client.connection.withDeadline(Date.now() + answerWithinMs, call);
  }

  async function tell({ ticketId, name, fact }: Tell): Promise<void> {
    // All facts travel alike; `Tell` has paired name and shape.
    const signal = ticketFacts[name] as (typeof ticketFacts)['citizenContact'];
    const args = [fact as Facts['citizenContact']] as [Facts['citizenContact']];
    const handle = client.workflow.getHandle(workflowIdOf(ticketId));
    const wake = (ticket: StoredTicket): Promise<unknown> =>
      bounded(() =>
        client.workflow.signalWithStart('ticketLifecycle', {
          ...startOptions(ticket),
          ...{ signal, signalArgs: args },
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
      );
    const known = await tickets.find(ticketId);
    if (!known) return;
    if (isSettled(known.state)) {
      await wake(known);
      return;
    }
    try {
      await bounded(() => handle.signal(signal, ...args));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      // Never started, or settled since it was read.
      const now = await tickets.find(ticketId);
      if (!now) return;
      if (now.state.revision > 0 && !isSettled(now.state)) throw new TemporalUnavailable(error);
      await wake(now);
    }
  }

  return {
    start: (ticket) => translated(() => start(ticket), ended),
    tell: (fact) => translated(() => tell(fact), ended),

    command<A extends Action>(
      asked: StoredTicket,
      action: A,
      command: Commands[A],
      requestKey?: string,
    ): Promise<Receipt> {
      // All updates share one shape; their argument is checked here, by `Commands[A]`.
      const update = ticketUpdates[action] as AnyUpdate;
      const argument: UpdateOptions = {
        args: [command as never],
        ...(requestKey !== undefined && { updateId: `${action}/${requestKey}` }),
      };
      const refuseByRules = (ticket: StoredTicket): void => {
        decide(ticket.state, action, command, { policy: ticket.policy, nowMs: Date.now() });
      };
      return inTurn(asked.id, (waited) =>
        translated(async () => {
          const ticket = waited ? ((await tickets.find(asked.id)) ?? asked) : asked;
          if (isSettled(ticket.state)) {
            // A settled ticket refuses without waking anything.
            refuseByRules(ticket);
            return revive(ticket, update, argument);
          }
          if (waited && action === 'claim') refuseByRules(ticket);
          try {
            return await ask(ticket, update, argument);
          } catch (error) {
            if (!(error instanceof WorkflowNotFoundError) || ticket.state.revision > 0) throw error;
            await start(ticket);
            return ask(ticket, update, argument);
          }
        }, ended),
      );
    },
  };
}
