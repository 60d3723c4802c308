import { Schema, type Connection } from 'mongoose';
import type { AccessLog } from './access-log';

const accessSchema = new Schema(
  {
    at: { type: Date, required: true },
    userId: { type: String, required: true },
    what: { type: String, required: true, enum: ['ticket', 'ticketMessages', 'caller'] as const },
    subjectId: { type: String, required: true },
    full: { type: Boolean, required: true },
    requestId: { type: String, required: true },
  },
  { strict: 'throw', versionKey: false, autoIndex: false, collection: 'accessLog' },
);

const modelOf = (connection: Connection) => connection.model('Access', accessSchema);

export async function ensureAccessLogIndexes(connection: Connection): Promise<void> {
  await modelOf(connection).collection.createIndexes([
    { key: { subjectId: 1, at: -1 } },
    { key: { userId: 1, at: -1 } },
  ]);
}

export function createAccessLog(connection: Connection): AccessLog {
  const rows = modelOf(connection);
  return {
    async record(access) {
      await rows.create([{ ...access, at: new Date() }]);
    },
    async listBySubject(subjectId, limit) {
      const found = await rows.find({ subjectId }).sort({ at: -1 }).limit(limit).lean();
      return found.map(({ at, userId, what, full, requestId }) => ({
        at,
        userId,
        what,
        subjectId,
        full,
        requestId,
      }));
    },
  };
}
