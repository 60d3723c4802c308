import {
  ApplicationFailure,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  sleep,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { ReportDeliveryInput } from './messages';

const { listReportUnits } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
/** A province's week takes seconds; a database that is busy, longer. */
const { sendReport } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumAttempts: 3 },
});

const rounds = 12;
const betweenRounds = '15 minutes';

/**
 * Sends the reports of one morning, unit by unit, so that counting them never crowds out the work itself. A unit
 * whose report fails lets the others go first and is tried again for three hours; one that was not sent then fails the
 * run, where operators see it.
 */
export async function reportDelivery({ kind }: ReportDeliveryInput): Promise<void> {
  const at = new Date().toISOString();
  let waiting = await listReportUnits({ kind });
  for (let round = 1; waiting.length > 0; round += 1) {
    const failed: string[] = [];
    for (const unitCode of waiting) {
      try {
        await sendReport({ kind, unitCode, at });
      } catch (error) {
        if (isCancellation(error)) throw error;
        log.warn('a report was not sent', { kind, unitCode, round, error });
        failed.push(unitCode);
      }
    }
    waiting = failed;
    if (waiting.length === 0) return;
    if (round === rounds) {
      throw ApplicationFailure.nonRetryable(`${kind} report not sent for: ${waiting.join(', ')}`);
    }
    await sleep(betweenRounds);
  }
}
