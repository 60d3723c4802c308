import type { PublicFigure } from '../../domain/public-figures';
import type { PeriodKind } from '../../domain/reporting-period';

/** What is open since when, and who decided it. Version 0 came with the program: nothing is open. */
export interface TransparencyVersion {
  readonly version: number;
  readonly open: readonly PublicFigure[];
  /** Months or weeks, never both: the difference of the two would tell small numbers. */
  readonly by: PeriodKind;
  readonly changedBy: string | null;
  readonly changedAt: Date | null;
}

/** Every decision that was ever made; none is changed or removed. */
export interface TransparencySettings {
  current(): Promise<TransparencyVersion>;
  /** Newest first. */
  list(): Promise<readonly TransparencyVersion[]>;
  /** Writes the next version; null when somebody wrote one meanwhile. */
  add(
    change: Pick<TransparencyVersion, 'version' | 'open' | 'by'> & { readonly changedBy: string },
  ): Promise<TransparencyVersion | null>;
}
