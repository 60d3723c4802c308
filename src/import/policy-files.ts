import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../domain/policy';
import { policySchema } from '../platform/reference-data/policy-schema';
import type { RowProblem } from './row-problem';

export interface PolicyFiles {
  readonly policies: readonly { readonly file: string; readonly policy: Policy }[];
  readonly problems: readonly RowProblem[];
}

/** Every policy of a folder's `*.json` files, in the order of their names; none when there is no such folder. */
export function readPolicyFiles(folder: string): PolicyFiles {
  const policies: { file: string; policy: Policy }[] = [];
  const problems: RowProblem[] = [];
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  for (const file of names.filter((name) => name.endsWith('.json'))) {
    const parsed = policySchema.safeParse(readJson(join(folder, file)));
    if (parsed.success) policies.push({ file, policy: parsed.data });
    for (const issue of parsed.error?.issues ?? []) {
      problems.push({
        file,
        line: 1,
        column: issue.path.join('.'),
        mustBe: issue.message.replace(/^must be /, ''),
      });
    }
  }
  return { policies, problems };
}

/** What a file that is not JSON holds for the schema: nothing, which it refuses in its own words. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
