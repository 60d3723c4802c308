import fc from 'fast-check';
import { expandAddressees, orderDateOf } from '../../src/domain/command-order-addressees';
import { isInTime } from '../../src/domain/command-order-clock';
import { orderActions } from '../../src/domain/command-order-commands';
import type { OrderAction, OrderCommands } from '../../src/domain/command-order-commands';
import {
  beginOrder,
  nextOrderMoment,
  noteFailedOrderMessage,
  tickOrder,
} from '../../src/domain/command-order-life';
import { outdatedOrderMessage } from '../../src/domain/command-order-notices';
import { DomainError } from '../../src/domain/refusal';
import type { Unit } from '../../src/domain/organisation';
import {
  anOrder,
  aUnit,
  commander,
  communeOf,
  givenAt,
  leadersOf,
  minute,
  personOf,
  playOrder,
} from '../support/an-order';

const province = aUnit([{ tier: 'province', code: '74' }]);
const district = aUnit([...province.path, { tier: 'district', code: '718' }]);
const other = aUnit([...province.path, { tier: 'district', code: '725' }]);
const units: readonly Unit[] = [
  ...[province, district, other, communeOf('25750'), communeOf('25747')],
  communeOf('25741', { validTo: '2025-07-01', successors: ['25750'] }),
  aUnit([...other.path, { tier: 'commune', code: '25978' }]),
];
const today = '2026-11-26';
const expand = (
  unitCodes: readonly string[],
  tiers: { tier: 'commune' | 'district'; below: string }[] = [],
) => expandAddressees({ unitCodes, tiers }, units, '718', today).map(({ code }) => code);
const refusalOf = (work: () => unknown): DomainError => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('to whom an order goes', () => {
  test('every commune of the district, each once, and none that is no more', () => {
    expect(expand([], [{ tier: 'commune', below: '718' }])).toEqual(['25747', '25750']);
    expect(expand(['25750'], [{ tier: 'commune', below: '718' }])).toEqual(['25747', '25750']);
  });

  test('a unit that was merged is refused, and its successor is named', () => {
    const { code, facts } = refusalOf(() => expand(['25741']));
    expect({ code, ...facts }).toMatchObject({
      ...{ code: 'unit-not-found', pointer: '/to/unitCodes/0', successors: ['25750'] },
    });
  });

  test.each([
    ['upwards', ['74'], []],
    ['to itself', ['718'], []],
    ['sideways', ['725'], []],
    ['to another district’s communes', [], [{ tier: 'commune' as const, below: '725' }]],
    ['to the whole province from below', [], [{ tier: 'district' as const, below: '74' }]],
  ])('never %s', (_, codes, tiers) => {
    expect(refusalOf(() => expand(codes, tiers)).code).toBe('unit-not-below');
  });

  test('nobody at all, or a tier that is not there, is refused beside its field', () => {
    expect(refusalOf(() => expand([])).facts.pointer).toBe('/to');
    expect(refusalOf(() => expand([], [{ tier: 'district', below: '718' }])).facts.pointer).toBe(
      '/to/tiers/0',
    );
    expect(refusalOf(() => expand(['99999'])).facts.pointer).toBe('/to/unitCodes/0');
  });

  test('a unit in force orders today’s units; one of the past those of its last day', () => {
    expect(orderDateOf({ validTo: null }, today)).toBe(today);
    expect(orderDateOf({ validTo: '2027-01-01' }, today)).toBe(today);
    expect(orderDateOf({ validTo: '2025-07-01' }, today)).toBe('2025-06-30');
  });
});

const begun = (...start: Parameters<typeof anOrder>) => {
  const order = playOrder(anOrder(...start));
  order.does(beginOrder, givenAt);
  return order;
};

