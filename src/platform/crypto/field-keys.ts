import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { deriveKey, seal, unseal } from './sealing';

/** One data key as stored: useless without SECRET_KEY. Data keys are `k1`, `k2` …; `blindIndex` is for look-ups. */
interface KeyRow {
  readonly _id: string;
  readonly wrapped: string;
  readonly createdAt: Date;
  /** Announced ahead, so that every process knows a key before the first one writes with it. */
  readonly activeFrom: Date;
  readonly retiredAt: Date | null;
}

export interface DataKey {
  readonly id: string;
  readonly key: Buffer;
  readonly activeFrom: Date;
  readonly retired: boolean;
}

export interface FieldKeySet {
  /** Oldest first. */
  readonly dataKeys: readonly DataKey[];
  readonly blindIndexKey: Buffer;
}

/** The wrapped keys of one database. */
export interface FieldKeyStore {
  /** Makes the first keys when there are none; processes that start together end with the same ones. */
  load(): Promise<FieldKeySet>;
  /**
   * The data key that follows `keyId`, written with from `activeFrom` on. Made unless it exists: whoever asks,
   * and however often, one key has one successor.
   */
  succeed(keyId: string, activeFrom: Date): Promise<DataKey>;
  /** The key is kept for reading old backups and never written with again. */
  retire(keyId: string): Promise<void>;
  /** After SECRET_KEY changed: wraps every key that only the previous one opens again. Answers how many. */
  rewrap(): Promise<number>;
}

export const FIELD_KEY_COLLECTION = 'fieldKeys';
const BLIND_INDEX_ID = 'blindIndex';
const contextOf = (keyId: string): string => `${FIELD_KEY_COLLECTION}/${keyId}/wrapped`;
const numberOf = (keyId: string): number => Number(keyId.slice(1));
const isDuplicateKey = (error: unknown): boolean =>
  error instanceof Error && (error as Error & { code?: unknown }).code === 11_000;

/** SECRET_KEY does not open this database's keys: nothing encrypted could be read, so the process must stop. */
export class WrongSecretKey extends Error {
  constructor() {
    super(
      'SECRET_KEY must be the one this database was set up with (it does not open the field keys); ' +
        'after changing it, run `npm run rotate-keys -- --rewrap` with the old one in SECRET_KEY_PREVIOUS',
    );
    this.name = 'WrongSecretKey';
  }
}

/** `previousSecretKey` opens keys that a changed SECRET_KEY has not been wrapped around yet. */
export function openFieldKeyStore(
  connection: Connection,
  secretKey: string,
  previousSecretKey?: string,
): FieldKeyStore {
  const rows = connection.collection<KeyRow>(FIELD_KEY_COLLECTION);
  const durable = { writeConcern: { w: 'majority', j: true } } as const;
  const wrappingKey = deriveKey(secretKey, 'field-key-wrapping');
  const previousWrappingKey =
    previousSecretKey === undefined ? undefined : deriveKey(previousSecretKey, 'field-key-wrapping');

  const wrap = (id: string, key: Buffer): string =>
    seal(wrappingKey, key, contextOf(id)).toString('base64url');

  const unwrapWith = (key: Buffer, row: KeyRow): Buffer | null => {
    try {
      return unseal(key, Buffer.from(row.wrapped, 'base64url'), contextOf(row._id));
    } catch {
      return null;
    }
  };

  const unwrap = (row: KeyRow): Buffer => {
    const key =
      unwrapWith(wrappingKey, row) ?? (previousWrappingKey ? unwrapWith(previousWrappingKey, row) : null);
    if (!key) throw new WrongSecretKey();
    return key;
  };

  /** Does nothing when another process made this key first: then its key is the one. */
  const create = async (id: string, activeFrom: Date): Promise<void> => {
    try {
      await rows.insertOne(
        { _id: id, wrapped: wrap(id, randomBytes(32)), createdAt: new Date(), activeFrom, retiredAt: null },
        durable,
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  };

  const read = async (): Promise<KeyRow[]> => rows.find({}, { readConcern: { level: 'majority' } }).toArray();

  const toDataKeys = (found: readonly KeyRow[]): DataKey[] =>
    found
      .filter((row) => row._id !== BLIND_INDEX_ID)
      .sort((a, b) => numberOf(a._id) - numberOf(b._id))
      .map((row) => ({
        id: row._id,
        key: unwrap(row),
        activeFrom: row.activeFrom,
        retired: row.retiredAt !== null,
      }));

  return {
    async load() {
      let found = await read();
      if (!found.some((row) => row._id === BLIND_INDEX_ID) || found.length < 2) {
        // Proves SECRET_KEY on what is there before adding to it.
        found.forEach(unwrap);
        await create(BLIND_INDEX_ID, new Date(0));
        await create('k1', new Date(0));
        found = await read();
      }
      const blindIndex = found.find((row) => row._id === BLIND_INDEX_ID);
      if (!blindIndex) throw new Error('the blind index key was removed while it was being read');
      return { dataKeys: toDataKeys(found), blindIndexKey: unwrap(blindIndex) };
    },

    async succeed(keyId, activeFrom) {
      const id = `k${numberOf(keyId) + 1}`;
      await create(id, activeFrom);
      const successor = toDataKeys(await read()).find((key) => key.id === id);
      if (!successor) throw new Error(`the field key ${id} was removed while it was being made`);
      return successor;
    },

    async retire(keyId) {
      await rows.updateOne({ _id: keyId, retiredAt: null }, { $set: { retiredAt: new Date() } }, durable);
    },

    async rewrap() {
      let rewrapped = 0;
      for (const row of await read()) {
        if (unwrapWith(wrappingKey, row)) continue;
        const wrapped = wrap(row._id, unwrap(row));
        const change = await rows.updateOne(
          { _id: row._id, wrapped: row.wrapped },
          { $set: { wrapped } },
          durable,
        );
        rewrapped += change.modifiedCount;
      }
      return rewrapped;
    },
  };
}
