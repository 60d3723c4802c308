import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import type { Policy } from '../domain/policy';
import type { Protocol } from '../domain/protocol';
import { policySchema } from './reference-data/policy-schema';
import { protocolSchema } from './reference-data/protocol-schema';

const projectRoot = join(__dirname, '..', '..');

/** `questions[3].redFlags[0].priority`, as the editor of the file would look for it. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (field, part) =>
      typeof part === 'number'
        ? `${field}[${part}]`
        : field === ''
          ? String(part)
          : `${field}.${String(part)}`,
    '',
  ) || '(the whole file)';

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${relative(process.cwd(), file)} must be a JSON file: ${why}`, { cause });
  }
}

function loadFolder<T>(folder: string, schema: z.ZodType<T>): readonly (readonly [file: string, item: T])[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
  const problems: string[] = [];
  const items = files.flatMap((file) => {
    const parsed = schema.safeParse(readJson(file));
    if (parsed.success) return [[file, parsed.data] as const];
    for (const { path, message } of parsed.error.issues) {
      problems.push(`${relative(process.cwd(), file)}: ${fieldOf(path)}: ${message}`);
    }
    return [];
  });
  if (problems.length > 0) throw new Error(`Reference data are not valid:\n${problems.join('\n')}`);
  return items;
}

function refuseTwice<T>(items: readonly (readonly [string, T])[], keyOf: (item: T) => string): void {
  const seen = new Map<string, string>();
  for (const [file, item] of items) {
    const key = keyOf(item);
    const first = seen.get(key);
    if (first !== undefined) {
      throw new Error(
        `${relative(process.cwd(), file)}: ${key} is already in ${relative(process.cwd(), first)}`,
      );
    }
    seen.set(key, file);
  }
}

/**
 * The triage protocols by category, from `config/protocols/*.json`. Throws one error that names every file and
 * field that is wrong, so a process never starts with half a protocol.
 */
export function loadProtocols(
  folder: string = join(projectRoot, 'config', 'protocols'),
): ReadonlyMap<string, Protocol> {
  const items = loadFolder<Protocol>(folder, protocolSchema);
  refuseTwice(items, (protocol) => `category ${protocol.category}`);
  return new Map(items.map(([, protocol]) => [protocol.category, protocol]));
}

/** The policies that a fresh database starts with, from `config/policies/*.json`; errors as `loadProtocols`. */
export function loadDefaultPolicies(folder: string = join(projectRoot, 'config', 'policies')): Policy[] {
  const items = loadFolder<Policy>(folder, policySchema);
  refuseTwice(items, (policy) => `policy ${policy.id} version ${policy.version}`);
  return items.map(([, policy]) => policy);
}
