import { Schema } from 'mongoose';
import type { Connection, Model } from 'mongoose';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type { Query } from '../tickets/ticket-query';
import { callFigures } from './call-figures';
import type { CallRow } from './call-row';
import type { CallRepository, MenuKey, StoredCall } from './call-repository';
import { decideOnce, isDuplicateKey } from './decide-once';

const COLLECTION = 'calls';

const text = { type: String, required: true } as const;
const callSchema = new Schema<CallRow>(
  {
    _id: text,
    source: text,
    providerId: text,
    phone: { type: String, default: null },
    phoneIndex: { type: String, default: null },
    keys: { menu: { type: String }, redFlag: { type: String } },
    recording: { type: Schema.Types.Mixed, default: null },
    blockReason: { type: String },
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

// Calls that are still somebody's concern are few: only they are in these indexes.
const live: Query = { 'state.status': { $in: ['inMenu', 'waiting', 'claimed', 'talking'] } };
const unrescued: Query = { 'state.rescue': { $type: 'string' } };
callSchema.index({ source: 1, providerId: 1 }, { name: 'providerId', unique: true });
callSchema.index({ 'state.seenAt': 1 }, { name: 'live', partialFilterExpression: live });
callSchema.index({ updatedAt: 1 }, { name: 'unrescued', partialFilterExpression: unrescued });
callSchema.index({ phoneIndex: 1, 'state.answeredAt': 1 }, { name: 'phone' });
callSchema.index({ 'state.unitPath.code': 1, 'state.status': 1 }, { name: 'unit' });
callSchema.index({ 'state.startedAt': 1 }, { name: 'startedAt' });

const modelOf = (connection: Connection): Model<CallRow> =>
  (connection.models.Call as Model<CallRow> | undefined) ?? connection.model<CallRow>('Call', callSchema);

/** A start-up step: without the unique provider id one call could become two. */
export async function ensureCallIndexes(connection: Connection): Promise<void> {
  await modelOf(connection).createIndexes();
}

/** Calls in MongoDB; run `ensureCallIndexes` on the database first. */
export function createCallRepository(connection: Connection, crypto: FieldCrypto): CallRepository {
  const rows = modelOf(connection);
  const contextOf = (id: string, path: string): string => `${COLLECTION}/${id}/${path}`;
  const indexOf = (phone: string): string => crypto.blindIndex(`phone:${phone}`);

  const keysOf = ({ _id, keys }: CallRow): MenuKey[] =>
    (['menu', 'redFlag'] as const).flatMap((question) => {
      const sealed = keys[question];
      return sealed === undefined
        ? []
        : [{ question, key: crypto.decrypt(sealed, contextOf(_id, `keys.${question}`)) }];
    });
  const toStored = (row: CallRow): Promise<StoredCall> =>
    crypto.reading(() => ({
      source: row.source,
      providerId: row.providerId,
      phone: row.phone === null ? null : crypto.decrypt(row.phone, contextOf(row._id, 'phone')),
      keys: keysOf(row),
      recording: row.recording,
      blockReason:
        row.blockReason === undefined
          ? null
          : crypto.decrypt(row.blockReason, contextOf(row._id, 'blockReason')),
      state: row.state,
    }));
  const orNull = async (row: CallRow | null): Promise<StoredCall | null> => (row ? toStored(row) : null);
  const all = (found: readonly CallRow[]): Promise<StoredCall[]> => Promise.all(found.map(toStored));

  return {
    async receive({ source, providerId, phone, state }) {
      const now = new Date();
      const id = state.callId;
      const row: CallRow = {
        ...{ _id: id, source, providerId, keys: {}, recording: null, state },
        phone: phone === null ? null : crypto.encrypt(phone, contextOf(id, 'phone')),
        phoneIndex: phone === null ? null : indexOf(phone),
        ...{ createdAt: now, updatedAt: now },
      };
      try {
        await rows.create([row]);
        return await toStored(row);
      } catch (error) {
        const existing = isDuplicateKey(error)
          ? await rows.findOne({ source, providerId }).lean<CallRow>()
          : null;
        if (!existing) throw error;
        return toStored(existing);
      }
    },
    find: async (callId) => orNull(await rows.findById(callId).lean<CallRow>()),
    findByProviderId: async (source, providerId) =>
      orNull(await rows.findOne({ source, providerId }).lean<CallRow>()),
    async change(callId, decide, news) {
      const key = news?.key;
      const set = {
        ...(key && {
          [`keys.${key.question}`]: crypto.encrypt(key.key, contextOf(callId, `keys.${key.question}`)),
        }),
        ...(news?.recording && { recording: news.recording }),
        ...(news?.blockReason !== undefined && {
          blockReason: crypto.encrypt(news.blockReason, contextOf(callId, 'blockReason')),
        }),
      };
      return orNull(await decideOnce(rows, callId, decide, Object.keys(set).length > 0 ? { set } : {}));
    },
    async listQueue(unitCode) {
      const found = await rows
        .find({
          'state.unitPath.code': unitCode,
          $or: [
            { 'state.status': { $in: ['waiting', 'claimed', 'talking'] } },
            { 'state.status': 'ended', 'state.claim': { $ne: null }, 'state.finishedAt': null },
          ],
        })
        .sort({ 'state.hint.rank': 1, 'state.waitingSince': 1, _id: 1 })
        .limit(500)
        .lean<CallRow[]>();
      return all(found);
    },
    countAhead: ({ unitPath, hint, waitingSince, callId }) =>
      rows.countDocuments({
        _id: { $ne: callId },
        'state.status': 'waiting',
        'state.unitPath.code': unitPath.at(-1)?.code ?? '',
        $or: [
          { 'state.hint.rank': { $lt: hint.rank } },
          { 'state.hint.rank': hint.rank, 'state.waitingSince': { $lt: waitingSince } },
        ],
      }),
    listByIds: async (callIds) =>
      all(
        await rows
          .find({ _id: { $in: callIds } })
          .sort({ 'state.startedAt': 1 })
          .lean<CallRow[]>(),
      ),
    async listSilent(source, seenBefore, limit) {
      const silent: Query = {
        ...live,
        'state.seenAt': { $lt: seenBefore.toISOString() },
        // A conversation shows no life of its own: its end is told by the provider.
        'state.answeredAt': null,
        source: source === 'twilio' ? source : { $ne: 'twilio' },
      };
      return all(await rows.find(silent).limit(limit).lean<CallRow[]>());
    },
    listUnrescued: async (changedBefore, limit) =>
      all(
        await rows
          .find({ ...unrescued, updatedAt: { $lt: changedBefore } })
          .sort({ updatedAt: 1 })
          .limit(limit)
          .lean<CallRow[]>(),
      ),
    wasAnsweredSince: async (phone, since) =>
      (await rows.exists({ phoneIndex: indexOf(phone), 'state.answeredAt': { $gte: since } })) !== null,
    figures: (unitCode, since, until) => callFigures(rows, unitCode, since, until),
  };
}