describe('telling', () => {
  test('each unit’s commander is told by SMS; nobody’s telephone rings for what is not urgent', () => {
    const order = begun();
    expect(order.told()).toEqual(['order.given:head-25747', 'order.given:head-25750']);
    expect(order.intents.every(({ channel }) => channel === 'sms')).toBe(true);
    expect(order.types()).toEqual(['given', 'told']);
    expect(order.state).toMatchObject({ revision: 2 - 1, seq: 2, counts: { addressees: 2, nobody: 0 } });
  });

  test('an urgent order also rings, as each person’s own rules for a P1 say', () => {
    const later = { channel: 'voice', afterMs: 30_000, priorities: ['P1'], quietHours: null } as const;
    const order = playOrder(anOrder(['25747'], { urgent: true }), (unitCode) => ({
      ...leadersOf(unitCode),
      commanders: ['a', 'b'],
      rules: { a: [later] },
    }));
    order.does(beginOrder, givenAt);
    expect(order.intents.map(({ template, afterMs = 0, lane }) => [template, afterMs, lane])).toEqual([
      ...[
        ['order.given', 0, 'urgent'],
        ['order.given', 0, 'urgent'],
      ],
      ...[
        ['order.given.voice', 30_000, 'urgent'],
        ['order.given.voice', 0, 'urgent'],
      ],
    ]);
  });

  test('without a commander the supervisors are told, else whoever is at the desk', () => {
    const order = playOrder(anOrder(['25747', '25750']), (unitCode) =>
      unitCode === '25747'
        ? { ...leadersOf(unitCode), commanders: [] }
        : { ...leadersOf(unitCode), commanders: [], supervisors: [] },
    );
    order.does(beginOrder, givenAt);
    expect(order.told()).toEqual(['order.given:supervisor-25747', 'order.given:desk-25750']);
  });

  test('a unit with nobody to tell is reported to the issuer at once, and told as soon as it has somebody', () => {
    const empty = new Set(['25750']);
    const order = playOrder(anOrder(), (unitCode) =>
      empty.has(unitCode)
        ? { unitCode, commanders: [], supervisors: [], dispatchers: [] }
        : leadersOf(unitCode),
    );
    order.does(beginOrder, givenAt);
    expect(order.types()).toEqual(['given', 'told', 'nobodyToTell']);
    expect(order.told()).toContain('order.nobody:chairman');
    expect(order.state.counts.nobody).toBe(1);
    empty.clear();
    order.asks('remind', { actor: commander, unitCodes: ['25750'] }, minute(2));
    expect(order.told()).toContain('order.reminder:head-25750');
    expect(order.state.counts.nobody).toBe(0);
  });

  test('people whose telephones cannot be reached are replaced by others of the unit, at last by the issuer’s word', () => {
    const order = begun(['25747']);
    const fail = (at: string): void => {
      for (const { key } of order.intents.filter(({ recipient }) => recipient.kind === 'user'))
        order.does((state, nowMs) => noteFailedOrderMessage(state, { key, reason: '30005' }, nowMs), at);
    };
    fail(minute(1));
    expect(order.types()).toEqual(['given', 'told', 'unreachable', 'told']);
    expect(order.told(1)).toEqual(['order.given:supervisor-25747', 'order.given:desk-25747']);
    fail(minute(2));
    expect(order.types().slice(4)).toEqual(['unreachable', 'nobodyToTell']);
    expect(order.told().at(-1)).toBe('order.nobody:chairman');
    // A telephone that was off may be on by now: somebody who reminds asks them all again.
    const before = order.intents.length;
    order.asks('remind', { actor: commander }, minute(20));
    expect(order.told(before)).toContain('order.reminder:head-25747');
    expect(order.state.counts.nobody).toBe(0);
  });
});

