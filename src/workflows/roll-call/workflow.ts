import {
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { msUntilTelling } from '../../domain/roll-call';
import { ringSettled, rollCallIdOf } from './messages';
import type { RollCallInput } from './messages';

const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  localRetryThreshold: '10 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});
/** These speak with the provider: long enough for a batch that waits for its turn. */
const { ringBatch, tellOfSilence } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Beyond ringing and asking: the provider's own delay, and its last callback. */
const callbackMs = 20_000;
/** How often the one who answers is asked for the key. */
const timesAsked = 2;
/** A run goes on in a new one after so many rings, so that its history stays short however large the province. */
const ringsARun = 200;

/**
 * One roll-call: rings every number of its area a few at a time, again those that stay silent, then enters the
 * results and tells units of silent numbers by day. What was rung lies in the database, so a worker that is killed
 * rings nobody twice; this only keeps the time.
 */
export async function rollCall(input: RollCallInput): Promise<void> {
  const settled = new Set<string>();
  setHandler(ringSettled, ({ ringId }) => {
    settled.add(ringId);
  });
  const { workflowId } = workflowInfo();
  const rollCallId = rollCallIdOf(workflowId);
  const { resumed } = input;
  const startedAt = resumed?.startedAt ?? new Date().toISOString();
  const policy =
    resumed?.policy ??
    (await local.openRollCall({
      ...{ rollCallId, workflowId, at: startedAt, kind: input.kind },
      ...{ unitCode: input.unitCode, startedBy: input.startedBy },
    }));
  const answerWithinMs = (policy.ringSeconds + timesAsked * policy.keySeconds) * 1_000 + callbackMs;

  let rungHere = 0;
  for (let attempt = resumed?.attempt ?? 1; attempt <= policy.tries; attempt += 1) {
    if (attempt !== resumed?.attempt) {
      const { planned } = await local.planAttempt({ rollCallId, attempt });
      if (planned === 0) break;
      if (attempt > 1) await sleep(policy.retryAfterMs);
    }
    for (;;) {
      const { ringIds, taken, left } = await ringBatch({ rollCallId, attempt });
      if (ringIds.length > 0) {
        await condition(() => ringIds.every((id) => settled.has(id)), answerWithinMs);
        await local.closeRings({ ringIds, at: new Date().toISOString() });
        for (const id of ringIds) settled.delete(id);
      }
      rungHere += taken;
      if (left === 0) break;
      if (rungHere >= ringsARun || workflowInfo().continueAsNewSuggested) {
        await continueAsNew<typeof rollCall>({ ...input, resumed: { attempt, startedAt, policy } });
      }
    }
  }

  const { toTell } = await local.enterResults({ rollCallId, startedAt, at: new Date().toISOString() });
  if (toTell === 0) return;
  // Somebody who has just started it by hand is awake, and so may be the unit; the nightly one lets people sleep.
  if (input.kind === 'nightly') await sleep(msUntilTelling(Date.now(), policy));
  await tellOfSilence({ rollCallId });
}
