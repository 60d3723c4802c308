import { problemOf, SystemProblem, type ApiClient, type Request } from '../client/api-client';
import type { Account, Staff } from '../client/staff';
import type { PlannedCall } from './plan';
import type { Chance } from './chance';
import type { Pace } from './pace';
import type { Carrier, Page } from './carrier';

/** A person of a team, as `GET /users` shows them to the admin. */
export interface Member {
  readonly phone: string;
  readonly teamId: string;
  readonly unitCode: string;
  readonly tier: string;
  /** Null: no password, so this person acts by keypad and claim link only. */
  readonly account: Account | null;
}

export interface TeamInfo {
  readonly id: string;
  readonly unitCode: string;
  readonly tier: string;
  readonly fields: readonly string[];
}

/** What the script must remember of a call it made: never its outcome, which is read back from the system. */
export interface Case {
  readonly call: PlannedCall;
  readonly id: string;
  readonly code: string;
  /** When we first saw it without an owner, since the last one; epoch ms. */
  unownedSinceMs: number | null;
  /** Teams a dispatcher has sent by hand so far, newest last. */
  sentByHand: readonly string[];
  /** Somebody of ours is at work on it just now. */
  isBusy: boolean;
  /** Since when nobody is; what was read of it before says nothing any more. Epoch ms. */
  freeSinceMs: number;
  reopened: boolean;
  /** How often somebody has begun to work on it. */
  works: number;
}

/** The one who acts for the province at a desk. */
export interface Desk {
  readonly agents: readonly Account[];
  readonly dispatcher: Account;
  readonly auditor: Account;
}

/** Everything the morning is played with. */
export interface World {
  readonly client: ApiClient;
  readonly staff: Staff;
  readonly desk: Desk;
  readonly carrier: Carrier;
  readonly pace: Pace;
  readonly chance: Chance;
  readonly since: Date;
  readonly stop: AbortSignal;
  readonly members: ReadonlyMap<string, Member>;
  readonly teams: ReadonlyMap<string, TeamInfo>;
  /** Kinds of proof by category. */
  readonly evidence: ReadonlyMap<string, readonly string[]>;
  readonly cases: Map<string, Case>;
  readonly casesByCode: Map<string, Case>;
  /** The newest page of each ticket and team: whose link can act. */
  readonly pages: Map<string, Page>;
  /** Tickets each team has in hand now. */
  readonly load: Map<string, number>;
  /** Pages each phone has had so far. */
  readonly pagesHad: Map<string, number>;
}

export const pageKey = (code: string, teamId: string): string => `${code} ${teamId}`;

/** Asks as this account. A refusal is an answer, not an error. */
export async function askAs<T = unknown>(
  { client, staff }: Pick<World, 'client' | 'staff'>,
  account: Account,
  path: string,
  request: Omit<Request, 'token'> = {},
): Promise<{ readonly ok: boolean; readonly status: number; readonly body: T }> {
  return client.api<T>(path, { ...request, token: await staff.token(account) });
}

/** The same for what must succeed. @throws SystemProblem */
export async function mustRead<T>(
  world: Pick<World, 'client' | 'staff'>,
  account: Account,
  path: string,
): Promise<T> {
  const reply = await askAs<T>(world, account, path);
  if (reply.ok) return reply.body;
  throw new SystemProblem(`GET ${path} as ${account.username} answered ${problemOf(reply)}`);
}

/** An action on a ticket; true when it was accepted. */
export async function act(
  world: World,
  account: Account,
  ticketId: string,
  action: string,
  body: object = {},
  only: Pick<Request, 'ifRevision'> = {},
): Promise<boolean> {
  const path = `/tickets/${ticketId}/${action}`;
  return (await askAs(world, account, path, { method: 'POST', body, ...only })).ok;
}
