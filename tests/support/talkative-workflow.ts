import { ApplicationFailure } from '@temporalio/common';
import { condition, defineSignal, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

/** What the citizen said, as it must never be readable in Temporal's database. */
export const sayUpdate = defineUpdate<string, [string]>('say');
export const endSignal = defineSignal<[string]>('end');

const { repeat, fail } = proxyActivities<{
  repeat(words: string): Promise<string>;
  fail(words: string): Promise<void>;
}>({ startToCloseTimeout: '10 seconds', retry: { maximumAttempts: 1 } });

/** Passes words through every way a payload can take: argument, activity, update, signal, failure, result. */
export async function talkative(words: string): Promise<string> {
  let last = '';
  setHandler(sayUpdate, (said) => {
    if (said.startsWith('refuse'))
      throw ApplicationFailure.nonRetryable(`refused: ${said}`, 'already-claimed', { said });
    return said;
  });
  setHandler(endSignal, (said) => {
    last = said;
  });
  await repeat(words);
  try {
    await fail(words);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  await condition(() => last !== '');
  return `${words} ${last}`;
}
