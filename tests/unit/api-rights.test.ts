import { ticketRights, rightsOf, type TicketFacts, type TicketVerb } from '../../src/api/rights';
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
  state: { unitPath: path('74', '725', '25978'), offeredTeamIds: [], assignments: [], ...state },
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

test('every role has a row', () => {
  expect(Object.keys(ticketRights).sort()).toEqual([...roles].sort());
});
