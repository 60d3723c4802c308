import { Schema } from 'mongoose';
import type { Connection, Model } from 'mongoose';
import { isDuplicateKey } from '../calls/decide-once';
import type { Query } from '../tickets/ticket-query';
import type {
  Ring,
  RollCall,
  RollCallRepository,
  SendLedger,
  SendState,
  SilenceNotice,
} from './roll-call-repository';

type Stored<T extends { id: string }> = Omit<T, 'id'> & { readonly _id: string };
type RollCallRow = Stored<RollCall>;
type RingRow = Stored<Ring> & { readonly send: SendState; readonly createdAt: Date };
type NoticeRow = Stored<SilenceNotice> & { readonly send: SendState; readonly createdAt: Date };

/** Long enough to see a line's year; what the directory knows of a number does not hang on these. */
const keptSeconds = 400 * 24 * 60 * 60;

const text = { type: String, required: true } as const;
const optionalText = { type: String, default: null } as const;
const optionalDate = { type: Date, default: null } as const;
const options = {
  writeConcern: { w: 'majority', j: true },
  strict: 'throw',
  minimize: false,
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
} as const;
const mixed = { type: Schema.Types.Mixed, required: true } as const;

const rollCallSchema = new Schema<RollCallRow>(
  {
    _id: text,
    workflowId: text,
    kind: text,
    unitCode: optionalText,
    startedBy: optionalText,
    startedAt: { type: Date, required: true },
    finishedAt: optionalDate,
    credible: { type: Boolean, default: null },
  },
  { ...options, collection: 'rollCalls' },
);
rollCallSchema.index({ startedAt: 1 }, { name: 'startedAt', expireAfterSeconds: keptSeconds });
rollCallSchema.index(
  { unitCode: 1 },
  {
    name: 'oneUnderWay',
    unique: true,
    partialFilterExpression: { kind: 'unit', finishedAt: { $type: 'null' } },
  },
);

const ringSchema = new Schema<RingRow>(
  {
    _id: text,
    rollCallId: text,
    workflowId: text,
    numberId: text,
    unitCode: text,
    unitCodes: [String],
    attempt: { type: Number, required: true },
    askedAt: optionalDate,
    machine: { type: Boolean, default: false },
    result: optionalText,
    endedAt: optionalDate,
    send: mixed,
    createdAt: { type: Date, required: true },
  },
  { ...options, collection: 'rollCallRings' },
);
ringSchema.index({ rollCallId: 1, attempt: 1, _id: 1 }, { name: 'rollCall' });
ringSchema.index({ numberId: 1 }, { name: 'open', partialFilterExpression: { result: { $type: 'null' } } });
const hasProviderId = { 'send.providerId': { $type: 'string' } };
ringSchema.index({ 'send.providerId': 1 }, { name: 'providerId', partialFilterExpression: hasProviderId });
ringSchema.index({ createdAt: 1 }, { name: 'kept', expireAfterSeconds: keptSeconds });

const noticeSchema = new Schema<NoticeRow>(
  {
    _id: text,
    rollCallId: text,
    kind: text,
    numberId: optionalText,
    unitCode: text,
    userId: text,
    facts: mixed,
    send: mixed,
    createdAt: { type: Date, required: true },
  },
  { ...options, collection: 'rollCallNotices' },
);
noticeSchema.index({ rollCallId: 1 }, { name: 'rollCall' });
noticeSchema.index({ 'send.providerId': 1 }, { name: 'providerId', partialFilterExpression: hasProviderId });
noticeSchema.index({ createdAt: 1 }, { name: 'kept', expireAfterSeconds: keptSeconds });

const modelOf = <T>(connection: Connection, name: string, schema: Schema<T>): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema);
const modelsOf = (connection: Connection) => ({
  rollCalls: modelOf(connection, 'RollCall', rollCallSchema),
  rings: modelOf(connection, 'RollCallRing', ringSchema),
  notices: modelOf(connection, 'RollCallNotice', noticeSchema),
});

/** A start-up step: without it a unit could have two roll-calls at once. */
export async function ensureRollCallIndexes(connection: Connection): Promise<void> {
  await Promise.all(Object.values(modelsOf(connection)).map((model) => model.createIndexes()));
}

const toRollCall = ({ _id, ...rollCall }: RollCallRow): RollCall => ({ id: _id, ...rollCall });
const toRing = ({ _id, send: _send, createdAt: _createdAt, ...ring }: RingRow): Ring => ({
  id: _id,
  ...ring,
});

