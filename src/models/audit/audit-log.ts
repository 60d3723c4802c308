import type { AuditAct, AuditOutcome, AuditValues } from '../../domain/audit';
import type { ChainHead, ChainReport } from './audit-chain';

export interface AuditEntry extends AuditAct {
  readonly seq: number;
  readonly hash: string;
}

/** An act that was begun and has no entry yet. */
export interface AuditNote {
  readonly id: string;
  readonly act: AuditAct;
  readonly values: AuditValues;
}

export interface AuditFilter {
  /** Entries of this unit's area; null: of every area. */
  readonly area: string | null;
  /** Those that belong to no unit as well, such as a sign-in with a name that nobody has. */
  readonly withUnplaced?: boolean;
  readonly unitCode?: string;
  readonly actorId?: string;
  readonly subjectId?: string;
  readonly kind?: string;
  readonly outcome?: AuditOutcome;
  readonly since?: Date;
  readonly until?: Date;
}

/** The record of management: entries are added, never changed; each holds the hash of the one before it. */
export interface AuditLog {
  /** Written before the act, so that an act which cannot be recorded is not begun. */
  note(act: AuditAct, values: AuditValues): Promise<AuditNote>;
  /** Makes the note an entry; false when that has been done already. */
  enter(note: AuditNote): Promise<boolean>;
  /** Nothing came of it: a refusal changes nothing. */
  drop(noteId: string): Promise<void>;
  /** An entry without a note. */
  append(act: AuditAct, values: AuditValues): Promise<void>;
  /** Enters notes begun before `before` as `unclear`: their process died, or could not tell. How many there were. */
  enterForgotten(before: Date): Promise<number>;
  /** Newest first; `below` is the sequence number to go on from. */
  list(filter: AuditFilter, page: { below?: number; limit: number }): Promise<readonly AuditEntry[]>;
  find(seq: number): Promise<{ readonly entry: AuditEntry; readonly values: AuditValues | null } | null>;
  /** Reads every entry; see `checkChain`. */
  verify(expected?: ChainHead): Promise<ChainReport>;
}
