import type { Connection } from 'mongoose';
import type { ReportSubscription } from '../../domain/report-delivery';
import type { ReportSubscriptions } from './report-subscriptions';
import { firstWritten } from '../first-written';

interface Row extends ReportSubscription {
  readonly _id: string;
}

const rowsOf = (connection: Connection) => connection.collection<Row>('reportsubscriptions');
const idOf = ({ userId, kind, unitCode }: Omit<ReportSubscription, 'since'>): string =>
  `${userId}/${kind}/${unitCode}`;
const toSubscription = ({ userId, unitCode, kind, since }: Row): ReportSubscription => ({
  ...{ userId, unitCode, kind, since },
});

/** Subscriptions in MongoDB: ids and codes only. */
export function createReportSubscriptions(connection: Connection): ReportSubscriptions {
  const rows = rowsOf(connection);
  return {
    async add(subscription) {
      const _id = idOf(subscription);
      const row = await firstWritten(() =>
        rows.findOneAndUpdate(
          { _id },
          { $setOnInsert: subscription },
          { upsert: true, returnDocument: 'after', writeConcern: { w: 'majority', j: true } },
        ),
      );
      return toSubscription(row);
    },
    remove: async (subscription) => (await rows.deleteOne({ _id: idOf(subscription) })).deletedCount === 1,
    listOfUser: async (userId) =>
      (await rows.find({ userId }).sort({ kind: 1, unitCode: 1 }).toArray()).map(toSubscription),
    unitsOf: async (kind) => (await rows.distinct('unitCode', { kind })).map(String).sort(),
    readersOf: async (kind, unitCode) =>
      (await rows.find({ kind, unitCode }).sort({ userId: 1 }).toArray()).map(({ userId }) => userId),
  };
}

/** A start-up step; safe to repeat. */
export async function ensureReportSubscriptionIndexes(connection: Connection): Promise<void> {
  const rows = rowsOf(connection);
  await Promise.all([rows.createIndex({ userId: 1 }), rows.createIndex({ kind: 1, unitCode: 1 })]);
}
