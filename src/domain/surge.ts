import type { UnitRef } from './organisation';
import type { Localised } from './protocol';
import { DomainError } from './refusal';

/**
 * A surge: one switch for a unit and everything below it that makes the hotline take more calls than it has agents
 * for. What it changes is data, `config/surge/*.json`; the decision keeps a copy of it, so that a file that is edited
 * or removed later changes nothing that is in force, and the history shows what was.
 */
export interface SurgeProfile {
  readonly id: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly name: Localised;
  /** What it changes, for whoever is about to switch it on. */
  readonly summary: Localised;
  readonly scripts: {
    /** Ask only what decides the class; see `shortScript`. */
    readonly shorten: boolean;
    /** Questions to be asked all the same, by category: those whose answer somebody needs as proof. */
    readonly alsoAsk: Readonly<Record<string, readonly string[]>>;
  };
  /** Said to everybody but an emergency before they are offered a call-back; null lets them wait as ever. */
  readonly callBackFirst: Localised | null;
  /** Policies that may rule new tickets, those of `config/policies` marked `onlyInSurge`; empty changes no targets. */
  readonly policyIds: readonly string[];
  /** SMS to citizens use the words that name the longer times, where there are such words. */
  readonly honestTimes: boolean;
  /** What agents have to do differently, one sentence each. */
  readonly agents: readonly Localised[];
  /** A decision may reach so far ahead; then somebody decides again. */
  readonly longestHours: number;
  /** The forecast advises to switch it on when less than this share would be answered within 15 s. */
  readonly adviseBelowShare: number;
}

/** One decision about one unit, never changed once made. `version` counts a unit's decisions: 1, 2, 3 … */
export interface SurgeDecision {
  readonly unitCode: string;
  /** From the province down to the unit. */
  readonly unitPath: readonly UnitRef[];
  readonly version: number;
  /** Null: switched off. */
  readonly profile: SurgeProfile | null;
  readonly reason: string;
  /** ISO 8601 UTC. When it was switched on first, if this decision only prolongs or changes it. */
  readonly since: string;
  readonly at: string;
  /** It ends by itself then; null when this decision switches off. */
  readonly endsAt: string | null;
  readonly byUserId: string;
}

/** A decision that is in force. */
export interface Surge extends SurgeDecision {
  readonly profile: SurgeProfile;
  readonly endsAt: string;
}

/** What a ticket keeps of the surge in which it was taken. */
export interface TakenInSurge {
  readonly unitCode: string;
  readonly version: number;
  readonly profileId: string;
  readonly honestTimes: boolean;
}

const hourMs = 60 * 60_000;
/** Shorter than this is a slip of the finger. */
const shortestMs = 10 * 60_000;

/** Time alone ends a surge, so that it ends whatever was down just then. */
export const isInForce = (decision: SurgeDecision, at: string): decision is Surge =>
  decision.profile !== null && decision.endsAt !== null && decision.at <= at && at < decision.endsAt;

/**
 * The surge that rules a unit at `at`: that of the nearest unit on its path, itself first, whose newest decision is in
 * force. A unit that switched off has none of its own; one above it then rules.
 *
 * @param newest the newest decision of each unit, in any order
 */
export function rulingSurge(
  newest: readonly SurgeDecision[],
  unitPath: readonly { readonly code: string }[],
  at: string,
): Surge | null {
  for (const { code } of [...unitPath].reverse()) {
    const own = newest.find(({ unitCode }) => unitCode === code);
    if (own && isInForce(own, at)) return own;
  }
  return null;
}

export type SurgeSwitch =
  | { readonly on: true; readonly profile: SurgeProfile; readonly reason: string; readonly endsAt: string }
  | { readonly on: false; readonly reason: string };

/**
 * The next decision of a unit. Switching on what is on prolongs, shortens or changes it.
 *
 * @param last the unit's newest decision, null before the first
 * @throws DomainError `surge-changed` when somebody has decided since `wanted.version` was read, `surge-not-on`,
 * `invalid-command` with the pointer of a time that cannot be
 */
export function decideSurge(
  last: SurgeDecision | null,
  wanted: SurgeSwitch & {
    readonly unitPath: readonly UnitRef[];
    readonly version: number;
    readonly byUserId: string;
  },
  at: string,
): SurgeDecision {
  const { unitPath, byUserId, reason } = wanted;
  const seen = last?.version ?? 0;
  if (wanted.version !== seen) {
    throw new DomainError('surge-changed', 'Somebody has decided meanwhile: read it again, then decide.', {
      version: seen,
      ...(last && { by: last.byUserId, at: last.at }),
    });
  }
  const running = last && isInForce(last, at) ? last : null;
  const facts = { unitCode: unitPath.at(-1)?.code ?? '', unitPath, version: seen + 1, reason, at, byUserId };
  if (!wanted.on) {
    if (!running) throw new DomainError('surge-not-on', 'It is not on here; a unit above may have it on.');
    return { ...facts, profile: null, since: running.since, endsAt: null };
  }
  const { profile, endsAt } = wanted;
  const leftMs = Date.parse(endsAt) - Date.parse(at);
  const wrong = (message: string): DomainError =>
    new DomainError('invalid-command', message, { pointer: '/endsAt' });
  if (leftMs < shortestMs) throw wrong('must be at least 10 minutes ahead');
  if (leftMs > profile.longestHours * hourMs) {
    throw wrong(`must be within ${String(profile.longestHours)} hours: then decide again`);
  }
  return { ...facts, profile, since: running?.since ?? at, endsAt };
}

/** One time of surge, from the switch to its end. */
export interface SurgeSpan {
  readonly unitCode: string;
  readonly profileId: string;
  readonly from: string;
  /** Null while it runs. */
  readonly until: string | null;
  /** `byItself` when its time was over, `byHand` when somebody switched it off. */
  readonly ended: 'byItself' | 'byHand' | null;
  /** How often it was prolonged, shortened or changed. */
  readonly changes: number;
}

/** The spans that a unit's decisions make, oldest first; all decisions are of one unit, in any order. */
export function spansOf(decisions: readonly SurgeDecision[], now: string): readonly SurgeSpan[] {
  const sorted = [...decisions].sort((a, b) => a.version - b.version);
  return sorted.flatMap((decision, index): SurgeSpan[] => {
    const { unitCode, profile, since, endsAt } = decision;
    const next = sorted[index + 1];
    const goesOn = next !== undefined && next.profile !== null && next.since === since;
    if (profile === null || endsAt === null || goesOn) return [];
    const changes = sorted.filter((one) => one.profile !== null && one.since === since).length - 1;
    const span = { unitCode, profileId: profile.id, from: since, changes };
    if (next && next.at < endsAt) return [{ ...span, until: next.at, ended: 'byHand' }];
    if (endsAt <= now) return [{ ...span, until: endsAt, ended: 'byItself' }];
    return [{ ...span, until: null, ended: null }];
  });
}

/** Milliseconds of these spans that lie between the two moments. Spans of one unit never overlap. */
export const surgeMs = (spans: readonly SurgeSpan[], since: string, until: string): number =>
  spans.reduce((sum, { from, until: to }) => {
    const begins = Math.max(Date.parse(from), Date.parse(since));
    const ends = Math.min(to === null ? Infinity : Date.parse(to), Date.parse(until));
    return sum + Math.max(0, ends - begins);
  }, 0);
