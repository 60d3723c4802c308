import { isLate, owes } from './command-order';
import type { Addressee, CommandOrderState, ResultOutcome } from './command-order';
import { extendOrderClock, meetOrderClock, reopenOrderClock } from './command-order-clock';
import { OrderDraft } from './command-order-draft';
import type { OrderOutcome } from './command-order-draft';
import { DomainError } from './refusal';
import type { Actor } from './ticket';

export const orderActions = [
  'acknowledge',
  'report',
  'accept',
  'return',
  'withdraw',
  'extend',
  'remind',
  'close',
] as const;
export type OrderAction = (typeof orderActions)[number];

/** What a person asks of an order. `text` and `reason` are their own words. */
export interface OrderCommands {
  acknowledge: { readonly actor: Actor; readonly unitCode: string };
  report: {
    readonly actor: Actor;
    readonly unitCode: string;
    readonly outcome: ResultOutcome;
    readonly text: string;
  };
  accept: { readonly actor: Actor; readonly unitCodes: readonly string[] };
  return: {
    readonly actor: Actor;
    readonly unitCode: string;
    readonly reason: string;
    readonly resultBy?: string;
  };
  withdraw: { readonly actor: Actor; readonly reason: string };
  /** Without `unitCodes`: for every addressee. */
  extend: {
    readonly actor: Actor;
    readonly acknowledgeBy?: string;
    readonly resultBy?: string;
    readonly reason: string;
    readonly unitCodes?: readonly string[];
  };
  /** Without `unitCodes`: the late ones; when none is late, whoever owes something. */
  remind: { readonly actor: Actor; readonly unitCodes?: readonly string[] };
  close: { readonly actor: Actor; readonly reason: string };
}

/** A unit that was reminded so lately has not had the time to answer. */
const remindAgainAfterMs = 60_000;

const rules: { readonly [A in OrderAction]: (draft: OrderDraft, command: OrderCommands[A]) => void } = {
  acknowledge(draft, { actor, unitCode }) {
    const addressee = addresseeOf(draft.state, unitCode);
    if (addressee.acknowledged) {
      if (addressee.acknowledged.userId === actor.userId) return;
      const { userId, at } = addressee.acknowledged;
      throw new DomainError('order-acknowledged', 'Somebody of this unit has acknowledged the order.', {
        ...{ unitCode, userId, at },
      });
    }
    acknowledge(draft, addressee, actor);
  },

  report(draft, { actor, unitCode, outcome, text }) {
    const addressee = addresseeOf(draft.state, unitCode);
    const { result } = addressee;
    if (result?.state === 'accepted')
      throw stepNotAllowed('The result of this unit was accepted already.', unitCode);
    if (result?.state === 'reported' && result.userId !== actor.userId) {
      throw new DomainError('order-reported', 'Somebody of this unit has reported a result.', {
        ...{ unitCode, userId: result.userId, at: result.at },
      });
    }
    if (!addressee.acknowledged) acknowledge(draft, addressee, actor);
    draft.change(unitCode, {
      result: { outcome, at: draft.now, userId: actor.userId ?? '', state: 'reported' },
      resultClock: meetOrderClock(addressee.resultClock, draft.now),
    });
    draft.log('reported', { actor, unitCodes: [unitCode], data: { outcome, text } });
  },

  accept(draft, { actor, unitCodes }) {
    for (const unitCode of unitCodes) {
      const { result } = addresseeOf(draft.state, unitCode);
      if (result?.state === 'accepted') continue;
      if (result?.state !== 'reported') throw stepNotAllowed('This unit has no result to accept.', unitCode);
      draft.change(unitCode, {
        result: { ...result, state: 'accepted', decidedBy: actor.userId ?? '', decidedAt: draft.now },
      });
      draft.log('accepted', { actor, unitCodes: [unitCode] });
    }
    if (!draft.state.addressees.every(({ result }) => result?.state === 'accepted')) return;
    draft.set({ status: 'done', endedAt: draft.now });
    draft.log('completed');
  },

  return(draft, { actor, unitCode, reason, resultBy }) {
    const { result, resultClock } = addresseeOf(draft.state, unitCode);
    if (result?.state !== 'reported') throw stepNotAllowed('This unit has no result to return.', unitCode);
    if (resultBy !== undefined) mustBeAhead(draft, resultBy, '/resultBy');
    draft.change(unitCode, {
      result: { ...result, state: 'returned', decidedBy: actor.userId ?? '', decidedAt: draft.now },
      resultClock: reopenOrderClock(resultClock, draft.now, resultBy ?? null),
    });
    draft.log('returned', {
      ...{ actor, unitCodes: [unitCode] },
      data: { text: reason, ...(resultBy !== undefined && { resultBy }) },
    });
    draft.tell({
      ...{ kind: 'units', news: 'returned', unitCodes: [unitCode], isWide: false },
      fact: factOf(draft),
    });
  },

  withdraw(draft, { actor, reason }) {
    const unitCodes = draft.state.addressees
      .filter(({ toldAt }) => toldAt !== null)
      .map(({ unit }) => unit.code);
    draft.set({ status: 'withdrawn', endedAt: draft.now });
    draft.log('withdrawn', { actor, data: { text: reason } });
    draft.tell({ kind: 'units', news: 'withdrawn', unitCodes, isWide: false, fact: factOf(draft) });
  },

  extend(draft, { actor, acknowledgeBy, resultBy, reason, unitCodes }) {
    if (acknowledgeBy === undefined && resultBy === undefined)
      throw new DomainError('invalid-command', 'must give one new time', { pointer: '/resultBy' });
    const targets = (unitCodes ?? draft.state.addressedCodes).map((code) => addresseeOf(draft.state, code));
    if (acknowledgeBy !== undefined) mustBeAhead(draft, acknowledgeBy, '/acknowledgeBy');
    if (resultBy !== undefined) mustBeAhead(draft, resultBy, '/resultBy');
    const owing = targets.filter(owes);
    if (owing.length === 0) throw stepNotAllowed('None of these units owes anything any more.');
    for (const { unit, acknowledgeClock, resultClock } of owing) {
      if (acknowledgeBy !== undefined && acknowledgeClock.metAt === null)
        mustBeLater(acknowledgeBy, acknowledgeClock.dueAt, '/acknowledgeBy');
      if (resultBy !== undefined) mustBeLater(resultBy, resultClock.dueAt, '/resultBy');
      if ((acknowledgeBy ?? '') > (resultBy ?? resultClock.dueAt))
        throw new DomainError('invalid-command', 'must not be before acknowledgeBy', {
          pointer: '/resultBy',
        });
      draft.change(unit.code, {
        ...(acknowledgeBy !== undefined && {
          acknowledgeClock: extendOrderClock(acknowledgeClock, acknowledgeBy, draft.nowMs),
        }),
        ...(resultBy !== undefined && { resultClock: extendOrderClock(resultClock, resultBy, draft.nowMs) }),
      });
    }
    const times = {
      ...(acknowledgeBy !== undefined && { acknowledgeBy }),
      ...(resultBy !== undefined && { resultBy }),
    };
    if (!unitCodes) draft.set(times);
    const codes = owing.map(({ unit }) => unit.code);
    draft.log('extended', { actor, unitCodes: unitCodes ? codes : [], data: { ...times, text: reason } });
    draft.tell({ kind: 'units', news: 'extended', unitCodes: codes, isWide: false, fact: factOf(draft) });
  },

  remind(draft, { actor, unitCodes }) {
    const owing = draft.state.addressees.filter(owes);
    const late = owing.filter(isLate);
    const meant = unitCodes
      ? unitCodes.map((code) => addresseeOf(draft.state, code)).filter(owes)
      : late.length > 0
        ? late
        : owing;
    if (meant.length === 0) throw stepNotAllowed('None of these units owes anything now.');
    const due = meant.filter(
      ({ remindedAt }) => remindedAt === null || draft.nowMs - Date.parse(remindedAt) >= remindAgainAfterMs,
    );
    if (due.length === 0) {
      throw new DomainError('order-step-not-allowed', 'These units were reminded less than a minute ago.', {
        because: 'justReminded',
      });
    }
    // Whoever could not be reached an hour ago may have switched the telephone on.
    for (const { unit, reminders } of due)
      draft.change(unit.code, { reminders: reminders + 1, remindedAt: draft.now, unreachable: [] });
    const codes = due.map(({ unit }) => unit.code);
    draft.log('reminded', { actor, unitCodes: codes });
    draft.tell({ kind: 'units', news: 'reminder', unitCodes: codes, isWide: true, fact: factOf(draft) });
  },

  close(draft, { actor, reason }) {
    const unitCodes = draft.state.addressees
      .filter((one) => owes(one) && one.toldAt !== null)
      .map(({ unit }) => unit.code);
    draft.set({ status: 'closed', endedAt: draft.now });
    draft.log('closed', { actor, data: { text: reason } });
    draft.tell({ kind: 'units', news: 'closed', unitCodes, isWide: false, fact: factOf(draft) });
  },
};

