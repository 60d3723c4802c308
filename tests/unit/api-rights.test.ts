import fc from 'fast-check';
import {
  orderRights,
  rightsOf,
  ticketRights,
  type OrderFacts,
  type OrderVerb,
  type TicketFacts,
  type TicketVerb,
} from '../../src/api/rights';
import { limitedTo, widened } from '../../src/api/auth/link-scope';
import { ticketReaderOf } from '../../src/api/stream/ticket-reader';
import { orderActions } from '../../src/domain/command-order-commands';
import { actions } from '../../src/domain/commands';
import { roles, type Role, type User } from '../../src/domain/organisation';

const path = (...codes: string[]) =>
  codes.map((code, index) => ({
    tier: (['province', 'district', 'commune'] as const)[index] ?? 'commune',
    code,
  }));

const homes: Readonly<Record<Role, readonly string[]>> = {
  agent: ['74'],
  dispatcher: ['74', '718'],
  responder: ['74', '718', '25747'],
  supervisor: ['74', '718'],
  commander: ['74', '718'],
  admin: ['74'],
};
const personOf = (role: Role): User => ({
  id: `${role}-1`,
  username: role,
  name: role,
  role,
  unitCode: homes[role].at(-1) ?? '',
  unitPath: path(...homes[role]),
  teamId: role === 'responder' ? 'own-team' : null,
  phone: null,
  active: true,
  language: 'vi',
});

const assignment = (teamId: string, endedAt?: string) => ({
  ...({
    teamId,
    userId: null,
    unitCode: '25747',
    tier: 'commune',
    claimedAt: '2021-08-01T00:00:00Z',
    via: 'app',
  } as const),
  ...(endedAt !== undefined && { endedAt, endReason: 'handedBack' as const }),
});
const ticketWith = (state: Partial<TicketFacts['state']>, createdBy = 'somebody'): TicketFacts => ({
  createdBy,
  state: {
    ticketId: 't1',
    unitPath: path('74', '725', '25978'),
    offeredTeamIds: [],
    assignments: [],
    ...state,
  },
});

/** How a ticket can stand to a person of the district 718 and its team. */
const situations = {
  near: ticketWith({ unitPath: path('74', '718', '25747') }),
  nearDistrict: ticketWith({ unitPath: path('74', '718') }),
  neighbour: ticketWith({}),
  farProvince: ticketWith({ unitPath: path('79', '7925747') }),
  provinceOnly: ticketWith({ unitPath: path('74') }),
  offered: ticketWith({ offeredTeamIds: ['own-team', 'other-team'] }),
  offeredToOther: ticketWith({ offeredTeamIds: ['other-team'] }),
  owned: ticketWith({ offeredTeamIds: ['own-team'], assignments: [assignment('own-team')] }),
  ownedByOther: ticketWith({ offeredTeamIds: ['own-team'], assignments: [assignment('other-team')] }),
  handedBack: ticketWith({ assignments: [assignment('own-team', '2021-08-01T01:00:00Z')] }),
  reassigned: ticketWith({
    assignments: [assignment('own-team', '2021-08-01T01:00:00Z'), assignment('other-team')],
  }),
  takenByMe: ticketWith({}, 'responder-1'),
} as const;
type Situation = keyof typeof situations;

const all: readonly TicketVerb[] = ['read', 'readPersonal', ...actions];
const work = ['enRoute', 'onScene', 'hold', 'resume', 'resolve', 'handBack', 'note'] as const;
const none: readonly TicketVerb[] = [];
const look: readonly TicketVerb[] = ['read'];
const agentVerbs: readonly TicketVerb[] = [
  ...(['read', 'readPersonal', 'triage', 'note', 'hold', 'resume', 'reclassify'] as const),
  ...(['cancel', 'close', 'reopen', 'link', 'unlink', 'verify'] as const),
];
const supervisorVerbs: readonly TicketVerb[] = [
  ...(['read', 'readPersonal', 'dispatch', 'reclassify', 'handBack', 'reopen', 'cancel', 'note'] as const),
  ...(['verify'] as const),
];
const offeredVerbs: readonly TicketVerb[] = ['read', 'claim', 'decline'];
const everywhereBut = (
  verbs: readonly TicketVerb[],
  but: Partial<Record<Situation, readonly TicketVerb[]>>,
) =>
  Object.fromEntries(
    (Object.keys(situations) as Situation[]).map((name) => [name, but[name] ?? verbs]),
  ) as Record<Situation, readonly TicketVerb[]>;

/** Written out by hand, from the words of the house rules and not from the table under test. */
const expected: Readonly<Record<Role, Record<Situation, readonly TicketVerb[]>>> = {
  agent: everywhereBut(agentVerbs, { farProvince: none }),
  dispatcher: everywhereBut(none, { near: all, nearDistrict: all }),
  supervisor: everywhereBut(none, { near: supervisorVerbs, nearDistrict: supervisorVerbs }),
  commander: everywhereBut(none, { near: look, nearDistrict: look }),
  admin: everywhereBut(look, { farProvince: none }),
  responder: everywhereBut(none, {
    offered: offeredVerbs,
    owned: ['read', 'readPersonal', 'claim', 'decline', ...work],
    ownedByOther: offeredVerbs,
    handedBack: look,
    reassigned: look,
    takenByMe: look,
  }),
};

