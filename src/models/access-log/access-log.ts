import type { AccessKind } from '../../domain/audit';

/** One look at personal data: the law asks who saw whose data, when. Ids only. */
export interface Access {
  readonly userId: string;
  readonly what: AccessKind;
  /** The id of the ticket or the audit entry, or the blind index of the number that was looked up. */
  readonly subjectId: string;
  /** False when names, numbers and health answers were left out. */
  readonly full: boolean;
  readonly requestId: string;
}

export type LoggedAccess = Access & { readonly at: Date };

export interface AccessLog {
  /** Written before the data leave; a look that cannot be logged is not given. */
  record(access: Access): Promise<void>;
  /** Who looked at this subject, newest first. */
  listBySubject(subjectId: string, limit: number): Promise<readonly LoggedAccess[]>;
  /** Newest first; `after` is the `next` of the page before. */
  list(
    filter: {
      readonly userIds?: readonly string[];
      readonly subjectId?: string;
      readonly since?: Date;
      readonly until?: Date;
    },
    page: { readonly after?: string; readonly limit: number },
  ): Promise<{ readonly items: readonly LoggedAccess[]; readonly next: string | null }>;
}
