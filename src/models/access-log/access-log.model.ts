import { isValidObjectId, Schema, Types, type Connection } from 'mongoose';
import { accessKinds } from '../../domain/audit';
import type { AccessLog, LoggedAccess } from './access-log';

const accessSchema = new Schema(
  {
    at: { type: Date, required: true },
    userId: { type: String, required: true },
    what: { type: String, required: true, enum: accessKinds },
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

const toAccess = ({ at, userId, what, subjectId, full, requestId }: LoggedAccess): LoggedAccess => ({
  ...{ at, userId, what, subjectId, full, requestId },
});

export function createAccessLog(connection: Connection): AccessLog {
  const rows = modelOf(connection);
  return {
    async record(access) {
      await rows.create([{ ...access, at: new Date() }]);
    },
    async listBySubject(subjectId, limit) {
      return (await rows.find({ subjectId }).sort({ at: -1 }).limit(limit).lean()).map(toAccess);
    },
    async list({ userIds, subjectId, since, until }, { after, limit }) {
      const [ms = '', id = ''] = after?.split('~') ?? [];
      const isPlace = /^\d{1,15}$/.test(ms) && isValidObjectId(id);
      if (after !== undefined && !isPlace) return { items: [], next: null };
      const place = { at: new Date(Number(ms)), id: new Types.ObjectId(isPlace ? id : undefined) };
      const found = await rows
        .find({
          ...(userIds && { userId: { $in: [...userIds] } }),
          ...(subjectId !== undefined && { subjectId }),
          ...((since ?? until) && { at: { ...(since && { $gte: since }), ...(until && { $lt: until }) } }),
          ...(isPlace && { $or: [{ at: { $lt: place.at } }, { at: place.at, _id: { $lt: place.id } }] }),
        })
        .sort({ at: -1, _id: -1 })
        .limit(limit + 1)
        .lean<(LoggedAccess & { readonly _id: Types.ObjectId })[]>();
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = found.length > limit && last ? `${String(last.at.getTime())}~${String(last._id)}` : null;
      return { items: items.map(toAccess), next };
    },
  };
}
