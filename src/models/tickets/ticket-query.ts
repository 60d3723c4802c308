import { normalisePhone } from '../../domain/phone';
import { DomainError } from '../../domain/refusal';
import { ticketStatuses } from '../../domain/ticket';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import { phoneIndexOf } from './ticket-row';
import type { TicketRow } from './ticket-row';
import type { AreaFilter, ListOrder, TicketFilter } from './ticket-repository';

export type Query = Readonly<Record<string, unknown>>;

/** Newest first; the id settles tickets of one millisecond. */
export const newestFirst = { 'state.receivedAt': -1, _id: -1 } as const;
export const sortOf = { newest: newestFirst, breachNext: { nextBreachAt: 1, _id: 1 } } as const;

/** Statuses of tickets that are not settled. */
export const openStatuses = ticketStatuses.filter(
  (status) => status !== 'closed' && status !== 'cancelled' && status !== 'duplicate',
);

/** Matches nothing, and the server knows it without looking. */
const nothing: Query = { _id: { $in: [] } };

/** The conditions that have something to say, together. */
export function allOf(...conditions: readonly Query[]): Query {
  const real = conditions.filter((condition) => Object.keys(condition).length > 0);
  return real.length === 0 ? {} : real.length === 1 ? { ...real[0] } : { $and: real };
}

/** A phone number in any spelling, or a code or its beginning; descriptions are encrypted and not searched. */
function searchQuery(typed: string, crypto: FieldCrypto): Query {
  const phone = normalisePhone(typed);
  if (phone !== null) return { 'intake.caller.phoneIndex': phoneIndexOf(crypto, phone) };
  const code = typed.trim().toUpperCase().replace(/\s+/g, '-');
  return /^[A-Z0-9-]{2,20}$/.test(code) ? { code: { $regex: `^${code}` } } : nothing;
}

/** The filter of `GET /tickets` as a MongoDB query; an absent field asks nothing. */
function filterQuery(filter: TicketFilter, crypto: FieldCrypto): Query {
  const { status, category, priority, unitCode, tier, teamId, sla, phone, q, since, until } = filter;
  return allOf(
    status ? { 'state.status': { $in: status } } : {},
    category ? { 'state.category': { $in: category } } : {},
    priority ? { 'state.priority': { $in: priority } } : {},
    unitCode !== undefined ? { 'state.unitPath.code': unitCode } : {},
    tier !== undefined ? { holdingTiers: tier } : {},
    teamId !== undefined
      ? { $or: [{ 'state.offeredTeamIds': teamId }, { 'state.assignments.teamId': teamId }] }
      : {},
    sla !== undefined ? { 'state.sla': sla } : {},
    phone !== undefined ? { 'intake.caller.phoneIndex': phoneIndexOf(crypto, phone) } : {},
    since ? { 'state.receivedAt': { $gte: since.toISOString() } } : {},
    until ? { 'state.receivedAt': { $lt: until.toISOString() } } : {},
    q !== undefined && q.trim() !== '' ? searchQuery(q, crypto) : {},
  );
}

/** Where a page ended: the place of its last ticket in the order, opaque to the client. */
export const cursorOf = (row: TicketRow, order: ListOrder): string =>
  Buffer.from(
    JSON.stringify(
      order === 'newest' ? [row.state.receivedAt, row._id] : [row.nextBreachAt ?? '', row._id, order],
    ),
  ).toString('base64url');

/** What comes after the cursor. Throws `DomainError` for one that no list of this order has given out. */
function afterCursor(cursor: string | undefined, order: ListOrder): Query {
  if (cursor === undefined) return {};
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    place = null;
  }
  const isPlace = Array.isArray(place) && place.every((part) => typeof part === 'string');
  const [at = '', id = '', of = 'newest'] = isPlace ? (place as string[]) : [];
  if (!isPlace || id === '' || of !== order) {
    throw new DomainError('invalid-command', 'cursor must be the nextCursor of an earlier answer', {
      field: 'cursor',
    });
  }
  return order === 'newest'
    ? {
        'state.receivedAt': { $lte: at },
        $or: [{ 'state.receivedAt': { $lt: at } }, { _id: { $lt: id } }],
      }
    : { nextBreachAt: { $gte: at }, $or: [{ nextBreachAt: { $gt: at } }, { _id: { $gt: id } }] };
}

/** One list, as the server gets it. */
export const listQuery = (
  area: AreaFilter,
  filter: TicketFilter,
  { cursor, order }: { readonly cursor?: string; readonly order: ListOrder },
  crypto: FieldCrypto,
): Query => allOf(area, filterQuery(filter, crypto), afterCursor(cursor, order));
