import { allHandlersFinished, condition, defineUpdate, setHandler } from '@temporalio/workflow';

/** One of the four things asked of a ticket's life; here it only counts. */
export const step = defineUpdate<number, [{ readonly name: string }]>('step');

/** The least a workflow can do with as many interactions: started, asked four times, ended. */
export async function ceiling(): Promise<number> {
  let steps = 0;
  setHandler(step, () => {
    steps += 1;
    return steps;
  });
  await condition(() => steps === 4);
  await condition(allHandlersFinished);
  return steps;
}
