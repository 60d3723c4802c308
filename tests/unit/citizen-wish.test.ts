import { cancelAnswer, helpAnswer } from '../../src/domain/citizen-wish';
import { decide } from '../../src/domain/decide';
import { hear } from '../../src/domain/hear';
import { priorities } from '../../src/domain/policy';
import { ticketStatuses, type Actor, type TicketState } from '../../src/domain/ticket';
import { aTicket } from '../support/a-ticket';
import { defaultPolicy as policy } from '../support/policies';

/** What a citizen may ask of their own report: the same rule for the page and for the ticket. */

const nowMs = Date.parse('2021-08-10T02:00:00.000Z');
const dayMs = 24 * 60 * 60 * 1_000;
const citizen: Actor = { kind: 'citizen', via: 'link' };
const ticket = (change: Partial<TicketState> = {}): TicketState =>
  aTicket({ state: { priority: 'P3', status: 'dispatched', ...change } }).state;
const doneAgo = (ms: number): Partial<TicketState> => ({
  status: 'closed',
  resolution: { at: new Date(nowMs - ms).toISOString(), teamId: 'team-1', userId: null, evidence: [] },
});
const command = <A extends 'cancel' | 'reopen'>(action: A, state: TicketState, by = citizen) =>
  decide(state, action, { actor: by, reason: 'x' }, { policy, nowMs });

test('while work goes on help is told to the people at work; what ended lately is opened again; later a new report', () => {
  expect(helpAnswer(ticket(), policy, nowMs)).toBe('tell');
  expect(helpAnswer(ticket({ status: 'onHold' }), policy, nowMs)).toBe('tell');
  expect(helpAnswer(ticket({ ...doneAgo(dayMs), status: 'resolved' }), policy, nowMs)).toBe('reopen');
  expect(helpAnswer(ticket(doneAgo(7 * dayMs)), policy, nowMs)).toBe('reopen');
  expect(helpAnswer(ticket(doneAgo(7 * dayMs + 1)), policy, nowMs)).toBe('tooLate');
  expect(helpAnswer(ticket(doneAgo(2)), { citizenReopensWithinMs: 1 }, nowMs)).toBe('tooLate');
});

test('after three reopenings somebody has to listen: the desk is told while it can hear, then a new report', () => {
  const often = { reopenedCount: 3 };
  expect(helpAnswer(ticket({ ...doneAgo(0), ...often, status: 'resolved' }), policy, nowMs)).toBe('tell');
  expect(helpAnswer(ticket({ ...doneAgo(0), ...often }), policy, nowMs)).toBe('tooLate');
  expect(() => command('reopen', ticket({ ...doneAgo(0), ...often }))).toThrow(/new report/);
});

test.each(ticketStatuses.flatMap((status) => priorities.map((priority) => [priority, status] as const)))(
  'a %s that is %s: a citizen cancels it through the ticket exactly when the page says so',
  (priority, status) => {
    const state = ticket({ priority, status });
    const answer = cancelAnswer(state);
    if (priority === 'P1') expect(answer).not.toBe('cancel');
    if (answer === 'cancel') expect(command('cancel', state).state.status).toBe('cancelled');
    else expect(() => command('cancel', state)).toThrow();
  },
);

test('people of the centre go on cancelling and reopening whatever they could', () => {
  const dispatcher: Actor = { kind: 'user', userId: 'u', role: 'dispatcher' };
  expect(command('cancel', ticket({ priority: 'P1' }), dispatcher).state.status).toBe('cancelled');
  expect(command('reopen', ticket(doneAgo(90 * dayMs)), dispatcher).state.reopenedCount).toBe(1);
});

test('a wish to cancel stands in the timeline with the citizen’s words, once', () => {
  const at = new Date(nowMs).toISOString();
  const said = { wish: 'cancel', text: 'đỡ rồi', actor: citizen } as const;
  const fact = { contactId: 'track/k', channel: 'web', at, ...said } as const;
  const heard = hear(ticket({ priority: 'P1' }), 'citizenContact', fact, { policy, nowMs });
  expect(heard.entries).toMatchObject([
    { type: 'citizenContact', actor: citizen, data: { channel: 'web', wish: 'cancel', text: 'đỡ rồi' } },
  ]);
  expect(hear(heard.state, 'citizenContact', fact, { policy, nowMs }).entries).toEqual([]);
});
