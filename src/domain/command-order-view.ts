import { isLate, isOpenOrder, owes } from './command-order';
import type { Addressee, CommandOrderState } from './command-order';
import { orderActions } from './command-order-commands';
import type { OrderAction } from './command-order-commands';

/** How an order looks to one reader: what it asks of them, what they may do, which addressees are theirs to see. */
export interface OrderReader {
  readonly unitCode: string;
  /** By role and relation, whatever the state of the order. */
  readonly may: (action: OrderAction) => boolean;
}

/** What an order waits for from this reader, most pressing first; null when it waits for others. */
export const orderNeeds = ['acknowledge', 'report', 'late', 'accept'] as const;
export type OrderNeed = (typeof orderNeeds)[number];

export const ownPartOf = (state: CommandOrderState, { unitCode }: OrderReader): Addressee | null =>
  state.addressees.find(({ unit }) => unit.code === unitCode) ?? null;

export function needOf(state: CommandOrderState, reader: OrderReader): OrderNeed | null {
  if (!isOpenOrder(state)) return null;
  const own = ownPartOf(state, reader);
  if (own && owes(own) && reader.may('report')) return own.acknowledged === null ? 'acknowledge' : 'report';
  if (reader.may('remind') && visibleTo(state, reader).some(isLate)) return 'late';
  return reader.may('accept') && state.counts.toAccept > 0 ? 'accept' : null;
}

/** Whether the issuer's unit lies in the reader's: they see every addressee, others only those of their own area. */
const seesAll = ({ issuer }: CommandOrderState, { unitCode }: OrderReader): boolean =>
  issuer.path.includes(unitCode);

export const visibleTo = (state: CommandOrderState, reader: OrderReader): readonly Addressee[] =>
  seesAll(state, reader)
    ? state.addressees
    : state.addressees.filter(({ path }) => path.includes(reader.unitCode));

/** What the reader may do now: what a console offers. The commands decide. */
export function possibleActions(state: CommandOrderState, reader: OrderReader): readonly OrderAction[] {
  if (!isOpenOrder(state)) return [];
  const own = ownPartOf(state, reader);
  const theirs = visibleTo(state, reader);
  const fits: Readonly<Record<OrderAction, boolean>> = {
    acknowledge: own !== null && own.acknowledged === null,
    report: own !== null && own.result?.state !== 'accepted',
    accept: state.counts.toAccept > 0,
    return: state.counts.toAccept > 0,
    remind: theirs.some(owes),
    extend: theirs.some(owes),
    ...{ withdraw: true, close: true },
  };
  return orderActions.filter((action) => fits[action] && reader.may(action));
}