const matrix = roles.flatMap((role) =>
  (Object.keys(situations) as Situation[]).map((situation) => [role, situation] as const),
);

test.each(matrix)('a %s and a ticket that is %s: exactly these rights', (role, situation) => {
  const rights = rightsOf(personOf(role));
  const may = all.filter((verb) => rights.may(verb, situations[situation]));
  expect([...may].sort()).toEqual([...expected[role][situation]].sort());
});

test('whoever may do something to a ticket may also read it', () => {
  for (const [role, situation] of matrix) {
    const rights = rightsOf(personOf(role));
    const ticket = situations[situation];
    if (all.some((verb) => rights.may(verb, ticket)))
      expect([role, situation, rights.may('read', ticket)]).toEqual([role, situation, true]);
  }
});

test.each([
  ['agent', 'farProvince', true],
  ['dispatcher', 'near', true],
  ['dispatcher', 'neighbour', false],
  ['responder', 'near', true],
  ['responder', 'neighbour', false],
  ['supervisor', 'near', false],
  ['commander', 'near', false],
  ['admin', 'near', false],
] as const)('a %s takes a call for a place that is %s: %s', (role, situation, may) => {
  expect(rightsOf(personOf(role)).may('create', situations[situation])).toBe(may);
});

test.each([
  ['admin', ['Team', 'manage'], true],
  ['admin', ['User', 'manage'], true],
  ['supervisor', ['User', 'read'], true],
  ['supervisor', ['User', 'manage'], false],
  ['commander', ['User', 'read'], false],
  ['agent', ['Caller', 'read'], true],
  ['responder', ['Caller', 'read'], false],
  ['responder', ['Unit', 'read'], true],
  ['dispatcher', ['Shift', 'manage'], false],
] as const)('a %s holds %j: %s', (role, permission, holds) => {
  expect(rightsOf(personOf(role)).holds(permission)).toBe(holds);
});

test('a responder without a team, and a role without tickets, get an empty list and no whole table', () => {
  const stray = { ...personOf('responder'), teamId: null };
  expect(rightsOf(stray).readable).toEqual({ $or: [{ createdBy: 'responder-1' }] });
  expect(rightsOf(stray).may('read', situations.offered)).toBe(false);
});

describe('a link in an SMS', () => {
  const until = new Date('2021-08-01T12:00:00Z');
  const linked = (ticketIds: readonly string[], user = personOf('responder')) =>
    limitedTo(user, { teamId: 'own-team', ticketIds, until });
  const numbered = (situation: Situation, ticketId: string): TicketFacts => ({
    ...situations[situation],
    state: { ...situations[situation].state, ticketId },
  });

  test('gives what the offer and the ownership give, for its own tickets', () => {
    const rights = rightsOf(linked(['t1']));
    for (const [situation, verbs] of [
      ['offered', ['read', 'claim', 'decline']],
      ['owned', ['read', 'readPersonal', 'claim', 'decline', ...work]],
      ['handedBack', ['read']],
      ['near', []],
      ['offeredToOther', []],
      ['takenByMe', []],
    ] as const) {
      const may = (id: string) => all.filter((verb) => rights.may(verb, numbered(situation, id)));
      expect([situation, may('t1').sort(), may('t2')]).toEqual([situation, [...verbs].sort(), []]);
    }
  });

  test('gives nothing of the account, whatever that may do', () => {
    for (const role of roles) {
      const rights = rightsOf(linked(['t1'], personOf(role)));
      const held = [
        ...(['UnitList', 'Protocol', 'Stream'] as const).map((what) => rights.holds([what, 'read'])),
        rights.holds('public'),
      ];
      expect([role, held]).toEqual([role, [true, true, true, true]]);
      for (const what of [
        'Unit',
        'Team',
        'Shift',
        'HandOver',
        'Board',
        'User',
        'Audit',
        'Policy',
        'Caller',
        'Call',
      ] as const)
        expect([role, what, rights.holds([what, 'read'])]).toEqual([role, what, false]);
      expect([rights.holds('signedIn'), rights.holds(['NotificationRules', 'manage'])]).toEqual([
        false,
        false,
      ]);
      expect(rights.may('create', situations.near)).toBe(false);
      expect(
        Object.values(orders).some((order) => orderVerbs.some((verb) => rights.mayOrder(verb, order))),
      ).toBe(false);
    }
  });

  test('is followed on the stream as it is read', () => {
    for (const situation of Object.keys(situations) as Situation[]) {
      for (const id of ['t1', 't2']) {
        const ticket = numbered(situation, id);
        const person = linked(['t1']);
        expect([situation, ticketReaderOf(person)(ticket)]).toEqual([
          situation,
          rightsOf(person).may('read', ticket),
        ]);
      }
    }
  });

  test('widens to the next link of the same team, and to ten tickets at most', () => {
    let scope = widened(undefined, 'own-team', 't0');
    for (let n = 1; n <= 11; n += 1) scope = widened({ ...scope, until }, 'own-team', `t${String(n)}`);
    expect(scope.ticketIds).toEqual(['t2', 't3', 't4', 't5', 't6', 't7', 't8', 't9', 't10', 't11']);
    expect(widened({ ...scope, until }, 'own-team', 't5').ticketIds.at(-1)).toBe('t5');
    expect(widened({ ...scope, until }, 'other-team', 't1')).toEqual({
      teamId: 'other-team',
      ticketIds: ['t1'],
    });
  });
});

