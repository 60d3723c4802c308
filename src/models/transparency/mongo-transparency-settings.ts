import type { Connection } from 'mongoose';
import type { TransparencySettings, TransparencyVersion } from './transparency-settings';

type Row = Omit<TransparencyVersion, 'version'> & { readonly _id: number };

const first: TransparencyVersion = { version: 0, open: [], by: 'month', changedBy: null, changedAt: null };
const toVersion = ({ _id, ...row }: Row): TransparencyVersion => ({ version: _id, ...row });
const isDuplicate = (error: unknown): boolean => (error as { code?: unknown }).code === 11_000;

/** What is open to the public, in MongoDB: one document for each decision. */
export function createTransparencySettings(connection: Connection): TransparencySettings {
  const rows = connection.collection<Row>('transparencysettings');
  return {
    async current() {
      const row = await rows.findOne({}, { sort: { _id: -1 } });
      return row ? toVersion(row) : first;
    },
    async list() {
      return (await rows.find().sort({ _id: -1 }).limit(200).toArray()).map(toVersion);
    },
    async add({ version, open, by, changedBy }) {
      const row: Row = { _id: version, open, by, changedBy, changedAt: new Date() };
      try {
        await rows.insertOne(row, { writeConcern: { w: 'majority', j: true } });
        return toVersion(row);
      } catch (error) {
        if (isDuplicate(error)) return null;
        throw error;
      }
    },
  };
}
