/** A key that raises the limit of an Open311 client; the key itself is never stored. */
export interface Open311Key {
  readonly id: string;
  /** Whose key it is, e.g. `Cổng góp ý thành phố`. */
  readonly name: string;
  readonly createdAt: Date;
}

export interface Open311KeyStore {
  /** Makes a key; this answer is the only time it can be read. */
  add(name: string): Promise<Open311Key & { readonly key: string }>;
  list(): Promise<readonly Open311Key[]>;
  /** False when there was none. */
  remove(id: string): Promise<boolean>;
  /** The key's record, or null for a key that nobody was given. */
  findByKey(key: string): Promise<Open311Key | null>;
}