describe('acknowledging and reporting', () => {
  test('the first of a unit wins; the second hears who that was, the same person twice is one answer', () => {
    const order = begun();
    order.asks('acknowledge', { actor: personOf('25747'), unitCode: '25747' }, minute(5));
    const { seq } = order.state;
    order.asks('acknowledge', { actor: personOf('25747'), unitCode: '25747' }, minute(6));
    expect(order.state.seq).toBe(seq);
    const late = personOf('25747', { userId: 'desk-25747' });
    const { code, facts } = refusalOf(() =>
      order.asks('acknowledge', { actor: late, unitCode: '25747' }, minute(7)),
    );
    expect({ code, ...facts }).toEqual({
      ...{ code: 'order-acknowledged', unitCode: '25747', userId: 'head-25747', at: minute(5) },
    });
    expect(isInTime(order.unit('25747').acknowledgeClock)).toBe(true);
  });

  test('once somebody has acknowledged, what others of the unit were sent is out of date', () => {
    const order = begun(['25747'], { urgent: true });
    const [first] = order.intents;
    if (!first) throw new Error('nobody was told');
    expect(outdatedOrderMessage(first, order.state)).toBeNull();
    order.asks('acknowledge', { actor: personOf('25747'), unitCode: '25747' }, minute(1));
    expect(outdatedOrderMessage(first, order.state)).toBe('already-acknowledged');
    order.asks('withdraw', { actor: commander, reason: 'nhầm' }, minute(2));
    expect(outdatedOrderMessage(first, order.state)).toBe('already-settled');
    const news = order.intents.at(-1);
    expect(news?.template).toBe('order.withdrawn');
    expect(news && outdatedOrderMessage(news, order.state)).toBeNull();
  });

  test('a result acknowledges too, may be corrected by its author, and closes the order once all are accepted', () => {
    const order = begun();
    const report = (unitCode: string, outcome: 'done' | 'cannot', at: string): void => {
      order.asks('report', { actor: personOf(unitCode), unitCode, outcome, text: 'đã chốt 3 điểm' }, at);
    };
    report('25747', 'cannot', minute(10));
    report('25747', 'done', minute(11));
    expect(order.types().slice(2)).toEqual(['acknowledged', 'reported', 'reported']);
    const someoneElse = personOf('25747', { userId: 'desk-25747' });
    expect(
      refusalOf(() =>
        order.asks(
          'report',
          { actor: someoneElse, unitCode: '25747', outcome: 'done', text: 'x' },
          minute(12),
        ),
      ).code,
    ).toBe('order-reported');
    report('25750', 'done', minute(12));
    expect(order.state.counts).toMatchObject({ reported: 2, toAccept: 2, accepted: 0 });
    order.asks('accept', { actor: commander, unitCodes: ['25747', '25750'] }, minute(20));
    expect(order.state).toMatchObject({ status: 'done', counts: { accepted: 2 }, endedAt: minute(20) });
    expect(order.types().at(-1)).toBe('completed');
    expect(nextOrderMoment(order.state)).toBeNull();
  });

  test('a result that is returned is owed again, with more time when the issuer gives it', () => {
    const order = begun(['25747']);
    const report = (at: string): void => {
      order.asks(
        'report',
        { actor: personOf('25747'), unitCode: '25747', outcome: 'partly', text: '2/3' },
        at,
      );
    };
    report(minute(10));
    const given = { actor: commander, unitCode: '25747', reason: 'thiếu một chốt' };
    order.asks('return', { ...given, resultBy: minute(300) }, minute(20));
    expect(order.told().at(-1)).toBe('order.returned:head-25747');
    expect(order.unit('25747').resultClock).toMatchObject({
      metAt: null,
      startedAt: minute(20),
      dueAt: minute(300),
    });
    expect(order.state.counts).toMatchObject({ reported: 0, toAccept: 0 });
    report(minute(30));
    order.asks('accept', { actor: commander, unitCodes: ['25747'] }, minute(40));
    expect(order.state.status).toBe('done');
  });

  test('what is not there cannot be accepted or returned, and what was accepted is final', () => {
    const order = begun();
    const accept = { actor: commander, unitCodes: ['25747'] };
    expect(refusalOf(() => order.asks('accept', accept, minute(1))).code).toBe('order-step-not-allowed');
    order.asks(
      'report',
      { actor: personOf('25747'), unitCode: '25747', outcome: 'done', text: 'xong' },
      minute(2),
    );
    order.asks('accept', accept, minute(3));
    for (const again of [
      () =>
        order.asks(
          'report',
          { actor: personOf('25747'), unitCode: '25747', outcome: 'done', text: 'x' },
          minute(4),
        ),
      () => order.asks('return', { actor: commander, unitCode: '25747', reason: 'x' }, minute(4)),
    ])
      expect(refusalOf(again).code).toBe('order-step-not-allowed');
    expect(
      refusalOf(() => order.asks('accept', { actor: commander, unitCodes: ['1'] }, minute(4))).code,
    ).toBe('unit-not-addressed');
  });
});

