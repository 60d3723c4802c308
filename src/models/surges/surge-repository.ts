import type { SurgeDecision } from '../../domain/surge';

/** Decisions about surges, written once and never changed: who switched what, when, why, until when. */
export interface SurgeRepository {
  /** The newest decision of each of these units that has one. */
  newestOf(unitCodes: readonly string[]): Promise<readonly SurgeDecision[]>;
  /** The newest decision of every unit that has one. */
  newest(): Promise<readonly SurgeDecision[]>;
  /** Of one unit, newest first. */
  history(unitCode: string, limit: number): Promise<readonly SurgeDecision[]>;
  /** Of the unit and everything below it, oldest first: what a surge in the span may have begun with. */
  listUntil(unitCode: string, until: Date): Promise<readonly SurgeDecision[]>;
  /** Majority and journal. False when this version of the unit's decisions is taken: somebody was quicker. */
  add(decision: SurgeDecision): Promise<boolean>;
}
