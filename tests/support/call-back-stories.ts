import { claimCallBack, finishCallBack, recordAttempt, releaseCallBack } from '../../src/domain/call-back';
import type { CallBackLab, StoryCallBack } from './call-back-lab';
import { until } from './workflow-lab';

/** The stories whose histories are recorded: every path a running clock may be on when new code arrives. */

const userId = 'agent';
const reached = async (story: StoryCallBack): Promise<StoryCallBack> => {
  await story.does((item, at) => claimCallBack(item, userId, at));
  await story.does((item, at) => recordAttempt(item, { userId, result: 'reached' }, at));
  await story.does((item, at) => finishCallBack(item, { userId, result: 'advised' }, at));
  await story.ends();
  return story;
};
const rounds = (story: StoryCallBack, count: number): Promise<void> =>
  until(() => (story.item.paged?.rounds ?? 0) >= count, `supervisors were called ${String(count)} times`);

export const callBackStories: Readonly<Record<string, (lab: CallBackLab) => Promise<StoryCallBack>>> = {
  'call-back-in-time': async (lab) => {
    const story = await lab.abandons();
    await lab.forward('16 minutes');
    await until(() => story.item.clock.warned === 50, 'half the time is over');
    return reached(story);
  },
  'call-back-breached-then-taken': async (lab) => {
    const story = await lab.abandons('P1');
    await lab.forward('450 seconds');
    await rounds(story, 3);
    return reached(story);
  },
  'call-back-taken-then-let-go': async (lab) => {
    const story = await lab.abandons('P1');
    await lab.forward('310 seconds');
    await rounds(story, 1);
    await story.does((item, at) => claimCallBack(item, userId, at));
    await lab.forward('3 minutes');
    await story.does((item, at) => releaseCallBack(item, userId, at));
    await rounds(story, 2);
    return reached(story);
  },
  'call-back-nobody-answers': async (lab) => {
    const story = await lab.abandons();
    for (let tries = 0; tries < 3; tries += 1) {
      await story.does((item, at) => claimCallBack(item, userId, at));
      await story.does((item, at) => recordAttempt(item, { userId, result: 'noAnswer' }, at));
      await lab.forward('10 minutes');
    }
    await story.does((item, at) => finishCallBack(item, { userId, result: 'unreachable' }, at));
    await story.ends();
    return story;
  },
};
