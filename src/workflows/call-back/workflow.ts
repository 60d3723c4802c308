import {
  condition,
  continueAsNew,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { callBackChanged } from './messages';
import type { CallBackInput } from './messages';

const { runCallBackClock } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/**
 * The clock of one call-back: wakes at 50 %, at 80 %, when it is due, and then as often as supervisors must be
 * called. The item itself lies in the database; this only promises that its time is never forgotten.
 */
export async function callBack({ callBackId }: CallBackInput): Promise<void> {
  let hasNews = false;
  setHandler(callBackChanged, () => {
    hasNews = true;
  });
  for (;;) {
    hasNews = false;
    const { nextAt } = await runCallBackClock({ callBackId, at: new Date().toISOString() });
    if (hasNews) continue;
    if (nextAt === null) return;
    // An item that nobody takes for days must not outgrow its history. The row is all the state there is.
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof callBack>({ callBackId });
    await condition(() => hasNews, Math.max(1, Date.parse(nextAt) - Date.now()));
  }
}
