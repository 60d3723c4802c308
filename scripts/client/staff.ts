import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf, SystemProblem, type ApiClient } from './api-client';

/** One line of `demo-accounts.json`. */
export interface Account {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly unitCode: string;
  readonly teamId?: string;
  readonly phone?: string;
}

export interface Staff {
  readonly accounts: readonly Account[];
  /** A bearer token; the account signs in the first time it is needed. */
  token(account: Account): Promise<string>;
  /** @throws SystemProblem when the demo has no such account */
  account(wanted: Partial<Account>): Account;
}

/** @throws SystemProblem when the file is not there */
export function openStaff(client: ApiClient, dataDir: string): Staff {
  const file = join(dataDir, 'demo-accounts.json');
  const accounts = readAccounts(file);
  const tokens = new Map<string, Promise<string>>();
  const signIn = async ({ username, password }: Account): Promise<string> => {
    const reply = await client.api<{ accessToken: string }>('/auth/token', {
      method: 'POST',
      body: { username, password },
    });
    if (reply.ok) return reply.body.accessToken;
    if (reply.status === 429) {
      throw new SystemProblem(
        'too many sign-ins from this machine in the last 15 minutes; wait, then try again',
      );
    }
    throw new SystemProblem(
      `${username} cannot sign in (${problemOf(reply)}): does ${file} belong to the system at ${client.url}?`,
    );
  };
  return {
    accounts,
    token(account) {
      const known = tokens.get(account.username) ?? signIn(account);
      tokens.set(account.username, known);
      return known;
    },
    account(wanted) {
      const found = accounts.find((account) =>
        Object.entries(wanted).every(([key, value]) => account[key as keyof Account] === value),
      );
      if (found) return found;
      throw new SystemProblem(`${file} has no account like ${JSON.stringify(wanted)}`);
    },
  };
}

function readAccounts(file: string): readonly Account[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Account[];
  } catch {
    throw new SystemProblem(
      `there are no sign-ins at ${file}: start the system with npm start, or set DATA_DIR to its data folder`,
    );
  }
}
