import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  log,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { dutyHandedOver, workflowIdOf } from '../ticket-lifecycle/messages';
import { rosterChanged } from './messages';
import type { DutyWatchInput } from './messages';

const { watchDuty } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '5 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/**
 * Keeps watch over the duty of one team for as long as it has a roster: wakes at every end of a shift, before one
 * that nobody follows, and when a hand-over should have been acknowledged. The roster and the hand-overs lie in
 * the database; this only promises that no moment is missed, however long a worker was away.
 */
export async function dutyWatch({ teamId, since }: DutyWatchInput): Promise<void> {
  let hasNews = false;
  setHandler(rosterChanged, () => {
    hasNews = true;
  });
  let lastLook = since ?? new Date().toISOString();
  for (;;) {
    hasNews = false;
    const at = new Date().toISOString();
    const { nextAt, handedOver } = await watchDuty({ teamId, since: lastLook, at });
    lastLook = at;
    if (handedOver) await tellTickets(teamId, handedOver);
    if (hasNews) continue;
    if (nextAt === null) return;
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof dutyWatch>({ teamId, since: lastLook });
    await condition(() => hasNews, Math.max(1, Date.parse(nextAt) - Date.now()));
  }
}

/** Writes the hand-over into the story of every ticket that the team owns. */
async function tellTickets(
  teamId: string,
  { handOverId, ticketIds }: { readonly handOverId: string; readonly ticketIds: readonly string[] },
): Promise<void> {
  await Promise.all(
    ticketIds.map(async (ticketId) => {
      try {
        await getExternalWorkflowHandle(workflowIdOf(ticketId)).signal(dutyHandedOver, {
          handOverId,
          teamId,
        });
      } catch (error) {
        // The ticket was settled meanwhile: its story is over.
        log.info('a ticket could not be told of a hand-over', { ticketId, handOverId, error });
      }
    }),
  );
}
