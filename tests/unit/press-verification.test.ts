import { decide } from '../../src/domain/decide';
import { begin, nextMoment, tick } from '../../src/domain/lifecycle';
import { openTicket } from '../../src/domain/open-ticket';
import type { Priority } from '../../src/domain/policy';
import type { TicketState } from '../../src/domain/ticket';
import { defaultPolicy as policy } from '../support/policies';

const receivedAtMs = Date.parse('2021-08-09T03:00:00Z');
const desk = { kind: 'user', userId: 'desk', role: 'agent', unitCode: '74' } as const;
const triage = { score: 0, redFlags: [], protocolVersion: 1, because: 'default' } as const;

/** A post about people without food, as the social desk has typed it in. */
function aPost(priority: Priority, answered = true): TicketState {
  const { state } = openTicket({
    ...{ ticketId: 't1', code: 'BD-7K3-9QF', channel: 'social', policy, actor: desk },
    category: { code: 'foodRelief', field: 'relief' },
    unitPath: [
      { tier: 'province', code: '74' },
      { tier: 'commune', code: '25747' },
    ],
    intakeUnit: { tier: 'province', code: '74' },
    ...(answered && { triage: { ...triage, priority } }),
    defaultPriority: priority,
    receivedAt: new Date(receivedAtMs).toISOString(),
  });
  return begin(state, { policy, nowMs: receivedAtMs }).state;
}

const verify = (state: TicketState, result: 'confirmed' | 'rejected', nowMs = receivedAtMs + 60_000) =>
  decide(
    state,
    'verify',
    { actor: desk, result, text: 'Đã gọi cho chủ bài viết', priority: state.priority, triage },
    { policy, nowMs },
  );

/** Every deadline up to `minutes` after receipt, as the workflow would meet them. */
function waitFor(state: TicketState, minutes: number) {
  const calls: string[] = [];
  let now = state;
  for (;;) {
    const next = nextMoment(now, policy);
    // A ladder that opens looks up rosters, which is the workflow's part.
    if (next === null || next > receivedAtMs + minutes * 60_000 || now.ladder) break;
    const outcome = tick(now, { policy, nowMs: next });
    calls.push(...outcome.calls.map(({ fact }) => fact));
    now = outcome.state;
  }
  return { state: now, calls };
}

test('a post is not sent to any team before somebody has checked it, while its clock runs', () => {
  const post = aPost('P3');
  expect(post).toMatchObject({ status: 'received', verification: { state: 'pending' } });
  expect(post.clocks.find(({ name }) => name === 'triage')).toMatchObject({ state: 'running' });
});

test('when nobody checks in time no team is sent, but the supervisors hear that it lies there', () => {
  const { state, calls } = waitFor(aPost('P3'), 20);
  expect(state).toMatchObject({ status: 'received', sla: 'breached', verification: { state: 'pending' } });
  expect(state.ladder).toBeUndefined();
  expect(calls).toContain('triage/round1');
});

test('life before procedure: a red flag goes out at once, unverified', () => {
  expect(aPost('P1')).toMatchObject({ status: 'triaged', verification: { state: 'pending' } });
});

test('an emergency that nobody sorts goes out when its triage clock ends, unverified', () => {
  const post = aPost('P1', false);
  expect(post.status).toBe('received');
  expect(waitFor(post, 3).state).toMatchObject({ status: 'triaged', verification: { state: 'pending' } });
});

test('a confirmed post is sorted and the search for a team begins', () => {
  const { state, entries } = verify(aPost('P3'), 'confirmed');
  expect(state).toMatchObject({ status: 'triaged', verification: { state: 'confirmed', userId: 'desk' } });
  expect(state.ladder).toBeDefined();
  expect(state.clocks.find(({ name }) => name === 'triage')).toMatchObject({ state: 'met' });
  expect(entries.map(({ type }) => type)).toEqual(expect.arrayContaining(['verified', 'triaged']));
});

test('a rejected post ends with its reason, also one that a team is already working on', () => {
  for (const priority of ['P3', 'P1'] as const) {
    const { state, entries } = verify(aPost(priority), 'rejected');
    expect(state).toMatchObject({ status: 'cancelled', verification: { state: 'rejected' } });
    expect(entries.at(-1)).toMatchObject({ type: 'cancelled', data: { text: 'Đã gọi cho chủ bài viết' } });
  }
});

test('an unverified post cannot be sorted past the check, except to P1', () => {
  const sort = (priority: Priority) =>
    decide(aPost('P3'), 'triage', { actor: desk, priority, triage }, { policy, nowMs: receivedAtMs });
  expect(() => sort('P2')).toThrow(expect.objectContaining({ code: 'transition-not-allowed' }));
  expect(sort('P1').state.status).toBe('triaged');
});

test('what was checked once, and what never needed it, is not checked again', () => {
  const { state } = verify(aPost('P3'), 'confirmed');
  expect(() => verify(state, 'rejected')).toThrow(
    expect.objectContaining({ code: 'transition-not-allowed' }),
  );
});

test('a post linked to another and brought back waits for its check again', () => {
  const context = { policy, nowMs: receivedAtMs + 1_000 };
  const linked = decide(aPost('P3'), 'link', { actor: desk, duplicateOf: 't2' }, context).state;
  const back = decide(linked, 'unlink', { actor: desk }, context).state;
  expect(back).toMatchObject({ status: 'received', verification: { state: 'pending' } });
  expect(back.clocks.findLast(({ name }) => name === 'triage')).toMatchObject({ state: 'running' });
  expect(verify(back, 'confirmed').state.status).toBe('triaged');
});
