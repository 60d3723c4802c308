import { owes } from './command-order';
import type { CommandOrderState } from './command-order';
import { afterShare, dueShare, nextOrderShareMs } from './command-order-clock';
import { OrderDraft } from './command-order-draft';
import type { OrderClockName, OrderOutcome } from './command-order-draft';
import { issuerIntent, orderKeyParts } from './command-order-notices';

/** Both clocks of an addressee, by what each waits for. */
const clockFields = { acknowledge: 'acknowledgeClock', result: 'resultClock' } as const;
const clockNames = ['acknowledge', 'result'] as const;
/** From this share on, more people of a unit are told than its commanders. */
const wideFrom = 0.8;

/** The first thing that happens to an order: everybody is told. */
export function beginOrder(state: CommandOrderState, nowMs: number): OrderOutcome {
  const draft = new OrderDraft(state, nowMs);
  const { addressedCodes: unitCodes } = state;
  draft.tell({ kind: 'units', news: 'given', unitCodes, fact: 'first', isWide: false });
  return draft.finish();
}

/** Everything that has come due: warnings at 50 % and 80 %, and what is late, whose issuer and superiors hear of it. */
export function tickOrder(state: CommandOrderState, nowMs: number): OrderOutcome {
  const draft = new OrderDraft(state, nowMs);
  if (state.status !== 'open') return draft.finish();
  for (const name of clockNames) {
    const field = clockFields[name];
    const due = new Map<string, { share: number; dueAt: string; unitCodes: string[] }>();
    for (const addressee of state.addressees) {
      const clock = addressee[field];
      const share = dueShare(clock, nowMs);
      if (share === null) continue;
      draft.change(addressee.unit.code, { [field]: afterShare(clock, share) });
      const key = `${String(share)}/${clock.dueAt}`;
      const same = due.get(key) ?? { share, dueAt: clock.dueAt, unitCodes: [] };
      due.set(key, { ...same, unitCodes: [...same.unitCodes, addressee.unit.code] });
    }
    for (const { share, dueAt, unitCodes } of due.values()) {
      // The moment of the deadline tells a warning from the same one after an extension.
      const fact = `${name}-${String(share * 100)}-${String(Date.parse(dueAt))}`;
      if (share === 1) becomeLate(draft, name, dueAt, unitCodes, fact);
      else warn(draft, name, share, unitCodes, fact);
    }
  }
  return draft.finish();
}

function warn(
  draft: OrderDraft,
  clock: OrderClockName,
  share: number,
  unitCodes: readonly string[],
  fact: string,
): void {
  // Whoever has not acknowledged is asked for that, not for a result as well.
  const asked = unitCodes.filter((code) => clock === 'acknowledge' || hasAcknowledged(draft.state, code));
  if (asked.length === 0) return;
  draft.log('warned', { unitCodes: asked, data: { clock, percent: share * 100 } });
  draft.tell({ kind: 'units', news: 'reminder', unitCodes: asked, fact, isWide: share >= wideFrom });
}

function becomeLate(
  draft: OrderDraft,
  clock: OrderClockName,
  dueAt: string,
  unitCodes: readonly string[],
  fact: string,
): void {
  draft.log('late', { unitCodes, data: { clock } });
  draft.tell({ kind: 'units', news: 'overdue', unitCodes, fact, isWide: true });
  draft.send(issuerIntent(draft, 'order.late', fact, { clock, dueAt, count: unitCodes.length }));
  const byUnitAbove = new Map<string, string[]>();
  for (const { unit, path } of draft.state.addressees) {
    const above = path.at(-2);
    if (!unitCodes.includes(unit.code) || above === undefined) continue;
    byUnitAbove.set(above, [...(byUnitAbove.get(above) ?? []), unit.code]);
  }
  for (const [watchCode, lateCodes] of byUnitAbove)
    draft.tell({ kind: 'watchers', clock, dueAt, watchCode, lateCodes, fact });
}

const hasAcknowledged = ({ addressees }: CommandOrderState, code: string): boolean =>
  addressees.some(({ unit, acknowledged }) => unit.code === code && acknowledged !== null);

/** When the order next has something to do by itself (epoch ms); null when it only waits for people. */
export function nextOrderMoment({ status, addressees }: CommandOrderState): number | null {
  if (status !== 'open') return null;
  const moments = addressees
    .flatMap(({ acknowledgeClock, resultClock }) => [acknowledgeClock, resultClock].map(nextOrderShareMs))
    .filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

/**
 * A message will never arrive. When none is left on its way to anybody of a unit that has not acknowledged, others
 * of the unit are told; when there is nobody, the issuer hears of that.
 */
export function noteFailedOrderMessage(
  state: CommandOrderState,
  failure: { readonly key: string; readonly reason: string },
  nowMs: number,
): OrderOutcome {
  const draft = new OrderDraft(state, nowMs);
  const parts = orderKeyParts(failure.key);
  const addressee = state.addressees.find(({ unit }) => unit.code === parts?.unitCode);
  if (state.status !== 'open' || !parts || !addressee || !owes(addressee)) return draft.finish();
  const left = addressee.pending[parts.userId];
  if (left === undefined || left === 0) return draft.finish();
  const { unitCode, userId } = parts;
  const pending = { ...addressee.pending, [userId]: left - 1 };
  const unreachable = left === 1 ? [...addressee.unreachable, userId] : addressee.unreachable;
  draft.change(unitCode, { pending, unreachable });
  const isLost = addressee.people.every((id) => unreachable.includes(id));
  if (left === 1 && isLost && addressee.acknowledged === null) {
    draft.log('unreachable', { unitCodes: [unitCode], data: { reason: failure.reason } });
    const fact = `entry${String(draft.state.seq)}`;
    draft.tell({ kind: 'units', news: 'given', unitCodes: [unitCode], fact, isWide: true });
  }
  return draft.finish();
}
