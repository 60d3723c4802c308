import { Schema } from 'mongoose';
import { isUnsent, statusesBefore } from '../../domain/delivery';
import { deliveryStatuses, messageTemplates } from '../../domain/message';
import type { MessageRecord, MessageRepository } from './message-repository';
import type { Connection, Model } from 'mongoose';

/** What this ledger needs of the field encryption; contexts are `messages/<id>/<field>`. */
export interface MessageCrypto {
  encrypt(plain: string, context: string): string;
  decrypt(cipher: string, context: string): string;
  reading<T>(read: () => T): Promise<T>;
}

const definition = {
  _id: { type: String, required: true },
  key: { type: String, required: true },
  ticketId: { type: String, required: true },
  template: { type: String, enum: messageTemplates, required: true },
  channel: { type: String, enum: ['sms', 'voice'], required: true },
  recipient: { type: Schema.Types.Mixed, required: true },
  to: { type: String, default: null },
  body: { type: String, default: null },
  status: { type: String, enum: deliveryStatuses, required: true },
  providerId: { type: String, default: null },
  errorCode: { type: String, default: null },
  attempts: { type: Number, required: true },
  possibleDuplicate: { type: Boolean, required: true },
  segments: { type: Number, default: null },
  usedAt: { type: Date, default: null },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
};

const messageSchema = new Schema(definition, {
  strict: 'throw',
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
});

/** As stored: the record, with number and text sealed, and absent when nothing was to be sent. */
type Row = Omit<MessageRecord, 'id' | 'to' | 'body'> & {
  _id: string;
  to: string | null;
  body: string | null;
};

const modelOf = (connection: Connection): Model<Row> =>
  connection.model<Row>('Message', messageSchema as unknown as Schema<Row>, 'messages');

/** Creates what the look-ups need. Run at start-up; safe to repeat. */
export async function ensureMessageIndexes(connection: Connection): Promise<void> {
  await modelOf(connection).collection.createIndexes([
    { key: { ticketId: 1, createdAt: 1 } },
    { key: { providerId: 1 }, partialFilterExpression: { providerId: { $type: 'string' } } },
  ]);
}

/** The message ledger in MongoDB. Numbers and texts are encrypted; everything else is ids and states. */
export function createMessageRepository(connection: Connection, crypto: MessageCrypto): MessageRepository {
  const rows = modelOf(connection);
  const context = (id: string, field: 'to' | 'body'): string => `messages/${id}/${field}`;

  const toRecord = (row: Row): Promise<MessageRecord> =>
    crypto.reading(() => ({
      id: row._id,
      key: row.key,
      ticketId: row.ticketId,
      template: row.template,
      channel: row.channel,
      recipient: row.recipient,
      to: row.to === null ? '' : crypto.decrypt(row.to, context(row._id, 'to')),
      body: row.body === null ? '' : crypto.decrypt(row.body, context(row._id, 'body')),
      status: row.status,
      providerId: row.providerId,
      errorCode: row.errorCode,
      attempts: row.attempts,
      possibleDuplicate: row.possibleDuplicate,
      segments: row.segments,
      usedAt: row.usedAt,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    }));
  const orNull = async (row: Row | null): Promise<MessageRecord | null> => (row ? toRecord(row) : null);
  const changed = async (filter: object, set: object): Promise<boolean> =>
    (await rows.updateOne(filter, { $set: { ...set, updatedAt: new Date() } })).modifiedCount === 1;

  return {
    find: async (id) => orNull(await rows.findById(id).lean<Row>()),
    findByProviderId: async (providerId) => orNull(await rows.findOne({ providerId }).lean<Row>()),
    async listByTicket(ticketId) {
      const found = await rows.find({ ticketId }).sort({ createdAt: 1, _id: 1 }).lean<Row[]>();
      return Promise.all(found.map(toRecord));
    },
    async beginSending(record) {
      const { id, to, body, ...rest } = record;
      const now = new Date();
      const previous = await rows
        .findOneAndUpdate(
          { _id: id },
          {
            $inc: { attempts: 1 },
            $setOnInsert: {
              key: rest.key,
              ticketId: rest.ticketId,
              template: rest.template,
              channel: rest.channel,
              recipient: rest.recipient,
              to: crypto.encrypt(to, context(id, 'to')),
              body: crypto.encrypt(body, context(id, 'body')),
              segments: rest.segments,
              providerId: null,
              errorCode: null,
              possibleDuplicate: false,
              usedAt: null,
              createdAt: now,
              status: 'sending',
            },
            $set: { updatedAt: now },
          },
          { upsert: true, returnDocument: 'before' },
        )
        .lean<Row>();
      if (previous?.status === 'queued') {
        await changed({ _id: id, status: 'queued' }, { status: 'sending' });
      }
      return orNull(previous);
    },
    async markUnsent(id) {
      await changed({ _id: id, status: 'sending' }, { status: 'queued' });
    },
    async markPossibleDuplicate(id) {
      await changed({ _id: id }, { possibleDuplicate: true });
    },
    async markSent(id, providerId) {
      await changed({ _id: id }, { providerId });
      await changed({ _id: id, status: { $in: statusesBefore('sent') } }, { status: 'sent' });
    },
    markFailed: (id, errorCode) =>
      changed({ _id: id, status: { $in: statusesBefore('failed') } }, { status: 'failed', errorCode }),
    async recordDropped(record, errorCode) {
      const { id, ...rest } = record;
      const now = new Date();
      const row = { to: null, body: null, status: 'failed', providerId: null, errorCode, attempts: 0 };
      await rows.updateOne(
        { _id: id },
        {
          $setOnInsert: {
            ...rest,
            ...row,
            possibleDuplicate: false,
            segments: null,
            usedAt: null,
            createdAt: now,
            updatedAt: now,
          },
        },
        { upsert: true },
      );
    },
    async applyStatus(id, { status, errorCode, providerId }) {
      if (providerId !== null) await changed({ _id: id, providerId: null }, { providerId });
      return changed(
        { _id: id, status: { $in: statusesBefore(status) } },
        { status, ...(errorCode !== null && { errorCode }) },
      );
    },
    useOnce: (id, at) => changed({ _id: id, usedAt: null }, { usedAt: at }),
    async unsent(ids) {
      const sent = deliveryStatuses.filter((status) => !isUnsent(status));
      const found = await rows
        .find({ _id: { $in: ids }, status: { $in: sent } }, { _id: 1 })
        .lean<{ _id: string }[]>();
      const done = new Set(found.map((row) => row._id));
      return ids.filter((id) => !done.has(id));
    },
  };
}
