import { createHash, randomBytes } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import type { Open311Key, Open311KeyStore } from './open311-key-store';

interface KeyRow {
  readonly _id: string;
  readonly keyHash: string;
  readonly name: string;
  readonly createdAt: Date;
}

const text = { type: String, required: true } as const;
const keySchema = new Schema<KeyRow>(
  { _id: text, keyHash: text, name: text, createdAt: { type: Date, required: true } },
  {
    strict: 'throw',
    versionKey: false,
    autoIndex: false,
    collection: 'open311Keys',
    writeConcern: { w: 'majority', j: true },
  },
);
keySchema.index({ keyHash: 1 }, { unique: true });

const modelOf = (connection: Connection): Model<KeyRow> =>
  (connection.models.Open311Key as Model<KeyRow> | undefined) ??
  connection.model<KeyRow>('Open311Key', keySchema);

/** 256 random bits: a plain hash cannot be guessed back, and can be looked up. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

const toKey = ({ _id, name, createdAt }: KeyRow): Open311Key => ({ id: _id, name, createdAt });

export async function ensureOpen311KeyIndexes(connection: Connection): Promise<void> {
  await modelOf(connection).createIndexes();
}

/** Keys in MongoDB, as hashes. */
export function createOpen311KeyStore(connection: Connection): Open311KeyStore {
  const rows = modelOf(connection);
  return {
    async add(name) {
      const key = randomBytes(32).toString('base64url');
      const row: KeyRow = {
        _id: randomBytes(9).toString('hex'),
        keyHash: hashOf(key),
        name,
        createdAt: new Date(),
      };
      await rows.create([row]);
      return { ...toKey(row), key };
    },
    list: async () => (await rows.find().sort({ createdAt: -1 }).lean<KeyRow[]>()).map(toKey),
    remove: async (id) => (await rows.deleteOne({ _id: id })).deletedCount === 1,
    async findByKey(key) {
      const row = await rows.findOne({ keyHash: hashOf(key) }).lean<KeyRow>();
      return row && toKey(row);
    },
  };
}
