import type { RatingScore } from '../../domain/citizen-wish';

/** What a citizen thought of the work on their report. */
export interface Rating {
  readonly ticketId: string;
  /** The time the work was done for: 1, or more after it was opened again. */
  readonly round: number;
  readonly score: RatingScore;
  /** Their own words, decrypted; encrypted at rest. */
  readonly words: string | null;
  readonly givenAt: Date;
  readonly changedAt: Date;
}

export interface NewRating extends Pick<Rating, 'ticketId' | 'round' | 'score' | 'words'> {
  /** For figures: codes of the place, province first. */
  readonly unitCodes: readonly string[];
  readonly category: string;
}

/** Ratings of a group; `average` has two decimals. */
export interface RatingFigure {
  /** A unit's code, a category or a local date, as asked. */
  readonly group: string;
  readonly count: number;
  readonly average: number;
  /** How often each score was given, 1 first. */
  readonly byScore: readonly number[];
}
export type RatingGroup = 'unit' | 'category' | 'day';

export interface RatingStore {
  /** One for each time the work was done. It can be changed for a day; later nothing is kept: `tooLate`. */
  give(rating: NewRating, now: Date): Promise<'kept' | 'tooLate'>;
  find(ticketId: string): Promise<Rating | null>;
  /** Ratings given between the two times in a unit and below it; by unit means its innermost units. */
  figures(unitCode: string, since: Date, until: Date, by: RatingGroup): Promise<readonly RatingFigure[]>;
}
