import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { ToldRosters } from '../models/duty/told-rosters';
import type { OrganisationRepository } from '../models/organisation/organisation-repository';
import { dutyWatchIdOf, rosterChanged, teamIdOfDutyWatch } from '../workflows/duty-watch/messages';
import type { DutyWatchInput } from '../workflows/duty-watch/messages';
import { TICKET_TASK_QUEUE } from '../workflows/ticket-lifecycle/messages';

export interface DutyWatches {
  /** One round; resolves to how many watches were told. Rejects, to be tried again, when a server is away. */
  tellChanges(): Promise<number>;
}

/**
 * Starts the watch of every team that has duty, and wakes it when its roster is not the one it was last told of,
 * whoever changed it: the API, an import, or another process. A process that starts asks Temporal which watches there
 * are, so that one that was lost comes into being again, and a restart costs no signal to those that know.
 */
export function createDutyWatches(dependencies: {
  readonly client: Client;
  readonly organisation: Pick<OrganisationRepository, 'listShifts' | 'listOverrides'>;
  readonly toldRosters: ToldRosters;
  readonly taskQueue?: string;
  readonly answerWithinMs?: number;
}): DutyWatches {
  const {
    client,
    organisation,
    toldRosters,
    taskQueue = TICKET_TASK_QUEUE,
    answerWithinMs = 5_000,
  } = dependencies;
  let known: Map<string, string> | null = null;

  async function tell(teamId: string): Promise<void> {
    const input: DutyWatchInput = { teamId };
    await client.connection.withDeadline(Date.now() + answerWithinMs, () =>
      client.workflow.signalWithStart('dutyWatch', {
        workflowId: dutyWatchIdOf(teamId),
        taskQueue,
        args: [input],
        signal: rosterChanged,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    );
  }

  /** What the watches that run have been told. */
  async function askWhoKnows(): Promise<Map<string, string>> {
    const told = await toldRosters.all();
    const marks = new Map<string, string>();
    const query = 'WorkflowType = "dutyWatch" AND ExecutionStatus = "Running"';
    if (told.size === 0) return marks;
    for await (const { workflowId } of client.workflow.list({ query })) {
      const teamId = teamIdOfDutyWatch(workflowId);
      const mark = told.get(teamId);
      if (mark !== undefined) marks.set(teamId, mark);
    }
    return marks;
  }

  return {
    async tellChanges() {
      known ??= await askWhoKnows();
      const [shifts, overrides] = await Promise.all([
        organisation.listShifts({}),
        organisation.listOverrides({}),
      ]);
      const rosters = new Map<string, unknown[]>();
      for (const part of [...shifts, ...overrides]) {
        rosters.set(part.teamId, [...(rosters.get(part.teamId) ?? []), part]);
      }
      let told = 0;
      // A team whose last shift went still has a watch to hear of it.
      for (const teamId of new Set([...known.keys(), ...rosters.keys()])) {
        const roster = JSON.stringify(rosters.get(teamId) ?? []);
        const mark = createHash('sha256').update(roster).digest('base64');
        if (known.get(teamId) === mark) continue;
        await tell(teamId);
        await toldRosters.remember(teamId, mark);
        known.set(teamId, mark);
        told += 1;
      }
      return told;
    },
  };
}
