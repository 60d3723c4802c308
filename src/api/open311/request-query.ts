import { ticketStatuses } from '../../domain/ticket';
import type { TicketFilter } from '../../models/tickets/ticket-repository';
import { Open311Error } from './open311-error';
import { closedStatuses } from './request-view';

const dayMs = 24 * 60 * 60 * 1_000;
const longestRangeMs = 90 * dayMs;
const mostIds = 100;
/** The protocol's own limit of one answer. */
export const mostRequests = 1_000;

export type RequestQuery =
  | { readonly ids: readonly string[] }
  | { readonly filter: TicketFilter; readonly page: number; readonly pageSize: number };

type Parameters = Readonly<Record<string, unknown>>;

/**
 * The arguments of `GET requests`. Ids win over everything else, as the protocol says; without dates the last 90
 * days count.
 *
 * @throws Open311Error 400 naming the argument and what it must be
 */
export function parseRequestQuery(query: Parameters, now: Date): RequestQuery {
  const ids = listOf(query, 'service_request_id');
  if (ids.length > mostIds) {
    throw new Open311Error(400, `service_request_id: at most ${String(mostIds)} ids at once`);
  }
  if (ids.length > 0) return { ids };
  const category = listOf(query, 'service_code');
  const { since, until } = rangeOf(query, now);
  const province = textOf(query, 'jurisdiction_id');
  return {
    filter: {
      since,
      until: new Date(until.getTime() + 1),
      ...(category.length > 0 && { category }),
      ...(province !== undefined && { unitCode: province }),
      ...statusOf(query),
    },
    page: numberOf(query, 'page', 1, 1_000),
    pageSize: numberOf(query, 'page_size', mostRequests, mostRequests),
  };
}

/** @throws Open311Error when the argument was given twice or is not text */
export function textOf(query: Parameters, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw new Open311Error(400, `${name}: must be given once`);
  return value.trim() === '' ? undefined : value.trim();
}

const listOf = (query: Parameters, name: string): readonly string[] =>
  (textOf(query, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function statusOf(query: Parameters): Pick<TicketFilter, 'status'> {
  const asked = listOf(query, 'status');
  if (asked.some((status) => status !== 'open' && status !== 'closed')) {
    throw new Open311Error(400, 'status: must be open, closed, or both');
  }
  if (new Set(asked).size !== 1) return {};
  return {
    status:
      asked[0] === 'closed'
        ? closedStatuses
        : ticketStatuses.filter((status) => !closedStatuses.includes(status)),
  };
}

function rangeOf(query: Parameters, now: Date): { since: Date; until: Date } {
  const since = timeOf(query, 'start_date');
  const until = timeOf(query, 'end_date');
  if (since && until && until < since) throw new Open311Error(400, 'end_date: must not be before start_date');
  if (since && until && until.getTime() - since.getTime() > longestRangeMs) {
    throw new Open311Error(400, 'start_date: must be at most 90 days before end_date');
  }
  if (since) return { since, until: until ?? new Date(since.getTime() + longestRangeMs) };
  const end = until ?? now;
  return { since: new Date(end.getTime() - longestRangeMs), until: end };
}

function timeOf(query: Parameters, name: string): Date | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  // A space is a plus sign that was not escaped.
  const iso = text.replace(/ (?=\d\d:?\d\d$)/, '+');
  const time = new Date(iso);
  if (/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d))?$/.test(iso) && !Number.isNaN(time.getTime()))
    return time;
  throw new Open311Error(400, `${name}: must be a time in the w3 format, e.g. 2021-08-16T02:00:00Z`);
}

function numberOf(query: Parameters, name: string, otherwise: number, most: number): number {
  const text = textOf(query, name);
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Open311Error(400, `${name}: must be a whole number from 1 to ${String(most)}`);
}
