import { Schema } from 'mongoose';
import type { Connection, Model } from 'mongoose';
import type { CallBackState } from '../../domain/call-back';
import { callBackSubject } from '../../domain/call-back-clock';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type { Query } from '../tickets/ticket-query';
import type { CallBackFigures, CallBackRepository, StoredCallBack } from './call-back-repository';
import { decideOnce, isDuplicateKey } from './decide-once';

const COLLECTION = 'callBacks';

interface CallBackRow {
  readonly _id: string;
  readonly phone: string | null;
  readonly phoneIndex: string | null;
  readonly state: CallBackState;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const callBackSchema = new Schema<CallBackRow>(
  {
    _id: { type: String, required: true },
    phone: { type: String, default: null },
    phoneIndex: { type: String, default: null },
    state: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  {
    writeConcern: { w: 'majority', j: true },
    strict: 'throw',
    minimize: false,
    versionKey: false,
    autoIndex: false,
    autoCreate: false,
    collection: COLLECTION,
  },
);

const isOpen: Query = { 'state.closedAt': { $type: 'null' } };
callBackSchema.index(
  { phoneIndex: 1 },
  {
    name: 'oneOpenPerNumber',
    unique: true,
    partialFilterExpression: { ...isOpen, phoneIndex: { $type: 'string' } },
  },
);
callBackSchema.index({ 'state.callIds': 1 }, { name: 'oneItemPerCall', unique: true });
callBackSchema.index(
  { 'state.unitPath.code': 1, 'state.hint.rank': 1, 'state.firstCallAt': 1 },
  { name: 'open', partialFilterExpression: isOpen },
);
callBackSchema.index(
  { updatedAt: 1 },
  { name: 'untold', partialFilterExpression: { 'state.clockTold': false } },
);
callBackSchema.index({ 'state.firstCallAt': 1 }, { name: 'firstCallAt' });
callBackSchema.index({ 'state.paged.lastAt': 1 }, { name: 'paged', partialFilterExpression: isOpen });

const modelOf = (connection: Connection): Model<CallBackRow> =>
  (connection.models.CallBack as Model<CallBackRow> | undefined) ??
  connection.model<CallBackRow>('CallBack', callBackSchema);

/** A start-up step: without these two uniques one number could have two open items. */
export async function ensureCallBackIndexes(connection: Connection): Promise<void> {
  await modelOf(connection).createIndexes();
}

/** Call-backs in MongoDB; run `ensureCallBackIndexes` on the database first. */
export function createCallBackRepository(connection: Connection, crypto: FieldCrypto): CallBackRepository {
  const rows = modelOf(connection);
  const contextOf = (id: string): string => `${COLLECTION}/${id}/phone`;
  const indexOf = (phone: string): string => crypto.blindIndex(`phone:${phone}`);
  const toStored = (row: CallBackRow): Promise<StoredCallBack> =>
    crypto.reading(() => ({
      phone: row.phone === null ? null : crypto.decrypt(row.phone, contextOf(row._id)),
      state: row.state,
    }));
  const orNull = async (row: CallBackRow | null): Promise<StoredCallBack | null> =>
    row ? toStored(row) : null;
  const all = (found: readonly CallBackRow[]): Promise<StoredCallBack[]> => Promise.all(found.map(toStored));

  return {
    async open({ phone, state }) {
      const now = new Date();
      const id = state.callBackId;
      try {
        await rows.create([
          {
            _id: id,
            phone: phone === null ? null : crypto.encrypt(phone, contextOf(id)),
            phoneIndex: phone === null ? null : indexOf(phone),
            ...{ state, createdAt: now, updatedAt: now },
          },
        ]);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    find: async (id) => orNull(await rows.findById(id).lean<CallBackRow>()),
    findOpen: async (phone) =>
      orNull(await rows.findOne({ phoneIndex: indexOf(phone), ...isOpen }).lean<CallBackRow>()),
    findByCall: async (callId) => orNull(await rows.findOne({ 'state.callIds': callId }).lean<CallBackRow>()),
    change: async (id, decide) => orNull(await decideOnce(rows, id, decide)),
    listOpen: async (unitCode, limit) =>
      all(
        await rows
          .find({ ...isOpen, 'state.unitPath.code': unitCode })
          .sort({ 'state.hint.rank': 1, 'state.firstCallAt': 1, _id: 1 })
          .limit(limit)
          .lean<CallBackRow[]>(),
      ),
    listUntold: async (changedBefore, limit) =>
      all(
        await rows
          .find({ 'state.clockTold': false, updatedAt: { $lt: changedBefore } })
          .sort({ updatedAt: 1 })
          .limit(limit)
          .lean<CallBackRow[]>(),
      ),
    async markTold(id, revision) {
      await rows.updateOne({ _id: id, 'state.revision': revision }, { $set: { 'state.clockTold': true } });
    },
    async listIntents({ since, olderThan }) {
      const found = await rows
        .find({ ...isOpen, 'state.paged.lastAt': { $gte: since.toISOString() } }, { 'state.outbox': 1 })
        .lean<{ _id: string; state: Pick<CallBackState, 'outbox'> }[]>();
      return found.flatMap(({ _id, state }) =>
        (state.outbox ?? [])
          .filter(({ at }) => at >= since.toISOString() && at < olderThan.toISOString())
          .map((intent) => ({ ticketId: callBackSubject(_id), intent })),
      );
    },
    async figures(unitCode, since, until) {
      const area: Query = unitCode === null ? {} : { 'state.unitPath.code': unitCode };
      const span: Query = {
        ...area,
        'state.firstCallAt': { $gte: since.toISOString(), $lt: until.toISOString() },
      };
      const reached: Query = {
        $or: [{ 'state.attempts.result': 'reached' }, { 'state.result': 'reachedUs' }],
      };
      const [open, breachedOpen, opened, rescued, breached] = await Promise.all([
        rows.countDocuments({ ...area, ...isOpen }),
        rows.countDocuments({ ...area, ...isOpen, 'state.breachedAt': { $ne: null } }),
        rows.countDocuments(span),
        rows.countDocuments({ ...span, ...reached }),
        rows.countDocuments({ ...span, 'state.breachedAt': { $ne: null } }),
      ]);
      return { open, breachedOpen, opened, rescued, breached } satisfies CallBackFigures;
    },
  };
}
