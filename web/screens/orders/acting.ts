import type { CommandOrder } from '../../api/operations.gen';
import type { OrderAction } from './use-order-action';

/** What every part of the page acts with. */
export interface Acting {
  readonly order: CommandOrder;
  readonly act: (action: OrderAction, body: object, onDone?: () => void) => void;
  /** Whether this is on its way; with a body, whether this very one is. */
  readonly isBusy: (action: OrderAction, body?: object) => boolean;
  readonly error: unknown;
}
