import { canonicalJson } from './canonical-json';
import type { Role } from './organisation';

/** `refused`: nothing was changed; `unclear`: begun, and whether it was done was never learnt. */
export const auditOutcomes = ['done', 'refused', 'unclear'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** One act of somebody who manages the system, as far as it may be read in clear: ids, codes, names of fields. */
export interface AuditAct {
  /** ISO 8601 UTC, when it began. */
  readonly at: string;
  /** Null: somebody who was not signed in, or the command line. */
  readonly actor: { readonly id: string; readonly role: Role; readonly unitCode: string } | null;
  readonly via: 'api' | 'commandLine';
  readonly requestId: string;
  /** What of the office it concerns, e.g. `Team`. */
  readonly kind: string;
  /** The operation of the API, e.g. `replaceTeam`. */
  readonly operation: string;
  readonly subjectId: string | null;
  /** The unit it concerns and those above; whose area holds one of them may read it. Empty: nobody knows. */
  readonly unitCodes: readonly string[];
  /** Names of what was given or changed, sorted. */
  readonly fields: readonly string[];
  readonly outcome: AuditOutcome;
}

/** One field of an act. Null: not there. */
export interface AuditChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What of an act lies sealed: any of it may name a person. */
export interface AuditValues {
  /** Where it came from; null for the command line. */
  readonly ip: string | null;
  readonly changes: readonly AuditChange[];
}

const longestValue = 2_000;
/** These are never kept, not even sealed. */
const secret = /password|secret|token/i;

function kept(field: string, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (secret.test(field)) return '(secret)';
  const text = canonicalJson(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : (JSON.parse(text) as unknown);
}

/** The fields in which two states of a thing differ, by name. A field that stays as it was is no change. */
export function changesBetween(before: object | null, after: object | null): readonly AuditChange[] {
  const [old, fresh] = [before, after].map((state) => new Map(Object.entries(state ?? {})));
  const names = [...new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])])].sort();
  return names.flatMap((field): AuditChange[] => {
    const [was, is] = [old?.get(field) ?? null, fresh?.get(field) ?? null] as [unknown, unknown];
    if (canonicalJson(was) === canonicalJson(is)) return [];
    return [{ field, before: kept(field, was), after: kept(field, is) }];
  });
}

/** What can be wrong with the chain of entries. */
export const chainFaults = [
  'missing',
  'outOfPlace',
  'changed',
  'valuesChanged',
  'headChanged',
  'headMissing',
] as const;
export type ChainFault = (typeof chainFaults)[number];

/** Looks at personal data that are logged. */
export const accessKinds = [
  'ticket',
  'ticketMessages',
  'ticketAttachment',
  'ticketAttachmentRemoved',
  'caller',
  'auditEntry',
] as const;
export type AccessKind = (typeof accessKinds)[number];
