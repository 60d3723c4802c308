import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { WorkedRoster } from '../domain/effective-duty';
import { dutyNews } from '../domain/hand-over';
import type { DutyOverride, DutyShift } from '../domain/organisation';
import { defaultDutyRules } from '../domain/policy';
import type { ToldRosters } from '../models/duty/told-rosters';
import type { OrganisationRepository } from '../models/organisation/organisation-repository';
import { dutyWatchIdOf, rosterChanged, teamIdOfDutyWatch } from '../workflows/duty-watch/messages';
import type { DutyWatchInput } from '../workflows/duty-watch/messages';
import { TICKET_TASK_QUEUE } from '../workflows/ticket-lifecycle/messages';

export interface DutyWatches {
  /** One round; resolves to how many watches were told. Rejects, to be tried again, when a server is away. */
  tellChanges(): Promise<number>;
}

/** The first start of a province must not keep its first callers waiting behind a watch for every team. */
const startsARound = 5;

/**
 * Starts the watch of every team that has duty, and wakes it when its roster is not the one it was last told of,
 * whoever changed it: the API, an import, or another process. A process that starts asks Temporal which watches there
 * are, so that one that was lost comes into being again, and a restart costs no signal to those that know. New watches
 * begin a few a round, whose duty changes next first; one that has to wait accounts for that time when it begins.
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
  const waitingSince = new Map<string, string>();

  async function tell(teamId: string): Promise<void> {
    const since = waitingSince.get(teamId);
    const input: DutyWatchInput = { teamId, ...(since !== undefined && { since }) };
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
      const rosters = rostersOf(shifts, overrides);
      const changed = new Map<string, string>();
      // A team whose last shift went still has a watch to hear of it.
      for (const teamId of new Set([...known.keys(), ...rosters.keys()])) {
        const mark = markOf(rosters.get(teamId) ?? nobody);
        if (known.get(teamId) !== mark) changed.set(teamId, mark);
      }
      const now = new Date().toISOString();
      const unwatched = [...changed.keys()].filter((teamId) => !known?.has(teamId));
      const inOrder = soonestFirst(unwatched, rosters, now);
      for (const teamId of inOrder.splice(startsARound)) {
        changed.delete(teamId);
        if (!waitingSince.has(teamId)) waitingSince.set(teamId, now);
      }
      for (const [teamId, mark] of changed) {
        await tell(teamId);
        await toldRosters.remember(teamId, mark);
        known.set(teamId, mark);
        waitingSince.delete(teamId);
      }
      return changed.size;
    },
  };
}

function rostersOf(
  shifts: readonly DutyShift[],
  overrides: readonly DutyOverride[],
): ReadonlyMap<string, WorkedRoster> {
  const rosters = new Map<string, { readonly shifts: DutyShift[]; readonly overrides: DutyOverride[] }>();
  const rosterOf = (teamId: string) => {
    const roster = rosters.get(teamId) ?? { shifts: [], overrides: [] };
    rosters.set(teamId, roster);
    return roster;
  };
  for (const shift of shifts) rosterOf(shift.teamId).shifts.push(shift);
  for (const override of overrides) rosterOf(override.teamId).overrides.push(override);
  return rosters;
}

const nobody: WorkedRoster = { shifts: [], overrides: [] };

const markOf = ({ shifts, overrides }: WorkedRoster): string =>
  createHash('sha256')
    .update(JSON.stringify([...shifts, ...overrides]))
    .digest('base64');

/** Whose duty changes next comes first, as far as the roster alone can say. */
function soonestFirst(
  teamIds: readonly string[],
  rosters: ReadonlyMap<string, WorkedRoster>,
  now: string,
): string[] {
  const span = { since: now, at: now };
  const nextOf = (teamId: string): string =>
    dutyNews(rosters.get(teamId) ?? nobody, teamId, span, defaultDutyRules, () => true).nextAt;
  return teamIds
    .map((teamId) => ({ teamId, nextAt: nextOf(teamId) }))
    .sort((a, b) => a.nextAt.localeCompare(b.nextAt))
    .map(({ teamId }) => teamId);
}
