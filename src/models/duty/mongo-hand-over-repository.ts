import { Schema } from 'mongoose';
import type { Connection, Model } from 'mongoose';
import type { HandOver } from '../../domain/hand-over';
import type { MessageIntent } from '../../domain/message';
import type { HandOverRepository, StoredHandOver } from './hand-over-repository';
import { firstWritten } from '../first-written';

/** Ids, codes and clocks only: nothing in it names a citizen, so nothing in it is encrypted. */
interface Row {
  readonly _id: string;
  readonly teamId: string;
  readonly at: string;
  readonly state: HandOver['state'];
  readonly handOver: HandOver;
  readonly outbox: readonly MessageIntent[];
  readonly updatedAt: Date;
}

const text = { type: String, required: true } as const;
const schema = new Schema<Row>(
  {
    ...{ _id: text, teamId: text, at: text, state: text },
    handOver: { type: Schema.Types.Mixed, required: true },
    outbox: [Schema.Types.Mixed],
    updatedAt: { type: Date, required: true },
  },
  {
    writeConcern: { w: 'majority', j: true },
    ...{ autoIndex: false, strict: 'throw', versionKey: false, minimize: false },
    collection: 'handOvers',
  },
);
schema.index({ teamId: 1, at: -1 });
schema.index({ teamId: 1 }, { name: 'waiting', partialFilterExpression: { state: 'waiting' } });
schema.index({ updatedAt: 1 });

const modelOf = (connection: Connection): Model<Row> =>
  (connection.models.HandOver as Model<Row> | undefined) ?? connection.model<Row>('HandOver', schema);

/** A start-up step; safe to repeat. */
export async function ensureHandOverIndexes(connection: Connection): Promise<void> {
  await modelOf(connection).createIndexes();
}

const toStored = ({ handOver, outbox }: Row): StoredHandOver => ({ handOver, outbox });

/** Hand-overs in MongoDB. */
export function createHandOverRepository(connection: Connection): HandOverRepository {
  const rows = modelOf(connection);
  return {
    async open(handOver, intents) {
      const { id, teamId, at, state } = handOver;
      const fresh = { teamId, at, state, handOver, outbox: intents, updatedAt: new Date() };
      const row = await firstWritten(() =>
        rows
          .findOneAndUpdate({ _id: id }, { $setOnInsert: fresh }, { upsert: true, returnDocument: 'after' })
          .lean<Row>(),
      );
      return toStored(row);
    },
    async find(id) {
      const row = await rows.findById(id).lean<Row>();
      return row && toStored(row);
    },
    async listByTeam(teamId, limit) {
      const found = await rows.find({ teamId }).sort({ at: -1, _id: -1 }).limit(limit).lean<Row[]>();
      return found.map(({ handOver }) => handOver);
    },
    async listWaiting(teamId) {
      const found = await rows.find({ teamId, state: 'waiting' }).sort({ at: 1 }).lean<Row[]>();
      return found.map(({ handOver }) => handOver);
    },
    async change(handOver, before, intents = []) {
      const { matchedCount } = await rows.updateOne(
        { _id: handOver.id, state: before },
        {
          $set: { handOver, state: handOver.state, updatedAt: new Date() },
          $push: { outbox: { $each: [...intents] } },
        },
      );
      return matchedCount === 1;
    },
    async listIntents({ since, olderThan }) {
      const found = await rows
        .find({ updatedAt: { $gte: since, $lt: olderThan } }, { outbox: 1 })
        .lean<Row[]>();
      return found.flatMap(({ _id, outbox }) => outbox.map((intent) => ({ ticketId: _id, intent })));
    },
  };
}
