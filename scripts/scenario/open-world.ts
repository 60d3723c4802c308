import { problemOf, SystemProblem, type ApiClient } from '../client/api-client';
import type { Account, Staff } from '../client/staff';
import { openCarrier } from './carrier';
import type { Chance } from './chance';
import type { Pace } from './pace';
import type { Place } from './plan';
import { mustRead, type Member, type TeamInfo, type World } from './world';

const province = '74';

interface Listed<T> {
  readonly items: readonly T[];
}
interface ListedUnit extends Place {
  readonly path: readonly { readonly code: string }[];
}
interface ListedUser {
  readonly username: string;
  readonly role: string;
  readonly unitCode: string;
  readonly unitPath: readonly { readonly tier: string }[];
  readonly teamId: string | null;
  readonly phone: string | null;
}

/**
 * Looks at the running system: is it there, does it run the simulator, who works in it.
 *
 * @throws SystemProblem with one line for the person who runs the scenario
 */
export async function openWorld(options: {
  readonly client: ApiClient;
  readonly staff: Staff;
  readonly pace: Pace;
  readonly chance: Chance;
  readonly since: Date;
  readonly stop: AbortSignal;
}): Promise<{ readonly world: World; readonly places: readonly Place[] }> {
  const { client, staff, since } = options;
  await assertReady(client);
  const carrier = await openCarrier(client, since);
  const admin = staff.account({ role: 'admin', unitCode: province });
  const read = <T>(path: string): Promise<Listed<T>> => mustRead<Listed<T>>({ client, staff }, admin, path);
  const [units, users, teams, protocols] = await Promise.all([
    read<ListedUnit>('/units'),
    read<ListedUser>('/users?role=responder'),
    read<TeamInfo>('/teams'),
    read<{ category: string; evidence: readonly string[] }>('/protocols'),
  ]);
  const world: World = {
    ...options,
    carrier,
    desk: {
      agents: staff.accounts.filter(({ role, unitCode }) => role === 'agent' && unitCode === province),
      dispatcher: staff.account({ role: 'dispatcher', unitCode: province }),
      auditor: staff.account({ role: 'supervisor', unitCode: province }),
    },
    members: new Map(users.items.flatMap((user) => memberOf(user, staff.accounts))),
    teams: new Map(teams.items.map((team) => [team.id, team])),
    evidence: new Map(protocols.items.map(({ category, evidence }) => [category, evidence])),
    cases: new Map(),
    casesByCode: new Map(),
    pages: new Map(),
    load: new Map(),
    pagesHad: new Map(),
  };
  if (world.desk.agents.length === 0) throw new SystemProblem('the demo has no agent who can sign in');
  const places = units.items
    .filter(({ path }) => path[0]?.code === province)
    .sort((a, b) => a.code.localeCompare(b.code));
  return { world, places };
}

async function assertReady(client: ApiClient): Promise<void> {
  const ready = await fetch(`${client.url}/readyz`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => null,
  );
  if (!ready) {
    throw new SystemProblem(
      `nothing answers at ${client.url}: start the system with npm start, or name it with --url or PORT`,
    );
  }
  await ready.body?.cancel();
  if (!ready.ok) {
    throw new SystemProblem(
      `the system at ${client.url} is not ready: ${problemOf({ status: ready.status, body: '' })}`,
    );
  }
}

function memberOf(user: ListedUser, accounts: readonly Account[]): readonly (readonly [string, Member])[] {
  const { phone, teamId, unitCode, username } = user;
  if (phone === null || teamId === null) return [];
  const account = accounts.find((known) => known.username === username) ?? null;
  const tier = user.unitPath.at(-1)?.tier ?? 'commune';
  return [[phone, { phone, teamId, unitCode, tier, account }]];
}
