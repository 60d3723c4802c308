import { createHash } from 'node:crypto';
import { openCommandOrder } from '../../domain/command-order';
import { expandAddressees, orderDateOf } from '../../domain/command-order-addressees';
import type { OrderSelection } from '../../domain/command-order-addressees';
import type { Unit, User } from '../../domain/organisation';
import { DomainError } from '../../domain/refusal';
import { localDate } from '../../domain/roster';
import type { Actor } from '../../domain/ticket';
import type {
  CommandOrderRepository,
  NewCommandOrder,
  OrderWords,
  StoredCommandOrder,
} from '../../models/command-orders/command-order-repository';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { newId, newTicketCode } from '../../platform/ids';
import type { Logger } from '../../platform/logger';
import type { CommandOrderDesk } from './order-desk';

export interface GiveOrderDependencies {
  readonly commandOrders: Pick<CommandOrderRepository, 'insert' | 'find'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'listUnits'>;
  readonly orderDesk: Pick<CommandOrderDesk, 'start'>;
  readonly logger: Pick<Logger, 'warn'>;
}

export interface OrderToGive {
  readonly words: OrderWords;
  readonly urgent: boolean;
  readonly to: OrderSelection;
  readonly tickets: NewCommandOrder['state']['tickets'];
  readonly acknowledgeBy: string;
  readonly resultBy: string;
  /** The same key of the same person is the same order, even after a crash before the answer. */
  readonly idempotencyKey?: string;
}

const codePrefix = 'ML';
const codesTried = 5;
const longestMs = 90 * 24 * 3_600_000;

/** The units a selection of this person means today. @throws DomainError as `expandAddressees` */
export async function addresseesFor(
  organisation: GiveOrderDependencies['organisation'],
  user: User,
  to: OrderSelection,
  now: Date,
): Promise<readonly Unit[]> {
  const [own, units] = await Promise.all([organisation.findUnit(user.unitCode), organisation.listUnits({})]);
  const date = orderDateOf(own ?? { validTo: null }, localDate(now));
  return expandAddressees(to, units, user.unitCode, date);
}

/**
 * Stores an order and starts it without making anybody wait: stored is accepted, and what could not be started the
 * relay starts.
 *
 * @throws DomainError `unit-not-found`, `unit-not-below`, `invalid-command`
 */
export async function giveOrder(
  deps: GiveOrderDependencies,
  user: User,
  actor: Actor,
  order: OrderToGive,
): Promise<StoredCommandOrder> {
  const { words, urgent, to, tickets, acknowledgeBy, resultBy, idempotencyKey } = order;
  const now = new Date();
  const orderId = idempotencyKey === undefined ? newId() : idFor(user, idempotencyKey);
  const given = idempotencyKey === undefined ? null : await deps.commandOrders.find(orderId);
  if (given) return given;
  mustFit(now, acknowledgeBy, resultBy);
  const units = await addresseesFor(deps.organisation, user, to, now);
  const own = user.unitPath.at(-1);
  if (!own) throw new Error('a commander has a unit');
  for (let tried = 0; tried < codesTried; tried += 1) {
    const { state, timeline } = openCommandOrder({
      ...{ orderId, code: newTicketCode(codePrefix), urgent, actor, units, tickets },
      issuer: { userId: user.id, unit: own, path: user.unitPath.map(({ code }) => code) },
      issuedAt: now.toISOString(),
      acknowledgeBy: new Date(acknowledgeBy).toISOString(),
      resultBy: new Date(resultBy).toISOString(),
    });
    const found = await deps.commandOrders.insert({ words, state, timeline });
    if (found === 'idTaken') {
      const other = await deps.commandOrders.find(orderId);
      if (other) return other;
    }
    if (found !== 'stored') continue;
    const { code } = state;
    const stored: StoredCommandOrder = {
      id: orderId,
      code,
      words,
      state,
      timeline,
      createdAt: now,
      updatedAt: now,
    };
    deps.orderDesk.start(stored).catch((err: unknown) => {
      deps.logger.warn({ err, orderId }, 'order stored, its workflow will be started by the relay');
    });
    return stored;
  }
  throw new Error('no free code was found for an order');
}

const idFor = ({ id }: User, key: string): string =>
  createHash('sha256')
    .update(`command-order\n${id}\n${key}`)
    .digest('base64url')
    .replace(/[-_]/g, '0')
    .slice(0, 20);

function mustFit(now: Date, acknowledgeBy: string, resultBy: string): void {
  const [first, last] = [Date.parse(acknowledgeBy), Date.parse(resultBy)];
  const refuse = (pointer: string, mustBe: string): never => {
    throw new DomainError('invalid-command', mustBe, { pointer });
  };
  if (first <= now.getTime()) refuse('/acknowledgeBy', 'must be a time that is still to come');
  if (last < first) refuse('/resultBy', 'must not be before acknowledgeBy');
  if (last - now.getTime() > longestMs) refuse('/resultBy', 'must be within 90 days');
}
