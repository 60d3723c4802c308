import { commander, personOf } from './an-order';
import type { CommandOrderLab, StoryOrder } from './command-order-lab';
import { until } from './workflow-lab';

/** The stories whose histories are recorded: every path a running order may be on when new code arrives. */

const acknowledge = (story: StoryOrder, unitCode: string): Promise<void> =>
  story.ask('acknowledge', { actor: personOf(unitCode), unitCode });
const report = (story: StoryOrder, unitCode: string): Promise<void> =>
  story.ask('report', { actor: personOf(unitCode), unitCode, outcome: 'done', text: 'đã làm xong' });
const ended = async (story: StoryOrder): Promise<StoryOrder> => {
  await until(async () => (await story.handle.describe()).status.name === 'COMPLETED', 'the order ends');
  return story;
};

export const commandOrderStories: Readonly<Record<string, (lab: CommandOrderLab) => Promise<StoryOrder>>> = {
  'order-done': async (lab) => {
    const story = await lab.gives();
    await acknowledge(story, '25747');
    await report(story, '25747');
    await report(story, '25750');
    await story.ask('accept', { actor: commander, unitCodes: ['25747', '25750'] });
    return ended(story);
  },
  'order-late-then-extended': async (lab) => {
    const story = await lab.gives(['25747', '25750'], true);
    await acknowledge(story, '25747');
    await lab.forward('61 minutes');
    await until(() => story.state.counts.late === 1, 'one is late');
    await story.ask('remind', { actor: commander });
    const hours = (count: number): string =>
      new Date(Date.parse(story.state.issuedAt) + count * 3_600_000).toISOString();
    await story.ask('extend', {
      actor: commander,
      reason: 'mất điện',
      acknowledgeBy: hours(3),
      resultBy: hours(6),
    });
    await lab.forward('150 minutes');
    await until(() => story.state.counts.late === 1, 'it is late again');
    await story.ask('close', { actor: commander, reason: 'đã gọi trực tiếp' });
    return ended(story);
  },
  'order-returned-then-done': async (lab) => {
    const story = await lab.gives(['25747']);
    await report(story, '25747');
    await story.ask('return', { actor: commander, unitCode: '25747', reason: 'thiếu số liệu' });
    await report(story, '25747');
    await story.ask('accept', { actor: commander, unitCodes: ['25747'] });
    return ended(story);
  },
  'order-nobody-then-withdrawn': async (lab) => {
    const nobody = { unitCode: '25760', commanders: [], supervisors: [], dispatchers: [] };
    lab.leaders.set('25760', nobody);
    const story = await lab.gives(['25747', '25760']);
    const [message] = story.intents;
    await story.handle.signal('orderMessageFailed', { key: message?.key, reason: '30005' });
    await until(() => story.timeline.some(({ type }) => type === 'unreachable'), 'somebody else is told');
    await story.ask('withdraw', { actor: commander, reason: 'giao nhầm' });
    return ended(story);
  },
};
