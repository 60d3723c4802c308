import type { UnitShape } from '../../domain/unit-shapes';

/** Where an operator's outlines came from, and when. */
export interface MapSource {
  readonly source: string | null;
  readonly importedAt: Date;
}

export interface UnitShapeStore {
  /** Of these units, those that have an outline. */
  list(unitCodes: readonly string[]): Promise<readonly (UnitShape & MapSource)[]>;
  /** Puts these in place of what the same units had; other units keep theirs. */
  save(shapes: readonly UnitShape[], source: MapSource): Promise<void>;
  /** Back to tiles. Resolves to how many outlines there were. */
  remove(unitCodes: readonly string[]): Promise<number>;
}
