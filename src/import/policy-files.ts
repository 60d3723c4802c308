import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../domain/policy';

/** Every policy of a folder, in the order of the files' names; none when there is no such folder. */
export function readPolicies(folder: string): readonly Policy[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Policy);
}

/**
 * The same policies, and the first of them again for every province that has none: a ticket without a policy
 * could not be accepted, and a ladder skips the tiers that a province does not have.
 */
export function coveringProvinces(
  policies: readonly Policy[],
  provinceCodes: readonly string[],
): readonly Policy[] {
  const [pattern] = policies;
  if (!pattern) return [];
  const ruled = new Set(policies.map(({ unitCode }) => unitCode));
  const copies = provinceCodes
    .filter((code) => !ruled.has(code))
    .map((code) => ({ ...pattern, id: `${pattern.id}-${code}`, unitCode: code }));
  return [...policies, ...copies];
}
