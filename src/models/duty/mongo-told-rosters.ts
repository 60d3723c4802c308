import type { Connection } from 'mongoose';
import type { ToldRosters } from './told-rosters';

interface Row {
  readonly _id: string;
  readonly mark: string;
}

/** Losing a row costs a signal that changes nothing, so it is written without waiting for a majority. */
export function createToldRosters(connection: Connection): ToldRosters {
  const rows = connection.collection<Row>('toldRosters', { writeConcern: { w: 1 } });
  return {
    async all() {
      const found = await rows.find().toArray();
      return new Map(found.map(({ _id, mark }) => [_id, mark]));
    },
    async remember(teamId, mark) {
      await rows.updateOne({ _id: teamId }, { $set: { mark } }, { upsert: true });
    },
  };
}
