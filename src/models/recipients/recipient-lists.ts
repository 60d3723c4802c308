/** Somebody who asked not to be written to. The number is encrypted at rest and found by its blind index. */
export interface OptOut {
  readonly id: string;
  readonly phone: string;
  readonly because: 'stopWord' | 'admin';
  /** The admin who noted it; null when the person wrote STOP. */
  readonly by: string | null;
  readonly createdAt: Date;
}

export interface OptOuts {
  has(phone: string): Promise<boolean>;
  /** Safe to repeat; the first entry stays. */
  add(entry: Pick<OptOut, 'phone' | 'because' | 'by'>): Promise<OptOut>;
  /** True when there was one. */
  remove(phone: string): Promise<boolean>;
  /** True when there was one. */
  removeById(id: string): Promise<boolean>;
  list(limit: number): Promise<readonly OptOut[]>;
}

/** A number whose calls and reports are not taken for a while, and why. */
export interface BlockedNumber {
  readonly id: string;
  readonly phone: string;
  readonly reason: string;
  readonly by: string;
  readonly expiresAt: Date;
  readonly createdAt: Date;
}

/** What the caller has said so far: anything that may be an emergency opens every door. */
export type CallHint = 'emergency' | 'none';

export interface Blocklist {
  /** False with an emergency hint, whoever calls, and false once the entry has expired. */
  isBlocked(phone: string, hint: CallHint): Promise<boolean>;
  /** As `isBlocked`, with the reason and the time it ends; null when the number may call. */
  find(phone: string, hint: CallHint): Promise<BlockedNumber | null>;
  /** A second entry for a number replaces the first. */
  add(entry: Pick<BlockedNumber, 'phone' | 'reason' | 'by' | 'expiresAt'>): Promise<BlockedNumber>;
  removeById(id: string): Promise<boolean>;
  /** Those in force, the newest first. */
  list(limit: number): Promise<readonly BlockedNumber[]>;
}
