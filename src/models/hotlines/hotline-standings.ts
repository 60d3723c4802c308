import type { HotlineStanding } from '../../domain/hotline';
import type { HotlineNumber } from '../../domain/organisation';

/** What the directory knows of the duty numbers, by the number's id. */
export interface HotlineStandings {
  all(): Promise<ReadonlyMap<string, HotlineStanding>>;
  /**
   * One decision on one number; of two at the same moment the second sees what the first made of it. A number
   * nothing is known of starts as new.
   */
  change(
    number: Pick<HotlineNumber, 'id' | 'number'>,
    decide: (standing: HotlineStanding) => HotlineStanding,
  ): Promise<HotlineStanding>;
}
