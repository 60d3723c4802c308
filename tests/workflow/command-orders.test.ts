import { commander, personOf } from '../support/an-order';
import { openCommandOrderLab, type CommandOrderLab } from '../support/command-order-lab';
import { commandOrderStories } from '../support/command-order-stories';
import { until } from '../support/workflow-lab';

let lab: CommandOrderLab;
beforeAll(async () => {
  lab = await openCommandOrderLab();
}, 120_000);
afterAll(() => lab.close());

const seqs = (entries: readonly { seq: number }[]): number[] => entries.map(({ seq }) => seq);
const refusal = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => error,
  );

test('an order is told, acknowledged, reported and accepted, and its workflow ends', async () => {
  const story = await commandOrderStories['order-done']?.(lab);
  if (!story) throw new Error('there is no such story');
  expect(story.state).toMatchObject({ status: 'done', counts: { acknowledged: 2, accepted: 2, late: 0 } });
  expect(story.timeline.map(({ type }) => type)).toEqual([
    ...['given', 'told', 'acknowledged', 'reported', 'acknowledged', 'reported'],
    ...['accepted', 'accepted', 'completed'],
  ]);
  expect(seqs(story.timeline)).toEqual(story.timeline.map((_, index) => index + 1));
  expect(story.withdrawals.length).toBeGreaterThanOrEqual(2);
  const again = story.ask('remind', { actor: commander });
  expect(await refusal(again)).toMatchObject({ code: 'order-not-open', facts: { status: 'done' } });
});

test('of a unit’s people who acknowledge in the same second one wins, and the others hear who', async () => {
  const story = await lab.gives(['25747']);
  const people = Array.from({ length: 8 }, (_, n) => personOf('25747', { userId: `person-${String(n)}` }));
  const answers = await Promise.all(
    people.map((actor) => refusal(story.ask('acknowledge', { actor, unitCode: '25747' }))),
  );
  const lost = answers.filter((answer) => answer !== 'nothing was refused');
  expect(lost).toHaveLength(7);
  await until(() => story.state.counts.acknowledged === 1, 'the winner is written');
  const userId = story.state.addressees[0]?.acknowledged?.userId;
  for (const one of lost) expect(one).toMatchObject({ code: 'order-acknowledged', facts: { userId } });
  await story.ask('withdraw', { actor: commander, reason: 'xong' });
});

test('a request repeated after an answer that got lost is one request', async () => {
  const story = await lab.gives(['25747']);
  const extend = {
    actor: commander,
    reason: 'mưa lớn',
    resultBy: new Date(Date.parse(story.state.resultBy) + 60_000).toISOString(),
  };
  await story.ask('extend', extend, 'chairman/key-1');
  await story.ask('extend', extend, 'chairman/key-1');
  await until(() => story.timeline.some(({ type }) => type === 'extended'), 'it is written');
  expect(story.timeline.filter(({ type }) => type === 'extended')).toHaveLength(1);
  await story.ask('withdraw', { actor: commander, reason: 'xong' });
});

test('silence: half, four fifths, late; the unit, the issuer and the unit above hear of it, each once', async () => {
  const story = await lab.gives(['25747']);
  await lab.forward('31 minutes');
  await until(() => story.told('order.reminder').length === 1, 'the commander is reminded');
  await lab.forward('18 minutes');
  await until(() => story.told('order.reminder').length === 4, 'everybody of the unit is');
  await lab.forward('12 minutes');
  await until(() => story.state.counts.late === 1, 'it is late');
  expect(new Set(story.told('order.late'))).toEqual(new Set(['chairman', 'head-718', 'supervisor-718']));
  expect(story.told('order.overdue')).toContain('head-25747');
  // The result is late too in the end, and an order that nobody answers stays open.
  await lab.forward('4 hours');
  await until(() => story.state.counts.lateWithResult === 1, 'so is the result');
  expect(story.state.status).toBe('open');
  await story.ask('close', { actor: commander, reason: 'đã gọi trực tiếp' });
  expect(new Set(story.intents.map(({ key }) => key)).size).toBe(story.intents.length);
});

test('a worker’s long absence costs reminders, never the deadline', async () => {
  const story = await lab.gives(['25747', '25750']);
  await story.ask('acknowledge', { actor: personOf('25747'), unitCode: '25747' });
  await lab.forward('5 hours');
  await until(() => story.state.counts.late === 2, 'one is late with everything, one with the result');
  expect(story.state.counts).toMatchObject({ lateToAcknowledge: 1, lateWithResult: 2 });
  await story.ask('withdraw', { actor: commander, reason: 'xong' });
});

test('an order to a whole province goes on in new runs, and loses nothing on the way', async () => {
  const codes = Array.from({ length: 91 }, (_, n) => `26${String(n).padStart(3, '0')}`);
  const story = await lab.gives(codes);
  expect(story.told('order.given')).toHaveLength(91);
  const first = (await story.handle.describe()).runId;
  const all = async (work: (unitCode: string) => Promise<void>): Promise<void> => {
    for (let at = 0; at < codes.length; at += 7) await Promise.all(codes.slice(at, at + 7).map(work));
  };
  await all((unitCode) => story.ask('acknowledge', { actor: personOf(unitCode), unitCode }));
  await all((unitCode) =>
    story.ask('report', { actor: personOf(unitCode), unitCode, outcome: 'done', text: 'xong' }),
  );
  await all((unitCode) => story.ask('return', { actor: commander, unitCode, reason: 'thiếu số liệu' }));
  await all((unitCode) =>
    story.ask('report', { actor: personOf(unitCode), unitCode, outcome: 'done', text: 'đủ' }),
  );
  await until(() => story.state.counts.toAccept === 91, 'everybody has reported');
  const events = (await story.handle.fetchHistory()).events?.length ?? 0;
  expect((await story.handle.describe()).runId).not.toBe(first);
  expect(events).toBeLessThan(1_300);
  await story.ask('accept', { actor: commander, unitCodes: codes });
  await until(() => story.state.status === 'done', 'it is done');
  expect(seqs(story.timeline)).toEqual(story.timeline.map((_, index) => index + 1));
  expect(story.timeline.filter(({ type }) => type === 'returned')).toHaveLength(91);
}, 120_000);
