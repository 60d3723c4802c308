import type { Tier } from './organisation';
import type { Priority } from './policy';

export const clockNames = ['triage', 'acknowledge', 'firstResponse', 'resolve', 'resolveTotal'] as const;
export type ClockName = (typeof clockNames)[number];

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

/** One event of a clock's life. The deadline is recomputed from these, never stored by hand. */
export interface ClockEvent {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly type: 'start' | 'retarget' | 'pause' | 'resume' | 'met' | 'breach' | 'cancel';
  /** Why, as a code: a hold reason, `claimed`, `reclassified`. */
  readonly reason: string;
  readonly userId?: string;
  readonly policyVersion: number;
  /** On `start` and `retarget`: the class and its target. */
  readonly priority?: Priority;
  readonly withinMs?: number;
}

export interface ClockLedger {
  readonly name: ClockName;
  /** Set on the acknowledge clock of one ladder step: whose time it is. */
  readonly tier?: Tier;
  /** 1 for the first; a reopened or handed-back ticket starts a fresh clock of the same name. */
  readonly round: number;
  readonly state: ClockState;
  readonly startedAt: string;
  readonly dueAt: string;
  readonly pausedMs: number;
  readonly metAt?: string;
  readonly breachedAt?: string;
  /** Warning shares already told, e.g. [0.5, 0.8]. */
  readonly warned: readonly number[];
  readonly events: readonly ClockEvent[];
}
