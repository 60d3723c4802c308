import { openCommandOrder } from '../../src/domain/command-order';
import type { CommandOrderState, OrderOpening } from '../../src/domain/command-order';
import { decideOrder } from '../../src/domain/command-order-commands';
import type { OrderAction, OrderCommands } from '../../src/domain/command-order-commands';
import type { OrderOutcome } from '../../src/domain/command-order-draft';
import type { OrderPeople } from '../../src/domain/command-order-people';
import { tellOrder } from '../../src/domain/command-order-notices';
import type { MessageIntent } from '../../src/domain/message';
import type { Unit, UnitRef } from '../../src/domain/organisation';
import type { Actor } from '../../src/domain/ticket';

/** Thủ Dầu Một orders its communes: what the stories about command orders begin with. */

const province: UnitRef = { tier: 'province', code: '74' };
const district: UnitRef = { tier: 'district', code: '718' };

export const aUnit = (path: readonly UnitRef[], change: Partial<Unit> = {}): Unit => {
  const own = path.at(-1) ?? province;
  return {
    ...own,
    ...{ name: `Đơn vị ${own.code}`, type: 'phường', parentCode: path.at(-2)?.code ?? null, path },
    ...{ validFrom: '2020-02-01', validTo: null, successors: [], profile: 'three-tier', searchKey: '' },
    ...change,
  };
};
export const communeOf = (code: string, change: Partial<Unit> = {}): Unit =>
  aUnit([province, district, { tier: 'commune', code }], change);

export const commander: Actor = {
  ...{ kind: 'user', userId: 'chairman', role: 'commander', unitCode: '718', via: 'app' },
};
export const personOf = (unitCode: string, change: Partial<Actor> = {}): Actor => ({
  ...{ kind: 'user', userId: `head-${unitCode}`, role: 'commander', unitCode, via: 'app' },
  ...change,
});

export const givenAt = '2026-11-26T01:00:00.000Z';
/** So many minutes after the order was given. */
export const minute = (count: number): string => new Date(Date.parse(givenAt) + count * 60_000).toISOString();

export const anOrder = (
  codes: readonly string[] = ['25747', '25750'],
  change: Partial<OrderOpening> = {},
): ReturnType<typeof openCommandOrder> =>
  openCommandOrder({
    ...{ orderId: 'order-1', code: 'ML-7K3-9QF', urgent: false, actor: commander, issuedAt: givenAt },
    issuer: { userId: 'chairman', unit: district, path: ['74', '718'] },
    ...{
      acknowledgeBy: minute(60),
      resultBy: minute(240),
      tickets: [],
      units: codes.map((code) => communeOf(code)),
    },
    ...change,
  });

/** Every unit's own head, a supervisor and somebody at the desk. */
export const leadersOf = (unitCode: string): OrderPeople => ({
  unitCode,
  commanders: [`head-${unitCode}`],
  supervisors: [`supervisor-${unitCode}`],
  dispatchers: [`desk-${unitCode}`],
});

/** An order as its workflow would carry it, in one hand and without waiting. */
export function playOrder(
  start: ReturnType<typeof openCommandOrder>,
  peopleOf: (unitCode: string) => OrderPeople = leadersOf,
) {
  let state: CommandOrderState = start.state;
  const timeline = [...start.timeline];
  const intents: MessageIntent[] = [];
  const apply = (outcome: OrderOutcome, nowMs: number): void => {
    state = outcome.state;
    timeline.push(...outcome.entries);
    intents.push(...outcome.intents);
    for (const tell of outcome.tells) {
      const codes = tell.kind === 'units' ? tell.unitCodes : [tell.watchCode];
      apply(tellOrder(state, tell, codes.map(peopleOf), nowMs), nowMs);
    }
  };
  return {
    get state() {
      return state;
    },
    timeline,
    intents,
    does(rule: (state: CommandOrderState, nowMs: number) => OrderOutcome, at: string): void {
      const nowMs = Date.parse(at);
      apply(rule(state, nowMs), nowMs);
    },
    asks<A extends OrderAction>(action: A, command: OrderCommands[A], at: string): void {
      const nowMs = Date.parse(at);
      apply(decideOrder(state, action, command, nowMs), nowMs);
    },
    unit(code: string) {
      const found = state.addressees.find(({ unit }) => unit.code === code);
      if (!found) throw new Error(`${code} is not addressed`);
      return found;
    },
    types: () => timeline.map(({ type }) => type),
    /** `order.given:head-25747` of everything told since `from`. */
    told: (from = 0) =>
      intents
        .slice(from)
        .map(
          ({ template, recipient }) =>
            `${template}:${recipient.kind === 'user' ? recipient.userId : 'citizen'}`,
        ),
  };
}
