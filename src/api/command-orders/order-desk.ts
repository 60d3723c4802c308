import type { OrderAction, OrderCommands } from '../../domain/command-order-commands';
import type { Receipt } from '../../domain/commands';
import type { StoredCommandOrder } from '../../models/command-orders/command-order-repository';

/**
 * The API's way to a running order. Throws `DomainError` when the order refuses and `TemporalUnavailable` when nobody
 * can be asked just now.
 */
export interface CommandOrderDesk {
  /** Starts the order's workflow unless it was ever started. Safe to repeat. */
  start(order: StoredCommandOrder): Promise<void>;
  /** The same `requestKey` is the same request: repeated, it is answered again and not done again. */
  command<A extends OrderAction>(
    order: StoredCommandOrder,
    action: A,
    command: OrderCommands[A],
    requestKey?: string,
  ): Promise<Receipt>;
}
