import { randomUUID } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type { AnswerStore, StoredAnswer } from './answer-store';

const keepMs = 24 * 60 * 60 * 1_000;
const leaseMs = 30_000;

const answerSchema = new Schema(
  {
    _id: { type: String, required: true },
    bodyHash: { type: String, required: true },
    lease: { type: String, required: true },
    leasedAt: { type: Date, required: true },
    /** Encrypted JSON of the answer; null while the first request works. */
    answer: { type: String, default: null },
    expiresAt: { type: Date, required: true },
  },
  {
    strict: 'throw',
    versionKey: false,
    autoIndex: false,
    collection: 'answers',
    writeConcern: { w: 'majority', j: true },
  },
);

const modelOf = (connection: Connection) => connection.model('Answer', answerSchema);
const contextOf = (id: string): string => `answers/${id}/answer`;

/** Creates what a lookup by age needs; the key itself is `_id`, unique by nature. */
export async function ensureAnswerIndexes(connection: Connection): Promise<void> {
  await modelOf(connection).collection.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
}

export function createAnswerStore(
  connection: Connection,
  crypto: Pick<FieldCrypto, 'encrypt' | 'decrypt' | 'reading'>,
): AnswerStore {
  const rows = modelOf(connection);
  return {
    async begin(id, bodyHash) {
      const lease = randomUUID();
      const now = new Date();
      const mine = {
        bodyHash,
        lease,
        leasedAt: now,
        answer: null,
        expiresAt: new Date(now.getTime() + keepMs),
      };
      try {
        await rows.create([{ _id: id, ...mine }]);
        return { state: 'mine', lease };
      } catch (error) {
        if ((error as { code?: unknown }).code !== 11_000) throw error;
      }
      const row = await rows.findById(id).lean();
      if (!row) return { state: 'running' };
      if (row.bodyHash !== bodyHash) return { state: 'otherBody' };
      if (row.answer) {
        const stored = row.answer;
        const answer = await crypto.reading(() => crypto.decrypt(stored, contextOf(id)));
        return { state: 'done', answer: JSON.parse(answer) as StoredAnswer };
      }
      const abandoned = await rows.updateOne(
        { _id: id, lease: row.lease, answer: null, leasedAt: { $lt: new Date(now.getTime() - leaseMs) } },
        { $set: mine },
      );
      return abandoned.modifiedCount === 1 ? { state: 'mine', lease } : { state: 'running' };
    },
    async finish(id, lease, answer) {
      const stored = crypto.encrypt(JSON.stringify(answer), contextOf(id));
      await rows.updateOne({ _id: id, lease }, { $set: { answer: stored } });
    },
    async release(id, lease) {
      await rows.deleteOne({ _id: id, lease, answer: null });
    },
  };
}
