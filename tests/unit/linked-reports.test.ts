import { decide } from '../../src/domain/decide';
import type { Outcome } from '../../src/domain/draft';
import type { Facts, Tell } from '../../src/domain/facts';
import { hear } from '../../src/domain/hear';
import type { Priority } from '../../src/domain/policy';
import { priorities } from '../../src/domain/policy';
import type { Actor, Assignment, TicketState } from '../../src/domain/ticket';
import { isPressing } from '../../src/domain/transitions/contacts';
import { aTicket } from '../support/a-ticket';
import { defaultPolicy as policy } from '../support/policies';

const context = { policy, nowMs: Date.parse('2021-08-10T02:00:00.000Z') };
const actor: Actor = { kind: 'user', userId: 'dispatcher' };
const owner: Assignment = {
  ...{ teamId: 'team-1', userId: 'user-1', unitCode: '74', tier: 'province' },
  ...{ claimedAt: '2021-08-10T01:30:00.000Z', via: 'app' },
};
const report = (ticketId: string, change: Partial<TicketState> = {}): TicketState =>
  aTicket({ state: { ticketId, status: 'triaged', priority: 'P3', ...change } }).state;
const linkedTo = (main: string, ticketId: string, change: Partial<TicketState> = {}): TicketState =>
  report(ticketId, { status: 'duplicate', duplicateOf: main, ...change });
const linked = (ticketIds: string[], change: Partial<Facts['duplicateLinked']> = {}) => ({
  ...{ ticketIds, priority: 'P3' as Priority, hadOwner: false, actor, ...change },
});
const keys = ({ intents }: Outcome): string[] => intents.map(({ key }) => key);

/** Lets every ticket hear what the others tell, as their workflows would, until all is said. */
function settle(tickets: Map<string, TicketState>, tells: readonly Tell[]): number {
  let said = 0;
  for (const open = [...tells]; open.length > 0; said += 1) {
    const tell = open.shift()!;
    const outcome = hear(tickets.get(tell.ticketId)!, tell.name, tell.fact, context);
    tickets.set(tell.ticketId, outcome.state);
    open.push(...outcome.tells);
    if (said > 100) throw new Error('they go on telling each other for ever');
  }
  return said;
}

test('the main ticket learns who was linked, once, however often it is told', () => {
  const first = hear(report('main'), 'duplicateLinked', linked(['second']), context);
  expect(first.state.duplicateIds).toEqual(['second']);
  expect(first.entries).toMatchObject([
    { type: 'duplicateLinked', actor, data: { ticketIds: ['second'], priority: 'P3', moreUrgent: false } },
  ]);
  const again = hear(first.state, 'duplicateLinked', linked(['second']), context);
  expect(again).toMatchObject({ entries: [], intents: [], tells: [] });
  expect(again.state).toBe(first.state);
  const gone = hear(first.state, 'duplicateUnlinked', { ticketIds: ['second'], actor }, context);
  expect(gone.state.duplicateIds).toEqual([]);
  expect(gone.entries).toMatchObject([{ type: 'duplicateUnlinked', data: { ticketIds: ['second'] } }]);
  expect(hear(gone.state, 'duplicateUnlinked', { ticketIds: ['second'], actor }, context).entries).toEqual(
    [],
  );
});

test.each(priorities.flatMap((main) => priorities.map((other) => [main, other] as const)))(
  'a %s that is joined by a %s: the supervisors are warned only of what is more urgent, and nothing is raised',
  (main, other) => {
    const { state, calls } = hear(
      report('main', { priority: main }),
      'duplicateLinked',
      linked(['second'], { priority: other }),
      context,
    );
    const expected = priorities.indexOf(other) < priorities.indexOf(main) ? ['duplicateMoreUrgent'] : [];
    expect(calls.map(({ reason }) => reason)).toEqual(expected);
    expect(state.priority).toBe(main);
  },
);

test('every reporter is told each step once, under a key of their own, and none after they were unlinked', () => {
  const main = report('main', { duplicateIds: ['second', 'third'] });
  const claimed = decide(main, 'claim', { actor, team: null }, context);
  expect(keys(claimed)).toEqual([
    'main/claimed/1/citizen/sms',
    'main/claimed/1/reporter/second/sms',
    'main/claimed/1/reporter/third/sms',
  ]);
  expect(claimed.intents[1]?.recipient).toEqual({ kind: 'citizen', ticketId: 'second' });
  const left = hear(claimed.state, 'duplicateUnlinked', { ticketIds: ['second'], actor }, context).state;
  const cancelled = decide(left, 'cancel', { actor, reason: 'xong' }, context);
  expect(keys(cancelled).filter((key) => key.includes('second'))).toEqual([]);
  expect(keys(cancelled)).toContain('main/cancelled/1/reporter/third/sms');
});

test.each([
  ['still looked for', { status: 'dispatched' }, false, null],
  ['taken', { status: 'claimed', assignments: [owner] }, false, 'claimed'],
  ['taken, and they know of a team', { status: 'claimed', assignments: [owner] }, true, null],
  ['closed in that moment', { status: 'closed' }, false, 'closed'],
  ['cancelled in that moment', { status: 'cancelled' }, true, 'cancelled'],
] as const)('who is linked late hears where things stand: %s', (_when, change, hadOwner, news) => {
  const outcome = hear(report('main', change), 'duplicateLinked', linked(['late'], { hadOwner }), context);
  expect(outcome.intents.map(({ template }) => template)).toEqual(news === null ? [] : [`citizen.${news}`]);
});

