import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../domain/policy';
import { policySchema } from '../platform/reference-data/policy-schema';
import type { RowProblem } from './row-problem';

export interface PolicyFiles {
  readonly policies: readonly { readonly file: string; readonly policy: Policy }[];
  readonly problems: readonly RowProblem[];
}

/** The `*.json` files of a folder; none when there is no such folder. */
export function policyFilesIn(folder: string): ReadonlyMap<string, Buffer> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

/** The policies of JSON files, in the order of their names. */
export function readPolicyFiles(files: ReadonlyMap<string, Buffer>): PolicyFiles {
  const policies: { file: string; policy: Policy }[] = [];
  const problems: RowProblem[] = [];
  for (const [file, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parsed = policySchema.safeParse(readJson(bytes));
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
function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
