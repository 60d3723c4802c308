import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartSettings } from '../../src/platform/start-settings';

interface DemoAccount {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly unitCode: string;
}

/** What `npm start` shows when it is ready: where to look, and whom to sign in as. */
export async function welcome(
  { publicUrl, dataDir }: StartSettings,
  temporalUiUrl: string | null,
): Promise<string> {
  const lines = [
    '',
    `  The consoles                ${publicUrl}/app/`,
    `  API and its documentation   ${publicUrl}/docs`,
    `  Telephony simulator         ${publicUrl}/simulator`,
    ...(temporalUiUrl === null ? [] : [`  Temporal, every ticket      ${temporalUiUrl}`]),
    `  Data, logs                  ${dataDir}, ${join(dataDir, 'logs')}`,
  ];
  const file = join(dataDir, 'demo-accounts.json');
  if (existsSync(file)) {
    const accounts = JSON.parse(await readFile(file, 'utf8')) as readonly DemoAccount[];
    // The first of each role, and the first team of each unit on the ladder.
    const kindOf = ({ role, unitCode }: DemoAccount): string =>
      role === 'responder' ? `${role} ${unitCode}` : role;
    const shown = accounts.filter(
      (account, index) => accounts.findIndex((a) => kindOf(a) === kindOf(account)) === index,
    );
    const width = Math.max(...shown.map(({ username }) => username.length));
    lines.push('', '  Sign-ins:');
    for (const { username, password, role, unitCode } of shown) {
      lines.push(`    ${username.padEnd(width)}  ${password}  ${role} of unit ${unitCode}`);
    }
    lines.push(`    … all ${String(accounts.length)} of them in ${file}`);
  }
  return [...lines, '', '  Ctrl-C stops everything; the data stay.', ''].join('\n');
}
