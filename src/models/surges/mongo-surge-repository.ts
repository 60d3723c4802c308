import type { Connection } from 'mongoose';
import type { SurgeDecision } from '../../domain/surge';
import type { SurgeRepository } from './surge-repository';

/** The decision lies under `state`, as everything that the stream of changes tells of. */
interface Row {
  readonly _id: string;
  readonly state: SurgeDecision;
}

const rowsOf = (connection: Connection) => connection.collection<Row>('surges');

const isDuplicate = (error: unknown): boolean => (error as { code?: unknown }).code === 11_000;

/** A start-up step: what the look-ups of every call and every report rely on. */
export async function ensureSurgeIndexes(connection: Connection): Promise<void> {
  const rows = rowsOf(connection);
  await rows.createIndex({ 'state.unitCode': 1, 'state.version': -1 });
  await rows.createIndex({ 'state.unitPath.code': 1, 'state.at': 1 });
}

/** Surge decisions in MongoDB. */
export function createSurgeRepository(connection: Connection): SurgeRepository {
  const rows = rowsOf(connection);
  const newest = async (filter: object): Promise<readonly SurgeDecision[]> => {
    const found = await rows
      .aggregate<Row>([
        { $match: filter },
        { $sort: { 'state.unitCode': 1, 'state.version': -1 } },
        { $group: { _id: '$state.unitCode', state: { $first: '$state' } } },
      ])
      .toArray();
    return found.map(({ state }) => state);
  };
  return {
    newestOf: (unitCodes) => newest({ 'state.unitCode': { $in: [...unitCodes] } }),
    newest: () => newest({}),
    async history(unitCode, limit) {
      const found = await rows
        .find({ 'state.unitCode': unitCode })
        .sort({ 'state.version': -1 })
        .limit(limit)
        .toArray();
      return found.map(({ state }) => state);
    },
    async listUntil(unitCode, until) {
      const found = await rows
        .find({ 'state.unitPath.code': unitCode, 'state.at': { $lt: until.toISOString() } })
        .sort({ 'state.at': 1 })
        .toArray();
      return found.map(({ state }) => state);
    },
    async add(decision) {
      const _id = `${decision.unitCode}@${String(decision.version)}`;
      try {
        await rows.insertOne({ _id, state: decision }, { writeConcern: { w: 'majority', j: true } });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
  };
}
