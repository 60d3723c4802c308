import { isClockLate, openOrderClock } from './command-order-clock';
import type { OrderClock } from './command-order-clock';
import type { Unit, UnitRef } from './organisation';
import type { Actor, TimelineData } from './ticket';

/**
 * A command order (mệnh lệnh chỉ huy) as its workflow knows it: who ordered which units, and how each of them
 * stands. Plain data, opaque ids: what was ordered and reported, in people's own words, lies encrypted in MongoDB.
 */

/** `done`: every result was accepted. `closed`: by the issuer, with a reason, before that. */
export const orderStatuses = ['open', 'done', 'closed', 'withdrawn'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** How it was given: by a document with a number, by phone, by SMS, or to somebody's face. */
export const orderMeans = ['document', 'phone', 'sms', 'direct'] as const;
export type OrderMeans = (typeof orderMeans)[number];

export const resultOutcomes = ['done', 'partly', 'cannot'] as const;
export type ResultOutcome = (typeof resultOutcomes)[number];

export interface OrderResult {
  readonly outcome: ResultOutcome;
  readonly at: string;
  readonly userId: string;
  readonly state: 'reported' | 'accepted' | 'returned';
  /** Who of the issuing unit accepted or returned it. */
  readonly decidedBy?: string;
  readonly decidedAt?: string;
}

/** One unit that has been ordered to do something. */
export interface Addressee {
  readonly unit: UnitRef;
  /** Codes from the province down to the unit itself. */
  readonly path: readonly string[];
  /** Who has been told, whether or not it reached them. */
  readonly people: readonly string[];
  /** Messages on their way to each of them; at 0 the person cannot be reached. */
  readonly pending: Readonly<Record<string, number>>;
  readonly unreachable: readonly string[];
  readonly toldAt: string | null;
  /** Since when there has been nobody to tell; null while there is somebody. */
  readonly nobodySince: string | null;
  readonly acknowledged: {
    readonly userId: string;
    readonly at: string;
    readonly via: NonNullable<Actor['via']>;
  } | null;
  readonly result: OrderResult | null;
  readonly acknowledgeClock: OrderClock;
  readonly resultClock: OrderClock;
  readonly reminders: number;
  readonly remindedAt: string | null;
}

/** The order in figures; also what its lists are filtered by. */
export interface OrderCounts {
  readonly addressees: number;
  readonly nobody: number;
  readonly acknowledged: number;
  readonly reported: number;
  /** Reported, and nobody of the issuing unit has looked at it. */
  readonly toAccept: number;
  readonly accepted: number;
  readonly lateToAcknowledge: number;
  readonly lateWithResult: number;
  /** Units that are late with either. */
  readonly late: number;
}

export interface CommandOrderState {
  readonly orderId: string;
  /** Speakable, as a ticket's: `ML-7K3-9QF`. */
  readonly code: string;
  readonly status: OrderStatus;
  /** Grows by one with every transition; 0 until the workflow has begun. */
  readonly revision: number;
  readonly seq: number;
  /** Rings telephones; without it there are only SMS. */
  readonly urgent: boolean;
  readonly issuer: { readonly userId: string; readonly unit: UnitRef; readonly path: readonly string[] };
  readonly issuedAt: string;
  readonly acknowledgeBy: string;
  readonly resultBy: string;
  readonly tickets: readonly { readonly ticketId: string; readonly code: string }[];
  readonly addressees: readonly Addressee[];
  readonly addressedCodes: readonly string[];
  /** The issuer's unit with those above it, and those between it and the addressees: they may look on. */
  readonly aboveCodes: readonly string[];
  readonly counts: OrderCounts;
  readonly endedAt: string | null;
}

export const orderEntryTypes = [
  'given',
  'told',
  'nobodyToTell',
  'unreachable',
  'acknowledged',
  'reported',
  'accepted',
  'returned',
  'reminded',
  'warned',
  'late',
  'extended',
  'completed',
  'closed',
  'withdrawn',
] as const;
export type OrderEntryType = (typeof orderEntryTypes)[number];

export interface OrderEntry {
  /** 1, 2, 3 … without gaps or repeats. */
  readonly seq: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly type: OrderEntryType;
  readonly actor: Actor;
  /** The addressees it is about; empty when it is about all of them. */
  readonly unitCodes: readonly string[];
  /** `text`, where present, is somebody's own words and is encrypted at rest. */
  readonly data: TimelineData;
}

export interface OrderOpening {
  readonly orderId: string;
  readonly code: string;
  readonly urgent: boolean;
  readonly issuer: CommandOrderState['issuer'];
  readonly actor: Actor;
  readonly issuedAt: string;
  readonly acknowledgeBy: string;
  readonly resultBy: string;
  readonly tickets: CommandOrderState['tickets'];
  readonly units: readonly Pick<Unit, 'tier' | 'code' | 'path'>[];
}

/** An order as it is written before anybody has heard of it. Both clocks of every addressee count from here. */
export function openCommandOrder(facts: OrderOpening): {
  readonly state: CommandOrderState;
  readonly timeline: readonly OrderEntry[];
} {
  const { units, actor, ...own } = facts;
  const { issuedAt, acknowledgeBy, resultBy } = own;
  const addressees = units.map(({ tier, code, path }): Addressee => ({
    unit: { tier, code },
    path: path.map((one) => one.code),
    ...{ people: [], pending: {}, unreachable: [], toldAt: null, nobodySince: null },
    ...{ acknowledged: null, result: null, reminders: 0, remindedAt: null },
    acknowledgeClock: openOrderClock(issuedAt, acknowledgeBy),
    resultClock: openOrderClock(issuedAt, resultBy),
  }));
  const above = addressees.flatMap(({ path }) => path.slice(0, -1));
  return {
    state: {
      ...own,
      ...{ status: 'open', revision: 0, seq: 1, addressees, endedAt: null },
      addressedCodes: addressees.map(({ unit }) => unit.code),
      aboveCodes: [...new Set([...own.issuer.path, ...above])],
      counts: countsOf(addressees),
    },
    timeline: [{ seq: 1, at: issuedAt, type: 'given', actor, unitCodes: [], data: { units: units.length } }],
  };
}

export const isOpenOrder = ({ status }: Pick<CommandOrderState, 'status'>): boolean => status === 'open';

/** Has not acknowledged, or owes a result. */
export const owes = ({ acknowledged, result }: Pick<Addressee, 'acknowledged' | 'result'>): boolean =>
  acknowledged === null || result === null || result.state === 'returned';

/** Late with what it owes now. */
export const isLate = ({ acknowledgeClock, resultClock }: Addressee): boolean =>
  isClockLate(acknowledgeClock) || isClockLate(resultClock);

export function countsOf(addressees: readonly Addressee[]): OrderCounts {
  const count = (holds: (one: Addressee) => boolean): number => addressees.filter(holds).length;
  return {
    addressees: addressees.length,
    nobody: count(({ nobodySince, acknowledged }) => nobodySince !== null && acknowledged === null),
    acknowledged: count(({ acknowledged }) => acknowledged !== null),
    reported: count(({ result }) => result !== null && result.state !== 'returned'),
    toAccept: count(({ result }) => result?.state === 'reported'),
    accepted: count(({ result }) => result?.state === 'accepted'),
    lateToAcknowledge: count(({ acknowledgeClock }) => isClockLate(acknowledgeClock)),
    lateWithResult: count(({ resultClock }) => isClockLate(resultClock)),
    late: count(isLate),
  };
}
