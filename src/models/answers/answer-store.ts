/** An answer that a repeated request gets again. The body holds personal data and is encrypted at rest. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Begun =
  | { readonly state: 'mine'; readonly lease: string }
  | { readonly state: 'otherBody' }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly answer: StoredAnswer };

/** Answers to requests with an `Idempotency-Key`, kept for 24 hours. */
export interface AnswerStore {
  /** Takes the key, or says what has become of it. A process that died holding it loses it after 30 s. */
  begin(id: string, bodyHash: string): Promise<Begun>;
  /** Keeps the answer, if the lease is still ours. */
  finish(id: string, lease: string, answer: StoredAnswer): Promise<void>;
  /** Gives the key back: the next attempt works again. */
  release(id: string, lease: string): Promise<void>;
}