/** Inserts what is not there; a row that is there is left as it is. */
async function addMissing<T extends { id: string }>(
  model: Pick<Model<never>, 'collection'>,
  rows: readonly T[],
): Promise<void> {
  if (rows.length === 0) return;
  const now = new Date();
  const unsent: SendState = { asks: 0, askedAt: null, provider: null, providerId: null, refusal: null };
  await model.collection.bulkWrite(
    rows.map(({ id, ...fields }) => ({
      updateOne: {
        filter: { _id: id as never },
        update: { $setOnInsert: { ...fields, send: unsent, createdAt: now } },
        upsert: true,
      },
    })),
    { ordered: false, writeConcern: { w: 'majority', j: true } },
  );
}

function ledgerOf<Row extends { send: SendState }>(rows: Model<Row>): SendLedger {
  const set = async (id: string, fields: object, more: object = {}): Promise<void> => {
    await rows.updateOne({ _id: id } as never, { $set: fields, ...more });
  };
  return {
    async state(id) {
      const row = (await rows.findById(id, { send: 1 }).lean()) as { send: SendState } | null;
      return row?.send ?? null;
    },
    markAsked: (id, provider) =>
      set(id, { 'send.askedAt': new Date(), 'send.provider': provider }, { $inc: { 'send.asks': 1 } }),
    markUnsent: (id) => set(id, { 'send.askedAt': null, 'send.provider': null }),
    markSent: (id, provider, providerId) =>
      set(id, { 'send.provider': provider, 'send.providerId': providerId }),
    markRefused: (id, reason) => set(id, { 'send.refusal': reason }),
    isKnown: async (providerId) => (await rows.exists({ 'send.providerId': providerId } as never)) !== null,
  };
}

/** Roll-calls in MongoDB; run `ensureRollCallIndexes` on the database first. */
export function createRollCallRepository(connection: Connection): RollCallRepository {
  const { rollCalls, rings, notices } = modelsOf(connection);
  const ringLedger = ledgerOf(rings);
  return {
    async open({ id, ...fields }) {
      try {
        await rollCalls.create([{ _id: id, ...fields }]);
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return (await rollCalls.exists({ _id: id })) !== null;
      }
    },
    async find(id) {
      const row = await rollCalls.findById(id).lean<RollCallRow>();
      return row && toRollCall(row);
    },
    async remove(id) {
      await rollCalls.deleteOne({ _id: id });
    },
    async list(before, limit) {
      const found = await rollCalls
        .find(before ? { startedAt: { $lt: before } } : {})
        .sort({ startedAt: -1, _id: -1 })
        .limit(limit)
        .lean<RollCallRow[]>();
      return found.map(toRollCall);
    },
    async finish(id, at, credible) {
      await rollCalls.updateOne({ _id: id, finishedAt: null }, { $set: { finishedAt: at, credible } });
    },

    plan: (planned) => addMissing(rings as never, planned),
    async findRing(id) {
      const row = await rings.findById(id).lean<RingRow>();
      return row && toRing(row);
    },
    rings: async (rollCallId) =>
      (await rings.find({ rollCallId }).sort({ attempt: 1, _id: 1 }).lean<RingRow[]>()).map(toRing),
    openRings: async (rollCallId, attempt, limit) =>
      (
        await rings
          .find({ rollCallId, attempt, result: null })
          .sort({ _id: 1 })
          .limit(limit)
          .lean<RingRow[]>()
      ).map(toRing),
    countOpen: (rollCallId, attempt) => rings.countDocuments({ rollCallId, attempt, result: null }),
    isRinging: async (numberId, exceptRollCallId, since) =>
      (await rings.exists({
        ...{ numberId, result: null, askedAt: { $gte: since } },
        rollCallId: { $ne: exceptRollCallId },
      })) !== null,
    async markMachine(ringId) {
      await rings.updateOne({ _id: ringId }, { $set: { machine: true } });
    },
    async settle(ringId, result, at) {
      const mayChange: Query = result === 'answered' ? { result: { $ne: 'answered' } } : { result: null };
      const { modifiedCount } = await rings.updateOne(
        { _id: ringId, ...mayChange },
        { $set: { result, endedAt: at } },
      );
      return modifiedCount === 1;
    },

    addNotices: (added) => addMissing(notices as never, added),
    notices: async (rollCallId) =>
      (await notices.find({ rollCallId }).sort({ _id: 1 }).lean<NoticeRow[]>()).map(
        ({ _id, send: sent, createdAt: _createdAt, ...notice }) => ({
          ...{ id: _id, ...notice, providerId: sent.providerId, refusal: sent.refusal },
        }),
      ),
    // The moment of asking is the ring's own fact, too.
    ringLedger: {
      ...ringLedger,
      async markAsked(id, provider) {
        await ringLedger.markAsked(id, provider);
        await rings.updateOne({ _id: id }, { $set: { askedAt: new Date() } });
      },
    },
    noticeLedger: ledgerOf(notices),
  };
}
