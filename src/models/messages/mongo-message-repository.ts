import { Schema } from 'mongoose';
import { isUnsent, ownGuesses, statusesBefore } from '../../domain/delivery';
import { ownFailures } from '../../domain/message-rules';
import { deliveryStatuses, messageTemplates } from '../../domain/message';
import type { Failure, MessageIdentity, MessageRecord, MessageRepository } from './message-repository';
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
  answeredBy: { type: String, enum: ['human', 'machine', null], default: null },
  withdrawnBecause: { type: String, default: null },
  provider: { type: String, default: null },
  lane: { type: String, enum: ['urgent', 'bulk'], default: 'urgent' },
  unitCodes: { type: [String], default: [] },
  templateVersion: { type: Number, default: null },
  costVnd: { type: Number, default: null },
  deadSince: { type: Date, default: null },
  untoldSince: { type: Date, default: null },
  replayOf: { type: String, default: null },
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
    { key: { unitCodes: 1, createdAt: 1 } },
    { key: { createdAt: 1 } },
    { key: { 'recipient.userId': 1, createdAt: -1 } },
    { key: { deadSince: -1, _id: 1 }, partialFilterExpression: { deadSince: { $type: 'date' } } },
    { key: { untoldSince: 1 }, partialFilterExpression: { untoldSince: { $type: 'date' } } },
    { key: { providerId: 1 }, partialFilterExpression: { providerId: { $type: 'string' } } },
  ]);
}

/** What a row starts with, whatever becomes of it. */
const freshRow = (identity: MessageIdentity): object => ({
  ...{
    key: identity.key,
    ticketId: identity.ticketId,
    template: identity.template,
    channel: identity.channel,
    recipient: identity.recipient,
    lane: identity.lane,
    unitCodes: identity.unitCodes,
  },
  ...{ provider: null, providerId: null, errorCode: null, costVnd: null, usedAt: null },
  ...{ answeredBy: null, withdrawnBecause: null },
  ...{ possibleDuplicate: false, deadSince: null, untoldSince: null, replayOf: null },
});

const failedRow = ({ errorCode, isDead, mustTell }: Failure): object => {
  const now = new Date();
  return {
    ...{ status: 'failed', errorCode },
    ...{ deadSince: isDead ? now : null, untoldSince: mustTell ? now : null },
  };
};