test('every role has a row', () => {
  expect(Object.keys(ticketRights).sort()).toEqual([...roles].sort());
});

const orderOf = (issuer: readonly string[], addressed: readonly (readonly string[])[]): OrderFacts => ({
  state: {
    issuer: {
      userId: 'somebody',
      unit: path(...issuer).at(-1) ?? { tier: 'province', code: '74' },
      path: issuer,
    },
    addressedCodes: addressed.map((codes) => codes.at(-1) ?? ''),
    aboveCodes: [...new Set([...issuer, ...addressed.flatMap((codes) => codes.slice(0, -1))])],
  },
});
/** How an order can stand to a person of the district 718. */
const orders = {
  ofUs: orderOf(['74', '718'], [['74', '718', '25747']]),
  toUs: orderOf(
    ['74'],
    [
      ['74', '718'],
      ['74', '725'],
    ],
  ),
  throughUs: orderOf(['74'], [['74', '718', '25747']]),
  belowUs: orderOf(['74', '718', '25747'], [['74', '718', '25747', 'hamlet']]),
  besideUs: orderOf(['74'], [['74', '725', '25978']]),
  ofOthers: orderOf(['74', '725'], [['74', '725', '25978']]),
} as const;
type OrderSituation = keyof typeof orders;
const orderVerbs: readonly OrderVerb[] = ['read', 'give', ...orderActions];
const answers: readonly OrderVerb[] = ['read', 'acknowledge', 'report'];
const decides: readonly OrderVerb[] = ['read', 'accept', 'return', 'withdraw', 'extend', 'remind', 'close'];
const urges: readonly OrderVerb[] = ['read', 'remind'];

/** Written out by hand, as above; `give` is a commander's everywhere, and the units say how far. */
const expectedOfOrders: Readonly<Record<Role, Partial<Record<OrderSituation, readonly OrderVerb[]>>>> = {
  commander: { ofUs: decides, toUs: answers, throughUs: urges, belowUs: urges },
  supervisor: { ofUs: urges, toUs: answers, throughUs: urges, belowUs: urges },
  dispatcher: { ofUs: ['read'], toUs: answers },
  ...{ agent: {}, responder: {}, admin: {} },
};

test.each(
  roles.flatMap((role) => (Object.keys(orders) as OrderSituation[]).map((name) => [role, name] as const)),
)('a %s and an order that is %s: exactly these rights', (role, name) => {
  const someone = { ...personOf(role), unitCode: '718', unitPath: path('74', '718') };
  const rights = rightsOf(someone);
  const may = orderVerbs.filter((verb) => verb !== 'give' && rights.mayOrder(verb, orders[name]));
  expect([...may].sort()).toEqual([...(expectedOfOrders[role][name] ?? [])].sort());
  expect(rights.holds(['CommandOrder', 'give'])).toBe(role === 'commander');
  expect(Object.keys(orderRights).sort()).toEqual([...roles].sort());
});

test('whoever follows the stream reads what the rights table lets them read, and nothing else', () => {
  const codes = fc.constantFrom('74', '718', '725', '25747', '25978');
  const teams = fc.constantFrom('own-team', 'other-team', 'third-team');
  const tickets = fc.record({
    createdBy: fc.constantFrom('somebody', ...roles.map((role) => `${role}-1`)),
    unitPath: fc.array(codes, { minLength: 1, maxLength: 3 }),
    offeredTeamIds: fc.array(teams, { maxLength: 3 }),
    assignments: fc.array(fc.tuple(teams, fc.boolean()), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...roles),
      tickets,
      (role, { createdBy, unitPath, offeredTeamIds, assignments }) => {
        const ticket = ticketWith(
          {
            unitPath: path(...unitPath),
            offeredTeamIds,
            assignments: assignments.map(([team, isOver]) =>
              assignment(team, isOver ? '2021-08-01T01:00:00Z' : undefined),
            ),
          },
          createdBy,
        );
        const person = personOf(role);
        expect(ticketReaderOf(person)(ticket)).toBe(rightsOf(person).may('read', ticket));
      },
    ),
    { numRuns: 2_000 },
  );
});
