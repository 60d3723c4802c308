import type { DutyOverride } from '../../domain/organisation';
import type { ShiftSwap, SwapState } from '../../domain/shift-swap';

/** An override with its story: who decided it, when and why, and who ended it. */
export interface StoredOverride extends DutyOverride {
  readonly unitCode: string;
  /** Somebody's own words. */
  readonly reason: string;
  readonly createdBy: string;
  /** The swap it comes from; null for a supervisor's word. */
  readonly swapId: string | null;
  readonly cancelledBy: string | null;
  readonly cancelledAt: string | null;
}

/** What differs from the roster, and how it came about. Nothing is ever removed: it is who, when and why. */
export interface DutyRepository {
  /** False when one with this id is there already. */
  addOverride(override: StoredOverride): Promise<boolean>;
  findOverride(id: string): Promise<StoredOverride | null>;
  findOverrideOfSwap(swapId: string): Promise<StoredOverride | null>;
  /** Newest first, past and cancelled ones too. */
  listOverrides(teamId: string, limit: number): Promise<readonly StoredOverride[]>;
  /** Ends it at `until` (ISO); false when it was cancelled already. */
  cancelOverride(end: OverrideEnd): Promise<boolean>;
  /** False when somebody was asked to take this turn meanwhile. */
  addSwap(swap: ShiftSwap): Promise<boolean>;
  findSwap(id: string): Promise<ShiftSwap | null>;
  /** Of one turn: the shift and the local date on which it begins. */
  listSwapsOfTurn(shiftId: string, date: string): Promise<readonly ShiftSwap[]>;
  /** Newest first. */
  listSwaps(
    filter: { readonly teamId?: string; readonly userId?: string; readonly state?: SwapState },
    limit: number,
  ): Promise<readonly ShiftSwap[]>;
  /**
   * Writes `swap` if its state is still `before`, together with what it does to the duty, or nothing of both; false
   * when somebody was faster.
   */
  changeSwap(swap: ShiftSwap, before: SwapState, effect?: SwapEffect): Promise<boolean>;
}

/** What an answer to a swap does to who is on duty: an override comes, or ends at `until` (ISO). */
export type SwapEffect = { readonly adds: StoredOverride } | { readonly ends: OverrideEnd };

export interface OverrideEnd {
  readonly id: string;
  readonly userId: string;
  readonly at: string;
  readonly until: string;
}
