import { Schema } from 'mongoose';
import type { Connection, Model } from 'mongoose';
import { newStanding, standingOf } from '../../domain/hotline';
import type { HotlineStanding } from '../../domain/hotline';
import { decideOnce, isDuplicateKey } from '../calls/decide-once';
import type { HotlineStandings } from './hotline-standings';

interface StandingRow {
  readonly _id: string;
  readonly state: HotlineStanding;
  readonly updatedAt: Date;
}

const standingSchema = new Schema<StandingRow>(
  {
    _id: { type: String, required: true },
    state: { type: Schema.Types.Mixed, required: true },
    updatedAt: { type: Date, required: true },
  },
  {
    writeConcern: { w: 'majority', j: true },
    strict: 'throw',
    minimize: false,
    versionKey: false,
    autoIndex: false,
    autoCreate: false,
    collection: 'hotlineStandings',
  },
);

const modelOf = (connection: Connection): Model<StandingRow> =>
  (connection.models.HotlineStanding as Model<StandingRow> | undefined) ??
  connection.model<StandingRow>('HotlineStanding', standingSchema);

/** Standings in MongoDB. They lie beside the numbers: the importer writes those without knowing these. */
export function createHotlineStandings(connection: Connection): HotlineStandings {
  const rows = modelOf(connection);
  return {
    async all() {
      const found = await rows.find().lean<StandingRow[]>();
      return new Map(found.map(({ _id, state }) => [_id, state]));
    },
    async change({ id, number }, decide) {
      const decided = () => decideOnce(rows, id, (state) => decide(standingOf({ id, number }, state)));
      const known = await decided();
      if (known) return known.state;
      const first: StandingRow = { _id: id, state: newStanding(id, number), updatedAt: new Date() };
      await rows.create([first]).catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
      });
      return ((await decided()) ?? first).state;
    },
  };
}
