import type { Connection } from 'mongoose';
import type { MessageIntent } from '../../domain/message';
import { reportSubject } from '../../domain/report-delivery';
import type { SentReport, SentReports } from './sent-reports';
import { firstWritten } from '../first-written';

/** Codes, ids and numbers: a report names nobody, so nothing in it is encrypted. */
interface Row extends Omit<SentReport, 'id'> {
  readonly _id: string;
  readonly outbox: readonly MessageIntent[];
  readonly writtenAt: Date;
}

const rowsOf = (connection: Connection) => connection.collection<Row>('sentreports');

/** A start-up step; safe to repeat. */
export async function ensureSentReportIndexes(connection: Connection): Promise<void> {
  const rows = rowsOf(connection);
  await Promise.all([
    rows.createIndex({ unitCode: 1, from: -1, kind: 1 }),
    rows.createIndex({ writtenAt: 1 }),
  ]);
}

const toStored = ({ _id, outbox, writtenAt: _, ...report }: Row) => ({
  ...{ report: { id: _id, ...report }, outbox },
});

/** Sent reports in MongoDB. */
export function createSentReports(connection: Connection): SentReports {
  const rows = rowsOf(connection);
  return {
    async open({ id, ...report }, outbox) {
      const row = await firstWritten(() =>
        rows.findOneAndUpdate(
          { _id: id },
          { $setOnInsert: { ...report, outbox, writtenAt: new Date() } },
          { upsert: true, returnDocument: 'after', writeConcern: { w: 'majority', j: true } },
        ),
      );
      return toStored(row);
    },
    async find(id) {
      const row = await rows.findOne({ _id: id });
      return row && toStored(row);
    },
    async list(filter, { limit, skip }) {
      const found = await rows
        .find(filter, { projection: { kind: 1, unitCode: 1, from: 1, to: 1, sentAt: 1 } })
        .sort({ from: -1, kind: 1 })
        .skip(skip)
        .limit(limit)
        .toArray();
      return found.map(({ _id, kind, unitCode, from, to, sentAt }) => ({
        ...{ id: _id, kind, unitCode, from, to, sentAt },
      }));
    },
    async listIntents({ since, olderThan }) {
      const found = await rows
        .find({ writtenAt: { $gte: since, $lt: olderThan } }, { projection: { outbox: 1 } })
        .toArray();
      return found.flatMap(({ _id, outbox }) =>
        outbox.map((intent) => ({ ticketId: reportSubject(_id), intent })),
      );
    },
  };
}
