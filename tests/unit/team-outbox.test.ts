import { sendInOrder, type Outcome } from '../../web/screens/team/send-in-order';
import type { WaitingAction } from '../../web/screens/team/waiting-action';

/** What a team has done on the phone and how it goes out, in order, without a browser. */

const done = (seq: number, ticketId: string, action: WaitingAction['action']): WaitingAction => ({
  ...{ seq, ticketId, action, key: `key-${String(seq)}`, userId: 'u', ticketCode: ticketId, body: {} },
  doneAt: '2021-08-01T00:00:00Z',
});
const no = { code: 'impossible', detail: 'no', winner: null };

async function sent(
  waiting: readonly WaitingAction[],
  answers: Readonly<Record<number, Outcome>> = {},
  isHeld: (action: WaitingAction) => boolean = () => false,
  takenBack: readonly number[] = [],
) {
  const left = new Map(waiting.map((one) => [one.seq, one]));
  const order: number[] = [];
  const isAnswered = await sendInOrder(waiting, {
    isWaiting: async (seq) => left.has(seq) && !takenBack.includes(seq),
    send: async ({ seq }) => {
      order.push(seq);
      return answers[seq] ?? { kind: 'done' };
    },
    remove: async (seq) => void left.delete(seq),
    put: async (one) => void left.set(one.seq, one),
    isHeld,
  });
  return { order, isAnswered, left: [...left.values()] };
}

test('oldest first, and a dead spot stops everything with nothing lost', async () => {
  const waiting = [done(1, 'a', 'claim'), done(2, 'b', 'claim'), done(3, 'a', 'enRoute')];
  expect(await sent(waiting)).toEqual({ order: [1, 2, 3], isAnswered: true, left: [] });
  expect(await sent(waiting, { 2: { kind: 'later' } })).toEqual({
    ...{ order: [1, 2], isAnswered: false, left: waiting.slice(1) },
  });
});

test('a ticket that was refused goes no further; the others do', async () => {
  const waiting = [done(1, 'a', 'claim'), done(2, 'a', 'enRoute'), done(3, 'b', 'claim')];
  const { order, left } = await sent(waiting, { 1: { kind: 'refused', refusal: no } });
  expect([order, left]).toEqual([[1, 3], [{ ...waiting[0], refusal: no }]]);
});

test('a photo that was refused keeps nobody from finishing, now and the next time', async () => {
  const waiting = [done(1, 'a', 'photo'), done(2, 'a', 'resolve')];
  const { order, left } = await sent(waiting, { 1: { kind: 'refused', refusal: no } });
  expect([order, left]).toEqual([[1, 2], [{ ...waiting[0], refusal: no }]]);
  expect((await sent([...left, done(3, 'a', 'resolve')])).order).toEqual([3]);
});

test('what may still be taken back waits, and so does what was done after it on its ticket', async () => {
  const waiting = [done(1, 'a', 'photo'), done(2, 'a', 'resolve'), done(3, 'b', 'claim')];
  const { order, left } = await sent(waiting, {}, ({ seq }) => seq === 1);
  expect([order, left.map(({ seq }) => seq)]).toEqual([[3], [1, 2]]);
});

test('what was taken back after the list was read is not sent; what else was done on its ticket is', async () => {
  const waiting = [done(1, 'a', 'photo'), done(2, 'a', 'onScene'), done(3, 'b', 'claim')];
  expect((await sent(waiting, {}, () => false, [1])).order).toEqual([2, 3]);
});
