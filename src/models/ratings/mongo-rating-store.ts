import type { Connection } from 'mongoose';
import { ratingChangesWithinMs, ratingScores, type RatingScore } from '../../domain/citizen-wish';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type { RatingFigure, RatingGroup, RatingStore } from './rating-store';

interface Row {
  /** The ticket's id. */
  readonly _id: string;
  readonly round: number;
  readonly score: RatingScore;
  readonly words: string | null;
  readonly unitCodes: readonly string[];
  readonly category: string;
  readonly givenAt: Date;
  readonly changedAt: Date;
}

const collectionName = 'ratings';
const rowsOf = (connection: Connection) => connection.collection<Row>(collectionName);
const contextOf = (ticketId: string): string => `${collectionName}/${ticketId}/words`;
const isDuplicate = (error: unknown): boolean => (error as { code?: unknown }).code === 11_000;
const surely = { writeConcern: { w: 'majority', j: true } } as const;

export async function ensureRatingIndexes(connection: Connection): Promise<void> {
  await rowsOf(connection).createIndexes([{ key: { unitCodes: 1, givenAt: 1 }, name: 'figures' }]);
}

const groupOf: Readonly<Record<RatingGroup, unknown>> = {
  unit: { $arrayElemAt: ['$unitCodes', -1] },
  category: '$category',
  day: { $dateToString: { date: '$givenAt', format: '%Y-%m-%d', timezone: '+07:00' } },
};

/** Ratings in MongoDB; run `ensureRatingIndexes` on the database first. */
export function createRatingStore(connection: Connection, crypto: FieldCrypto): RatingStore {
  const rows = rowsOf(connection);

  return {
    async give({ ticketId, round, score, words, unitCodes, category }, now) {
      const sealed = words === null ? null : crypto.encrypt(words, contextOf(ticketId));
      const content = { round, score, words: sealed, unitCodes, category, changedAt: now };
      const changeable = { $gte: new Date(now.getTime() - ratingChangesWithinMs) };
      const changed = await rows.updateOne(
        { _id: ticketId, round, givenAt: changeable },
        { $set: content },
        surely,
      );
      if (changed.matchedCount === 1) return 'kept';
      try {
        const first = await rows.updateOne(
          { _id: ticketId, round: { $lt: round } },
          { $set: { ...content, givenAt: now } },
          { upsert: true, ...surely },
        );
        return first.matchedCount + first.upsertedCount === 1 ? 'kept' : 'tooLate';
      } catch (error) {
        // There is one of this round. A twin of this request wrote it a moment ago, or it is older than a day.
        if (!isDuplicate(error)) throw error;
        return (await rows.countDocuments({ _id: ticketId, round, score, givenAt: changeable })) === 1
          ? 'kept'
          : 'tooLate';
      }
    },

    async find(ticketId) {
      const row = await rows.findOne({ _id: ticketId });
      if (!row) return null;
      const { round, score, words, givenAt, changedAt } = row;
      const open = (): string | null => (words === null ? null : crypto.decrypt(words, contextOf(ticketId)));
      return { ticketId, round, score, words: await crypto.reading(open), givenAt, changedAt };
    },

    async figures(unitCode, since, until, by) {
      const found = await rows
        .aggregate<Pick<RatingFigure, 'group' | 'count' | 'average'> & { scores: number[] }>([
          { $match: { unitCodes: unitCode, givenAt: { $gte: since, $lt: until } } },
          {
            $group: {
              _id: groupOf[by],
              count: { $sum: 1 },
              average: { $avg: '$score' },
              scores: { $push: '$score' },
            },
          },
          { $sort: { _id: 1 } },
          { $project: { _id: 0, group: '$_id', count: 1, average: { $round: ['$average', 2] }, scores: 1 } },
        ])
        .toArray();
      return found.map(({ scores, ...figure }) => ({
        ...figure,
        byScore: ratingScores.map((score) => scores.filter((given) => given === score).length),
      }));
    },
  };
}
