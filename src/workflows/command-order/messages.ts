import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CommandOrderState } from '../../domain/command-order';
import type { OrderAction, OrderCommands } from '../../domain/command-order-commands';
import type { Receipt } from '../../domain/commands';

export const commandOrderWorkflowIdOf = (orderId: string): string => `command-order/${orderId}`;

/** A new order starts at revision 0; a long one goes on in a new run with the state that it had. */
export interface CommandOrderInput {
  readonly state: CommandOrderState;
}

/** Somebody waits for yes or no; a refusal is a typed failure, as with tickets. */
export const orderUpdates = {
  acknowledge: defineUpdate<Receipt, [OrderCommands['acknowledge']]>('acknowledge'),
  report: defineUpdate<Receipt, [OrderCommands['report']]>('report'),
  accept: defineUpdate<Receipt, [OrderCommands['accept']]>('accept'),
  return: defineUpdate<Receipt, [OrderCommands['return']]>('return'),
  withdraw: defineUpdate<Receipt, [OrderCommands['withdraw']]>('withdraw'),
  extend: defineUpdate<Receipt, [OrderCommands['extend']]>('extend'),
  remind: defineUpdate<Receipt, [OrderCommands['remind']]>('remind'),
  close: defineUpdate<Receipt, [OrderCommands['close']]>('close'),
} as const satisfies { [A in OrderAction]: unknown };

/** A fact: a message about the order will never arrive. */
export interface OrderMessageFailure {
  readonly key: string;
  readonly reason: string;
}
export const orderMessageFailed = defineSignal<[OrderMessageFailure]>('orderMessageFailed');

export const getCommandOrder = defineQuery<CommandOrderState>('getCommandOrder');
