/** One look at personal data: the law asks who saw whose data, when. Ids only. */
export interface Access {
  readonly userId: string;
  readonly what: 'ticket' | 'ticketMessages' | 'caller';
  /** The ticket's id, or the blind index of the number that was looked up. */
  readonly subjectId: string;
  /** False when names, numbers and health answers were left out. */
  readonly full: boolean;
  readonly requestId: string;
}

export interface AccessLog {
  /** Written before the data leave; a look that cannot be logged is not given. */
  record(access: Access): Promise<void>;
  /** Who looked at this subject, newest first. */
  listBySubject(subjectId: string, limit: number): Promise<readonly (Access & { readonly at: Date })[]>;
}