describe('time', () => {
  test('reminders at half and at four fifths of the time, the second to more people; then it is late', () => {
    const order = begun(['25747']);
    expect(nextOrderMoment(order.state)).toBe(Date.parse(minute(30)));
    order.does(tickOrder, minute(30));
    expect(order.told(1)).toEqual(['order.reminder:head-25747']);
    order.does(tickOrder, minute(48));
    expect(order.told(2)).toEqual([
      ...['order.reminder:head-25747', 'order.reminder:supervisor-25747', 'order.reminder:desk-25747'],
    ]);
    order.does(tickOrder, minute(60));
    const news = order.told(5);
    expect(news.slice(0, 3)).toContain('order.late:chairman');
    // The unit above is the issuer's own: its supervisor hears of it, and its commander.
    expect(news).toEqual(expect.arrayContaining(['order.late:supervisor-718', 'order.late:head-718']));
    expect(news).toContain('order.overdue:head-25747');
    expect(order.state.counts).toMatchObject({ late: 1, lateToAcknowledge: 1, lateWithResult: 0 });
    const told = order.intents.length;
    order.does(tickOrder, minute(61));
    expect(order.intents.length).toBe(told);
  });

  test('a time that nobody watched is made up for once, not warning by warning', () => {
    const order = begun(['25747']);
    order.does(tickOrder, minute(59));
    expect(order.types().slice(2)).toEqual(['warned']);
    expect(order.timeline.at(-1)?.data).toMatchObject({ clock: 'acknowledge', percent: 80 });
    order.does(tickOrder, minute(300));
    expect(order.types().slice(3)).toEqual(['late', 'late']);
  });

  test('who has acknowledged is reminded of the result; who has not is not asked for both at once', () => {
    const order = begun();
    order.asks('acknowledge', { actor: personOf('25747'), unitCode: '25747' }, minute(5));
    order.does(tickOrder, minute(60));
    const before = order.intents.length;
    order.does(tickOrder, minute(120));
    expect(order.timeline.at(-1)).toMatchObject({
      ...{ type: 'warned', unitCodes: ['25747'], data: { clock: 'result', percent: 50 } },
    });
    expect(order.told(before)).toEqual(['order.reminder:head-25747']);
    order.does(tickOrder, minute(240));
    expect(order.state.counts).toMatchObject({ lateToAcknowledge: 1, lateWithResult: 2, late: 2 });
  });

  test('the superiors of each late unit hear of their own ones only, and the issuer of all', () => {
    const far = aUnit([...other.path, { tier: 'commune', code: '25978' }]);
    const order = begun([], {
      issuer: { userId: 'chairman', unit: { tier: 'province', code: '74' }, path: ['74'] },
      units: [communeOf('25747'), communeOf('25750'), far],
    });
    order.does(tickOrder, minute(60));
    const late = order.intents.filter(({ template }) => template === 'order.late');
    const counts = Object.fromEntries(
      late.map(({ recipient, data }) => [recipient.kind === 'user' ? recipient.userId : '', data.count]),
    );
    expect(counts).toMatchObject({ chairman: 3, 'head-718': 2, 'supervisor-718': 2, 'head-725': 1 });
  });

  test('an acknowledgement after the deadline counts as late, whether or not anybody had looked', () => {
    const order = begun(['25747']);
    order.asks('acknowledge', { actor: personOf('25747'), unitCode: '25747' }, minute(61));
    expect(isInTime(order.unit('25747').acknowledgeClock)).toBe(false);
    expect(order.state.counts.late).toBe(0);
  });

  test('more time makes nobody late, begins its warnings anew, and leaves alone who has answered', () => {
    const order = begun();
    order.asks('acknowledge', { actor: personOf('25747'), unitCode: '25747' }, minute(5));
    order.does(tickOrder, minute(60));
    expect(order.state.counts.late).toBe(1);
    const extension = { actor: commander, reason: 'mất điện', acknowledgeBy: minute(120) };
    order.asks('extend', extension, minute(62));
    expect(order.state).toMatchObject({ acknowledgeBy: minute(120), counts: { late: 0 } });
    // Half of two hours is over already: what is next is the four fifths.
    expect(nextOrderMoment(order.state)).toBe(Date.parse(minute(96)));
    expect(order.unit('25747').acknowledgeClock.dueAt).toBe(minute(60));
    const asks = (change: Partial<OrderCommands['extend']>) => () =>
      order.asks('extend', { actor: commander, reason: 'x', ...change }, minute(63));
    expect(refusalOf(asks({})).facts.pointer).toBe('/resultBy');
    expect(refusalOf(asks({ acknowledgeBy: minute(10) })).facts.pointer).toBe('/acknowledgeBy');
    expect(refusalOf(asks({ acknowledgeBy: minute(119) })).facts.pointer).toBe('/acknowledgeBy');
    expect(refusalOf(asks({ acknowledgeBy: minute(250) })).facts.pointer).toBe('/resultBy');
  });

  test('one click reminds the late ones, once a minute at most, and says when nobody owes anything', () => {
    const order = begun();
    order.asks('acknowledge', { actor: personOf('25747'), unitCode: '25747' }, minute(5));
    order.does(tickOrder, minute(60));
    const before = order.intents.length;
    order.asks('remind', { actor: commander }, minute(61));
    expect(new Set(order.intents.slice(before).map(({ data }) => data.unitCode))).toEqual(new Set(['25750']));
    expect(order.unit('25750').reminders).toBe(1);
    expect(refusalOf(() => order.asks('remind', { actor: commander }, minute(61.5))).message).toMatch(
      /minute/,
    );
    order.asks('remind', { actor: commander }, minute(63));
    expect(new Set(order.intents.map(({ key }) => key)).size).toBe(order.intents.length);
  });
});

