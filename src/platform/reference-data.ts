import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import type { CitizenWords } from '../domain/citizen-words';
import type { Policy } from '../domain/policy';
import type { Protocol } from '../domain/protocol';
import type { SurgeProfile } from '../domain/surge';
import { citizenWordsSchema } from './reference-data/citizen-words-schema';
import { policySchema } from './reference-data/policy-schema';
import { protocolSchema } from './reference-data/protocol-schema';
import { surgeSchema } from './reference-data/surge-schema';

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

/** Citizens' words and the categories they mean, from `config/intake/citizen-words.json`; errors as `loadProtocols`. */
export function loadCitizenWords(folder: string = join(projectRoot, 'config', 'intake')): CitizenWords {
  const [only] = loadFolder<CitizenWords>(folder, citizenWordsSchema);
  if (!only) throw new Error(`${relative(process.cwd(), folder)} must hold citizen-words.json`);
  return only[1];
}

/**
 * The surge profiles from `config/surge/*.json`, in the order of their files. Errors as `loadProtocols`; a question that
 * no protocol asks and a policy that is not one of a surge are errors too.
 */
export function loadSurgeProfiles(
  known: {
    readonly protocols: ReadonlyMap<string, Protocol>;
    readonly policies: readonly Pick<Policy, 'id' | 'onlyInSurge'>[];
  },
  folder: string = join(projectRoot, 'config', 'surge'),
): readonly SurgeProfile[] {
  const items = loadFolder<SurgeProfile>(folder, surgeSchema);
  refuseTwice(items, ({ id }) => `profile ${id}`);
  const problems = items.flatMap(([file, { scripts, policyIds }]) => {
    const questions = Object.entries(scripts.alsoAsk).flatMap(([category, ids]) => {
      const asked = known.protocols.get(category)?.questions.map(({ id }) => id) ?? [];
      return ids
        .filter((id) => !asked.includes(id))
        .map((id) => `scripts.alsoAsk.${category}: ${id} must be a question of that protocol`);
    });
    const policies = policyIds
      .filter((id) => !known.policies.some((policy) => policy.id === id && policy.onlyInSurge === true))
      .map((id) => `policyIds: ${id} must be a policy of config/policies with onlyInSurge`);
    return [...questions, ...policies].map((problem) => `${relative(process.cwd(), file)}: ${problem}`);
  });
  if (problems.length > 0) throw new Error(`Reference data are not valid:\n${problems.join('\n')}`);
  return items.map(([, profile]) => profile);
}