test('a main ticket that becomes a duplicate brings its reporters along, and takes them back', () => {
  const tickets = new Map([
    ['top', report('top')],
    ['middle', report('middle', { duplicateIds: ['low'] })],
  ]);
  const joined = decide(tickets.get('middle')!, 'link', { actor, duplicateOf: 'top' }, context);
  tickets.set('middle', joined.state);
  settle(tickets, joined.tells);
  expect(tickets.get('top')?.duplicateIds).toEqual(['middle', 'low']);
  // Somebody links one more to the middle ticket while that was under way.
  settle(tickets, [{ ticketId: 'middle', name: 'duplicateLinked', fact: linked(['last']) }]);
  expect(tickets.get('top')?.duplicateIds).toEqual(['middle', 'low', 'last']);
  const apart = decide(tickets.get('middle')!, 'unlink', { actor }, context);
  tickets.set('middle', apart.state);
  settle(tickets, apart.tells);
  expect(tickets.get('top')?.duplicateIds).toEqual([]);
  expect(tickets.get('middle')?.duplicateIds).toEqual(['low', 'last']);
});

test('two people link two tickets to each other in one moment: both links are undone, nothing lies unworked', () => {
  const [one, two] = [report('one'), report('two')];
  const first = decide(one, 'link', { actor, duplicateOf: 'two' }, context);
  const second = decide(two, 'link', { actor, duplicateOf: 'one' }, context);
  const tickets = new Map([
    ['one', first.state],
    ['two', second.state],
  ]);
  settle(tickets, [...first.tells, ...second.tells]);
  for (const ticket of tickets.values()) {
    expect(ticket.status).not.toBe('duplicate');
    expect(ticket.duplicateIds ?? []).toEqual([]);
  }
});

test('a circle of three ends as well', () => {
  const names = ['one', 'two', 'three'];
  const outcomes = names.map((name, i) =>
    decide(report(name), 'link', { actor, duplicateOf: names[(i + 1) % 3] ?? '' }, context),
  );
  const tickets = new Map(outcomes.map(({ state }) => [state.ticketId, state]));
  settle(
    tickets,
    outcomes.flatMap(({ tells }) => tells),
  );
  expect([...tickets.values()].filter(({ status }) => status !== 'duplicate')).not.toEqual([]);
});

test('a ticket refuses to become a duplicate of one that is linked to it', () => {
  expect(() =>
    decide(report('main', { duplicateIds: ['second'] }), 'link', { actor, duplicateOf: 'second' }, context),
  ).toThrow('unlink that one first');
});

describe('somebody who has a ticket gets in touch again', () => {
  const contact: Facts['citizenContact'] = {
    ...{ contactId: 'sms/1', channel: 'sms', at: '2021-08-10T01:59:00.000Z', text: 'chưa thấy ai đến' },
  };

  test('it is part of the story once, also on a settled ticket', () => {
    for (const status of ['dispatched', 'closed'] as const) {
      const first = hear(report('main', { status }), 'citizenContact', contact, context);
      expect(first.entries).toMatchObject([
        { type: 'citizenContact', actor: { kind: 'citizen' }, data: { channel: 'sms', text: contact.text } },
      ]);
      expect(first.state.contacts).toMatchObject({ count: 1, lastAt: contact.at });
      expect(hear(first.state, 'citizenContact', contact, context).state).toBe(first.state);
    }
  });

  test('on a duplicate it reaches the people at work, who see whose report it is', () => {
    const { tells } = hear(linkedTo('main', 'second'), 'citizenContact', contact, context);
    expect(tells).toEqual([
      { ticketId: 'main', name: 'citizenContact', fact: { ...contact, reportId: 'second' } },
    ]);
  });

  test.each([
    ['nobody has it', { status: 'dispatched' }, true],
    ['a team has it in time', { status: 'claimed', assignments: [owner] }, false],
    ['a team has it and is late', { status: 'claimed', assignments: [owner], sla: 'breached' }, true],
    ['it was called done before they wrote', resolvedAt('2021-08-10T01:00:00.000Z'), true],
    ['they wrote, and then it was done', resolvedAt('2021-08-10T03:00:00.000Z'), false],
    ['it is closed', { status: 'closed' }, false],
  ] as const)('while %s, their wait is shown: %#', (_when, change, pressing) => {
    const { state } = hear(
      report('main', change as Partial<TicketState>),
      'citizenContact',
      contact,
      context,
    );
    expect(isPressing({ ...state, ...(change as Partial<TicketState>) })).toBe(pressing);
    expect(isPressing(report('main', change as Partial<TicketState>))).toBe(false);
  });
});

function resolvedAt(at: string): Partial<TicketState> {
  return { status: 'resolved', resolution: { at, teamId: 'team-1', userId: 'user-1', evidence: [] } };
}
