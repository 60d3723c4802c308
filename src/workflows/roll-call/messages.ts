import { defineSignal } from '@temporalio/workflow';
import type { RollCallPolicy } from '../../domain/roll-call';

/** The nightly one: fixed, so that creating it again finds it. */
export const NIGHTLY_SCHEDULE_ID = 'nightly-roll-call';
/** The schedule's runs: Temporal adds the time at which each was due. */
export const NIGHTLY_WORKFLOW_ID = 'roll-call/nightly';

export const rollCallWorkflowIdOf = (rollCallId: string): string => `roll-call/${rollCallId}`;

/** `roll-call/nightly-2026-11-22T19:00:00Z` is the roll-call `nightly-2026-11-22T19-00-00Z`. */
export const rollCallIdOf = (workflowId: string): string =>
  workflowId.replace(/^roll-call\//, '').replace(/[^\w-]/g, '-');

export interface RollCallInput {
  readonly kind: 'nightly' | 'unit';
  /** Null: every unit. */
  readonly unitCode: string | null;
  readonly startedBy: string | null;
  /** Set when a long roll-call goes on in a new run. */
  readonly resumed?: {
    readonly attempt: number;
    readonly startedAt: string;
    readonly policy: RollCallPolicy;
  };
}

export interface RingSettled {
  readonly ringId: string;
}

/** A fact: this ring has its result, so nobody has to wait for it any longer. The row says what it is. */
export const ringSettled = defineSignal<[RingSettled]>('ringSettled');
