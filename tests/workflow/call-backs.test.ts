import { claimCallBack, finishCallBack, recordAttempt, releaseCallBack } from '../../src/domain/call-back';
import { openCallBackLab } from '../support/call-back-lab';
import { openForgetfulServer } from '../support/time-skipping-server';
import type { CallBackLab, StoryCallBack } from '../support/call-back-lab';
import { until } from '../support/workflow-lab';

/** A call nobody answered is a promise with a clock: it is kept, or somebody in charge is called until it is. */

let lab: CallBackLab;
beforeAll(async () => {
  lab = await openCallBackLab();
});
afterAll(() => lab.close());

const userId = 'agent';
const called = (story: StoryCallBack, template?: string) =>
  story.pages
    .filter((page) => template === undefined || page.template === template)
    .map(({ recipient }) => (recipient.kind === 'user' ? recipient.userId : ''));
const rounds = (story: StoryCallBack) => story.item.paged?.rounds ?? 0;
const answered = async (story: StoryCallBack) => {
  await story.does((item, at) => claimCallBack(item, userId, at));
  await story.does((item, at) => recordAttempt(item, { userId, result: 'reached' }, at));
  await story.does((item, at) => finishCallBack(item, { userId, result: 'advised' }, at));
  await story.ends();
};

test('warned at 50 % and 80 %, breached on the minute, and every supervisor above is told and rung', async () => {
  const story = await lab.abandons('P3');
  await lab.forward('16 minutes');
  await until(() => story.item.clock.warned === 50, 'half the time is over');
  await lab.forward('9 minutes');
  await until(() => story.item.clock.warned === 80, 'four fifths are over');
  expect(story.pages).toEqual([]);
  await lab.forward('6 minutes');
  await until(() => rounds(story) === 1, 'supervisors are called');
  expect(story.item.breachedAt).toBe(story.item.clock.dueAt);
  expect(called(story, 'supervisor.callBack')).toEqual(['province-chief', 'commune-chief']);
  expect(called(story, 'supervisor.callBack.voice')).toEqual(['province-chief', 'commune-chief']);
  expect(JSON.stringify(story.pages)).not.toContain('+84');
  await answered(story);
});

test('nobody takes it: they are rung again every five minutes, every minute for an emergency', async () => {
  const [ordinary, emergency] = [await lab.abandons('P3'), await lab.abandons('P1')];
  await lab.forward('510 seconds');
  await until(() => rounds(emergency) >= 4, 'at 5, 6, 7 and 8 minutes');
  expect(rounds(emergency)).toBe(4);
  expect(rounds(ordinary)).toBe(0);
  await answered(emergency);
  await lab.forward('33 minutes');
  await until(() => rounds(ordinary) >= 3, 'at 30, 35 and 40 minutes');
  expect(rounds(ordinary)).toBe(3);
  expect(rounds(emergency)).toBe(4);
  await answered(ordinary);
});

test('taken, it is quiet; let go or left alone for ten minutes, it calls again', async () => {
  const story = await lab.abandons('P1');
  await lab.forward('310 seconds');
  await until(() => rounds(story) === 1, 'it is overdue');
  await story.does((item, at) => claimCallBack(item, userId, at));
  await lab.forward('9 minutes');
  expect(rounds(story)).toBe(1);
  await story.does((item, at) => releaseCallBack(item, userId, at));
  await until(() => rounds(story) === 2, 'it is nobody’s again');
  await story.does((item, at) => claimCallBack(item, userId, at));
  await lab.forward('9 minutes');
  expect(rounds(story)).toBe(2);
  await lab.forward('2 minutes');
  await until(() => rounds(story) === 3, 'the claimant has vanished');
  await answered(story);
});

test('rung back in time: nobody is called, and the clock has ended', async () => {
  const story = await lab.abandons('P1');
  await answered(story);
  await lab.forward('10 minutes');
  expect(story.pages).toEqual([]);
  expect((await story.handle.describe()).status.name).toBe('COMPLETED');
});

test('no supervisor has a telephone: the rounds are counted all the same', async () => {
  const known = new Map(lab.supervisors);
  lab.supervisors.clear();
  const story = await lab.abandons('P1');
  await lab.forward('390 seconds');
  await until(() => rounds(story) === 2, 'two rounds');
  expect(story.pages).toEqual([]);
  for (const [unitCode, userIds] of known) lab.supervisors.set(unitCode, userIds);
  await lab.forward('1 minute');
  await until(() => story.pages.length > 0, 'somebody can be called again');
  await answered(story);
});

test('worked on for long, the clock begins a new history and still knows its time', async () => {
  const forgetful = await openCallBackLab(() => openForgetfulServer(20));
  try {
    const story = await forgetful.abandons('P1', 6 * 60_000);
    await until(() => rounds(story) === 1, 'it is overdue');
    const firstRun = (await story.handle.describe()).runId;
    for (let turn = 0; turn < 12; turn += 1) {
      const { looks } = story;
      await story.does((item, at) => claimCallBack(item, userId, at));
      await story.does((item, at) => releaseCallBack(item, userId, at));
      await until(() => story.looks > looks, 'the clock looks again');
    }
    const newRun = async () => (await story.handle.describe()).runId !== firstRun;
    await until(newRun, 'a new history has begun');
    expect((await story.handle.describe()).historyLength).toBeLessThan(60);
    expect(rounds(story)).toBe(1);
    await answered(story);
  } finally {
    await forgetful.close();
  }
}, 120_000);