/**
 * What a command does to an order. Pure, as `decide` of tickets.
 *
 * @throws DomainError `order-not-open`, `order-acknowledged` or `order-reported` (who was first is in the facts),
 *   `order-step-not-allowed`, `unit-not-addressed`, `invalid-command`
 */
export function decideOrder<A extends OrderAction>(
  state: CommandOrderState,
  action: A,
  command: OrderCommands[A],
  nowMs: number,
): OrderOutcome {
  if (state.status !== 'open')
    throw new DomainError('order-not-open', 'This order has ended.', {
      status: state.status,
      endedAt: state.endedAt,
    });
  const draft = new OrderDraft(state, nowMs);
  rules[action](draft, command);
  return draft.finish();
}

function acknowledge(draft: OrderDraft, { unit, acknowledgeClock }: Addressee, actor: Actor): void {
  draft.change(unit.code, {
    acknowledged: { userId: actor.userId ?? '', at: draft.now, via: actor.via ?? 'api' },
    acknowledgeClock: meetOrderClock(acknowledgeClock, draft.now),
  });
  draft.log('acknowledged', { actor, unitCodes: [unit.code] });
}

/** @throws DomainError `unit-not-addressed` */
export function addresseeOf(state: CommandOrderState, unitCode: string): Addressee {
  const found = state.addressees.find(({ unit }) => unit.code === unitCode);
  if (found) return found;
  throw new DomainError('unit-not-addressed', 'This order does not go to that unit.', { unitCode });
}

/** The entry that was just logged names the fact: there is one of each number. */
const factOf = ({ state }: OrderDraft): string => `entry${String(state.seq)}`;

const stepNotAllowed = (message: string, unitCode?: string): DomainError =>
  new DomainError('order-step-not-allowed', message, unitCode === undefined ? {} : { unitCode });

function mustBeAhead({ nowMs }: OrderDraft, at: string, pointer: string): void {
  if (Date.parse(at) > nowMs) return;
  throw new DomainError('invalid-command', 'must be a time that is still to come', { pointer });
}

function mustBeLater(at: string, than: string, pointer: string): void {
  if (Date.parse(at) > Date.parse(than)) return;
  throw new DomainError('invalid-command', 'must be later than the time it replaces', { pointer });
}