/** Rows after the one that the cursor names, in the order of the list. */
function after(cursor: string | undefined): object {
  const [, time, id] = /^(\d{1,15})\.(\w{1,64})$/.exec(cursor ?? '') ?? [];
  if (time === undefined || id === undefined) return {};
  const at = new Date(Number(time));
  return { $or: [{ deadSince: { $lt: at } }, { deadSince: at, _id: { $gt: id } }] };
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
      // Rows of the first version have none of these.
      provider: row.provider ?? null,
      lane: row.lane ?? 'urgent',
      unitCodes: row.unitCodes ?? [],
      templateVersion: row.templateVersion ?? null,
      costVnd: row.costVnd ?? null,
      answeredBy: row.answeredBy ?? null,
      withdrawnBecause: row.withdrawnBecause ?? null,
      deadSince: row.deadSince ?? null,
      untoldSince: row.untoldSince ?? null,
      replayOf: row.replayOf ?? null,
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
              ...freshRow(record),
              to: crypto.encrypt(to, context(id, 'to')),
              body: crypto.encrypt(body, context(id, 'body')),
              segments: rest.segments,
              createdAt: now,
              status: 'sending',
            },
            $set: { updatedAt: now, templateVersion: rest.templateVersion },
          },
          { upsert: true, returnDocument: 'before' },
        )
        .lean<Row>();
      if (previous?.status === 'queued') {
        // A repetition is born queued and without words.
        const words =
          previous.to === null
            ? {
                to: crypto.encrypt(to, context(id, 'to')),
                body: crypto.encrypt(body, context(id, 'body')),
                segments: rest.segments,
              }
            : {};
        await changed({ _id: id, status: 'queued' }, { status: 'sending', ...words });
      }
      return orNull(previous);
    },
    async markAsked(id, provider) {
      await changed({ _id: id }, { provider });
    },
    async markUnsent(id) {
      await changed({ _id: id, status: 'sending' }, { status: 'queued' });
    },
    markPossibleDuplicate: (id) => changed({ _id: id, status: 'sending' }, { possibleDuplicate: true }),
    async markSent(id, providerId, costVnd) {
      const isEarlier = { $in: ['$status', statusesBefore('sent')] };
      const status = { $cond: [isEarlier, 'sent', '$status'] };
      await rows.updateOne(
        { _id: id },
        [{ $set: { providerId: { $literal: providerId }, costVnd, status, updatedAt: new Date() } }],
        { updatePipeline: true },
      );
    },
    markFailed: (id, failure) =>
      changed({ _id: id, status: { $in: statusesBefore('failed') } }, failedRow(failure)),
    async recordDropped(record, failure) {
      const now = new Date();
      const row = { to: null, body: null, segments: null, attempts: 0, templateVersion: null };
      await rows.updateOne(
        { _id: record.id },
        {
          $setOnInsert: {
            ...freshRow(record),
            ...row,
            ...failedRow(failure),
            createdAt: now,
            updatedAt: now,
          },
        },
        { upsert: true },
      );
    },
    async applyStatus(id, { status, errorCode, providerId, isPermanent }) {
      if (providerId !== null) await changed({ _id: id, providerId: null }, { providerId });
      const news = isPermanent
        ? { ...failedRow({ errorCode: errorCode ?? status, isDead: true, mustTell: true }), status }
        : { status, ...(errorCode !== null && { errorCode }) };
      if (await changed({ _id: id, status: { $in: statusesBefore(status) } }, news)) return true;
      const lifted = { errorCode: null, deadSince: null, untoldSince: null, ...news };
      return changed({ _id: id, status: 'failed', errorCode: { $in: ownGuesses } }, lifted);
    },
    async noteAnsweredBy(id, who) {
      await changed({ _id: id }, { answeredBy: who });
    },
    async markUnreached(id, reason) {
      const over = { $in: ['sent', 'answered', 'undelivered'] };
      await changed({ _id: id, usedAt: null, status: over }, { status: 'undelivered', errorCode: reason });
    },
    async markWithdrawn(id, because) {
      await changed({ _id: id, withdrawnBecause: null }, { withdrawnBecause: because });
    },
    async markTold(id) {
      await changed({ _id: id }, { untoldSince: null });
    },
    async listUntold(olderThan, limit) {
      const found = await rows
        .find({ untoldSince: { $type: 'date', $lt: olderThan } })
        .sort({ untoldSince: 1 })
        .limit(limit)
        .lean<Row[]>();
      return Promise.all(found.map(toRecord));
    },
    async listDead(unitCode, { limit, cursor }) {
      const found = await rows
        .find({ deadSince: { $type: 'date' }, unitCodes: unitCode, ...after(cursor) })
        .sort({ deadSince: -1, _id: 1 })
        .limit(limit + 1)
        .lean<Row[]>();
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: await Promise.all(shown.map(toRecord)),
        nextCursor: last && found.length > limit ? `${String(last.deadSince?.getTime())}.${last._id}` : null,
      };
    },
    countDead: () => rows.countDocuments({ deadSince: { $type: 'date' } }),
    async listUndelivered(userIds) {
      const final = {
        $or: [
          { channel: 'sms', status: { $in: ['delivered', 'undelivered', 'failed'] } },
          { channel: 'voice', status: { $in: ['answered', 'failed'] } },
        ],
      };
      const ofPeople = { 'recipient.userId': { $in: [...userIds] }, to: { $ne: null }, ...final };
      const newest = await rows.aggregate<{ row: Row }>([
        { $match: { ...ofPeople, errorCode: { $nin: [...ownFailures] } } },
        { $sort: { createdAt: -1 } },
        { $group: { _id: '$recipient.userId', row: { $first: '$$ROOT' } } },
      ]);
      const lost = newest.filter(({ row }) => row.status === 'undelivered' || row.status === 'failed');
      const records = await Promise.all(lost.map(({ row }) => toRecord(row)));
      return new Map(
        records.flatMap(({ recipient, to }) =>
          recipient.kind === 'user' ? [[recipient.userId, to] as const] : [],
        ),
      );
    },
    async replay(id, repetition) {
      const now = new Date();
      const dead = await rows
        .findOneAndUpdate(
          { _id: id, deadSince: { $type: 'date' } },
          { $set: { deadSince: null, updatedAt: now } },
          { returnDocument: 'before' },
        )
        .lean<Row>();
      if (!dead) return null;
      const { ticketId, template, channel, recipient, lane, unitCodes } = dead;
      const fresh = freshRow({ ...repetition, ticketId, template, channel, recipient, lane, unitCodes });
      const row = { to: null, body: null, segments: null, attempts: 0, templateVersion: null, replayOf: id };
      // After an unknown outcome the first one may have arrived after all.
      const possibleDuplicate = dead.errorCode !== null && ownGuesses.includes(dead.errorCode);
      await rows.updateOne(
        { _id: repetition.id },
        {
          $setOnInsert: {
            ...{ ...fresh, ...row, possibleDuplicate },
            ...{ status: 'queued', createdAt: now, updatedAt: now },
          },
        },
        { upsert: true },
      );
      return orNull(await rows.findById(repetition.id).lean<Row>());
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
