import type { z } from 'zod';
import { isLate } from '../../domain/command-order';
import type { Addressee, OrderEntry } from '../../domain/command-order';
import { needOf, ownPartOf, possibleActions, visibleTo } from '../../domain/command-order-view';
import type { OrderReader } from '../../domain/command-order-view';
import type { User } from '../../domain/organisation';
import type { Actor } from '../../domain/ticket';
import type { StoredCommandOrder } from '../../models/command-orders/command-order-repository';
import type { Rights } from '../rights';
import type { orderSummaryView, orderView } from './order-schemas';

type SummaryView = z.input<typeof orderSummaryView>;
type WholeView = z.input<typeof orderView>;
type AddresseeView = WholeView['addressees'][number];

/** What people of these orders are called: names of staff, by id. */
export type Names = ReadonlyMap<string, string>;

export const readerOf = (user: User, rights: Rights, order: StoredCommandOrder): OrderReader => ({
  unitCode: user.unitCode,
  may: (action) => rights.mayOrder(action, order),
});

/** Everybody whom a view of these orders names. */
export function peopleOf(orders: readonly StoredCommandOrder[]): readonly string[] {
  return orders.flatMap(({ state, timeline }) => [
    state.issuer.userId,
    ...timeline.flatMap(({ actor }) => actor.userId ?? []),
    ...state.addressees.flatMap(({ people }) => people),
  ]);
}

export function toOrderSummary(order: StoredCommandOrder, reader: OrderReader, names: Names): SummaryView {
  const { state, words } = order;
  const own = ownPartOf(state, reader);
  const { issuer, counts } = state;
  return {
    ...{ id: order.id, code: order.code, status: state.status, urgent: state.urgent, text: words.text },
    given: { by: words.means, documentNumber: words.documentNumber, documentDate: words.documentDate },
    issuer: { ...personOf(issuer.userId, names), unitCode: issuer.unit.code },
    ...{ issuedAt: state.issuedAt, acknowledgeBy: state.acknowledgeBy, resultBy: state.resultBy },
    ...{ endedAt: state.endedAt, counts, revision: state.revision },
    tickets: state.tickets.map(({ ticketId, code }) => ({ ticketId, code })),
    mine: own && toAddresseeView(own, order, names),
    needs: needOf(state, reader),
    can: [...possibleActions(state, reader)],
  };
}

export function toOrderView(order: StoredCommandOrder, reader: OrderReader, names: Names): WholeView {
  const visible = visibleTo(order.state, reader);
  const codes = new Set(visible.map(({ unit }) => unit.code));
  return {
    ...toOrderSummary(order, reader, names),
    addressees: [...visible]
      .sort((a, b) => urgencyOf(a) - urgencyOf(b))
      .map((one) => toAddresseeView(one, order, names)),
    timeline: order.timeline
      .filter(({ unitCodes }) => unitCodes.length === 0 || unitCodes.some((code) => codes.has(code)))
      .map((entry) => toEntryView(entry, codes, names)),
  };
}

/** Late first, then what waits for the issuer, then what is owed; the order of codes otherwise. */
function urgencyOf(addressee: Addressee): number {
  if (isLate(addressee)) return 0;
  if (addressee.nobodySince !== null && addressee.acknowledged === null) return 1;
  if (addressee.result?.state === 'reported') return 2;
  if (addressee.acknowledged === null) return 3;
  return addressee.result?.state === 'accepted' ? 5 : 4;
}

const personOf = (userId: string, names: Names) => ({ userId, name: names.get(userId) ?? null });

function toAddresseeView(
  addressee: Addressee,
  { timeline }: StoredCommandOrder,
  names: Names,
): AddresseeView {
  const { unit, acknowledged, result, acknowledgeClock, resultClock } = addressee;
  const wordsOf = (type: OrderEntry['type']): string | null => {
    const entry = timeline.findLast((one) => one.type === type && one.unitCodes.includes(unit.code));
    return typeof entry?.data.text === 'string' ? entry.data.text : null;
  };
  return {
    ...{ unitCode: unit.code, tier: unit.tier, toldAt: addressee.toldAt, nobodySince: addressee.nobodySince },
    people: addressee.people.map((id) => personOf(id, names)),
    acknowledged: acknowledged && {
      ...personOf(acknowledged.userId, names),
      ...{ at: acknowledged.at, via: acknowledged.via },
    },
    ...{ acknowledgeBy: acknowledgeClock.dueAt, resultBy: resultClock.dueAt },
    result: result && {
      ...personOf(result.userId, names),
      ...{ at: result.at, outcome: result.outcome, state: result.state, text: wordsOf('reported') ?? '' },
      decided:
        result.decidedBy === undefined || result.decidedAt === undefined
          ? null
          : {
              ...personOf(result.decidedBy, names),
              at: result.decidedAt,
              reason: result.state === 'returned' ? wordsOf('returned') : null,
            },
    },
    late: !isLate(addressee) ? null : acknowledged === null ? 'acknowledge' : 'result',
    ...{ reminders: addressee.reminders, remindedAt: addressee.remindedAt },
  };
}

const toActorView = ({ kind, userId, role, unitCode, via }: Actor, names: Names) => ({
  ...{ kind, userId: userId ?? null, name: userId === undefined ? null : (names.get(userId) ?? null) },
  ...{ role: role ?? null, unitCode: unitCode ?? null, via: via ?? null },
});

const toEntryView = (
  { seq, at, type, actor, unitCodes, data }: OrderEntry,
  visible: ReadonlySet<string>,
  names: Names,
): WholeView['timeline'][number] => ({
  ...{ seq, at, type, data },
  actor: toActorView(actor, names),
  unitCodes: unitCodes.filter((code) => visible.has(code)),
});