test.each(['withdraw', 'close'] as const)(
  'after %s the order asks for nothing, and refuses everything',
  (action) => {
    const order = begun();
    order.asks(action, { actor: commander, reason: 'không cần nữa' }, minute(5));
    expect(order.told(2)).toHaveLength(2);
    order.does(tickOrder, minute(300));
    expect(order.types().at(-1)).toBe(action === 'withdraw' ? 'withdrawn' : 'closed');
    for (const next of orderActions) {
      const command = {
        actor: commander,
        unitCode: '25747',
        unitCodes: ['25747'],
        reason: 'x',
        outcome: 'done',
        text: 'x',
      };
      expect(refusalOf(() => order.asks(next, command as never, minute(6))).code).toBe('order-not-open');
    }
  },
);

/** Anything that people and time may do, in any order. */
const steps = fc.array(
  fc.record({
    action: fc.constantFrom<OrderAction | 'tick'>(...orderActions, 'tick', 'tick'),
    unitCode: fc.constantFrom('25747', '25750', '25753'),
    who: fc.constantFrom('head', 'desk'),
    afterMinutes: fc.integer({ min: 0, max: 40 }),
  }),
  { maxLength: 40 },
);

test('whatever happens: numbers without gaps, one message a fact, counts that add up, and never a silent past', () => {
  fc.assert(
    fc.property(steps, (played) => {
      const order = playOrder(anOrder(['25747', '25750', '25753'], { urgent: true }));
      order.does(beginOrder, givenAt);
      let now = 0;
      for (const { action, unitCode, who, afterMinutes } of played) {
        now += afterMinutes;
        if (action === 'tick') {
          order.does(tickOrder, minute(now));
          continue;
        }
        const actor = ['acknowledge', 'report'].includes(action)
          ? personOf(unitCode, { userId: `${who}-${unitCode}` })
          : commander;
        const command = {
          ...{ actor, unitCode, unitCodes: [unitCode], reason: 'x', outcome: 'done', text: 'x' },
          ...(action === 'extend' && { resultBy: minute(now + 500) }),
        };
        try {
          order.asks(action, command, minute(now));
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
      }
      order.does(tickOrder, minute(now));
      const { state, timeline, intents } = order;
      expect(timeline.map(({ seq }) => seq)).toEqual(timeline.map((_, index) => index + 1));
      expect(new Set(intents.map(({ key }) => key)).size).toBe(intents.length);
      const { counts } = state;
      expect(counts.accepted + counts.toAccept).toBe(counts.reported);
      expect(counts.reported).toBeLessThanOrEqual(counts.acknowledged);
      expect(state.status === 'done').toBe(state.status !== 'withdrawn' && counts.accepted === 3);
      const next = nextOrderMoment(state);
      if (next !== null) expect(next).toBeGreaterThan(Date.parse(minute(now)));
    }),
    { numRuns: 300 },
  );
});
